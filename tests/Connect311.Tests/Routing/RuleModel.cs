using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Routing;
using Connect311.Routing.Areas;
using Connect311.Routing.Documents;

namespace Connect311.Tests.Routing;

/// <summary>A rule as its document says it; what is null is absent there.</summary>
internal sealed record RuleModel(string Id, WhenModel? When, AssignModel Assign)
{
    public string[]? Needs { get; init; }

    public Dictionary<string, string> Reason => new() { ["en"] = $"Because of {Id}." };

    public static RuleModel Of(string id, WhenModel? when = null) => new(id, when, new($"dept-of-{id}"));
}

internal sealed record WhenModel
{
    public string[]? ServiceTypes { get; init; }

    public string[]? Groups { get; init; }

    [JsonIgnore]
    public Dictionary<string, string[]>? Areas { get; init; }

    /// <summary>Areas of further sets that the place must not lie in.</summary>
    [JsonIgnore]
    public Dictionary<string, string[]>? AreasNotIn { get; init; }

    [JsonPropertyName("areas")]
    public Dictionary<string, object>? AllAreas => Areas is null && AreasNotIn is null
        ? null
        : (Areas ?? []).Select(set => (set.Key, Asked: (object)set.Value))
            .Concat((AreasNotIn ?? []).Select(set => (set.Key, Asked: (object)new { NotIn = set.Value })))
            .ToDictionary(set => set.Key, set => set.Asked);

    public Dictionary<string, AnswerModel>? Answers { get; init; }

    public string[]? Channels { get; init; }

    public WindowModel? LocalTime { get; init; }

    public string[]? Words { get; init; }

    public WhenModel[]? All { get; init; }

    public WhenModel[]? Any { get; init; }

    public WhenModel? Not { get; init; }
}

/// <summary>What an answer must be, in one of several ways; values are texts or numbers.</summary>
internal sealed record AnswerModel(
    object[]? In = null, double? AtLeast = null, double? AtMost = null, double? Above = null, double? Below = null, bool? Answered = null)
{
    [JsonPropertyName("equals")]
    public object? EqualTo { get; init; }
}

internal sealed record WindowModel(string[]? Weekdays, string? From, string? To, string? FirstDate = null, string? LastDate = null);

internal sealed record AssignModel(
    string Department, string? Queue = null, int? Priority = null, Dictionary<string, string>? Note = null);

/// <summary>Rule sets made of models, through their document, as a city's are.</summary>
internal static class RuleSets
{
    public const string TimeZone = "America/New_York";
    public const string FallbackDepartment = "nobody";

    /// <summary>The service types of these tests, with their groups.</summary>
    public static readonly (string Code, string? Group)[] ServiceTypes =
    [
        ("noise", "loud"), ("noise.music", "loud"), ("noise.talk", "loud"), ("noise-park.music", "green"),
        ("tree", "green"), ("tree.fallen", "green"), ("other", null),
    ];

    private static readonly JsonSerializerOptions Options =
        new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static RuleSet Compile(params IReadOnlyList<RuleModel> rules) => Compile(7, rules);

    public static RuleSet Compile(int version, IReadOnlyList<RuleModel> rules, string? uncertainPlaces = null) =>
        RuleSet.Compile(Document(rules, uncertainPlaces), version, ServiceTypes);

    public static RuleSetDocument Document(IReadOnlyList<RuleModel> rules, string? uncertainPlaces = null)
    {
        var faults = new List<Fault>();
        var document = RuleSetReader.Read(Json(rules, uncertainPlaces), faults);
        Assert.Empty(faults);
        return document!;
    }

    public static string Text(IReadOnlyList<RuleModel> rules) => Json(rules).GetRawText();

    public static RoutingInput Report(
        string serviceType = "noise.music",
        string channel = "web",
        string receivedAt = "2026-06-01T16:00:00Z",
        string? description = null,
        IReadOnlyList<AreaHit>? areas = null) => new()
        {
            ServiceType = serviceType,
            Group = ServiceTypes.Single(type => type.Code == serviceType).Group,
            Channel = channel,
            ReceivedAt = DateTimeOffset.Parse(receivedAt, System.Globalization.CultureInfo.InvariantCulture),
            Description = description,
            Areas = areas,
        };

    public static AreaHit Borough(string code) => new("borough", code, code);

    public static JsonElement Json(IReadOnlyList<RuleModel> rules, string? uncertainPlaces = null) => JsonSerializer.SerializeToElement(
        new
        {
            Name = "test",
            TimeZone,
            UncertainPlaces = uncertainPlaces,
            Fallback = new { Department = FallbackDepartment, Reason = new { En = "Nobody else." } },
            Rules = rules,
        },
        Options);
}
