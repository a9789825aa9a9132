using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Routing;
using Connect311.Routing.Areas;
using Connect311.Routing.Documents;

namespace Connect311.Tests.Routing;

/// <summary>A rule as its document says it; what is null is absent there.</summary>
internal sealed record RuleModel(string Id, WhenModel? When, AssignModel Assign)
{
    public Dictionary<string, string> Reason => new() { ["en"] = $"Because of {Id}." };

    public static RuleModel Of(string id, WhenModel? when = null) => new(id, when, new($"dept-of-{id}"));
}

internal sealed record WhenModel
{
    public string[]? ServiceTypes { get; init; }

    public string[]? Groups { get; init; }

    public Dictionary<string, string[]>? Areas { get; init; }

    public Dictionary<string, AnswerModel>? Answers { get; init; }

    public string[]? Channels { get; init; }

    public WindowModel? LocalTime { get; init; }

    public string[]? Words { get; init; }
}

internal sealed record AnswerModel(string[]? In = null, double? AtLeast = null, double? AtMost = null);

internal sealed record WindowModel(string[]? Weekdays, string? From, string? To);

internal sealed record AssignModel(string Department, string? Queue = null, int? Priority = null);

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

    public static RuleSet Compile(int version, IReadOnlyList<RuleModel> rules)
    {
        var faults = new List<Fault>();
        var document = RuleSetReader.Read(Json(rules), faults);
        Assert.Empty(faults);
        return RuleSet.Compile(document!, version, ServiceTypes);
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

    private static JsonElement Json(IReadOnlyList<RuleModel> rules) => JsonSerializer.SerializeToElement(
        new
        {
            Name = "test",
            TimeZone,
            Fallback = new { Department = FallbackDepartment, Reason = new { En = "Nobody else." } },
            Rules = rules,
        },
        Options);
}
