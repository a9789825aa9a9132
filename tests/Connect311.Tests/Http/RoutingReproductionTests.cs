using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Catalog.Areas;
using Connect311.Api.Staff.Audit;
using Connect311.Routing.Areas;
using Connect311.Tests.Catalog;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Http;

/// <summary>Whatever is reported, its decision comes out alike from what is stored, and goes on doing so.</summary>
public sealed class RoutingReproductionTests : IDisposable
{
    private const int Reports = 200;

    private const string Rules = """
        {
          "name": "first", "timeZone": "America/New_York", "uncertainPlaces": "POLICY",
          "fallback": {"department": "311", "priority": 4, "reason": {"en": "Nobody."}},
          "rules": [
            {"id": "gas", "when": {"words": ["gas leak", "smell of gas"]}, "assign": {"department": "DEP", "priority": 2}, "reason": {"en": "Gas."}},
            {"id": "people", "when": {"serviceTypes": ["encampment"], "answers": {"people-present": {"in": ["yes", "unknown"]}}}, "needs": ["people-present"],
             "assign": {"department": "DHS"}, "reason": {"en": "People."}},
            {"id": "cold", "when": {"serviceTypes": ["heat-hot-water.*"], "answers": {"room-temperature": {"below": 55.5}}}, "assign": {"department": "HPD", "priority": 1}, "reason": {"en": "Cold."}},
            {"id": "night", "when": {"serviceTypes": ["noise-residential.*"], "localTime": {"from": "22:00", "to": "07:00"}, "not": {"words": ["birds"]}},
             "assign": {"department": "NYPD", "queue": "night", "priority": 1}, "reason": {"en": "Nights."}},
            {"id": "ill", "when": {"any": [{"answers": {"people-ill": {"atLeast": 3}}}, {"all": [{"words": ["hospital"]}, {"areas": {"beat": ["1", "2"]}}]}]},
             "assign": {"department": "DOHMH"}, "reason": {"en": "Ill."}},
            {"id": "brooklyn", "when": {"areas": {"borough": ["brooklyn"], "beat": {"notIn": ["3"]}}}, "assign": {"department": "DOT", "note": {"en": "Ring."}}, "reason": {"en": "Brooklyn."}},
            {"id": "manhattan", "when": {"areas": {"borough": ["manhattan"]}}, "assign": {"department": "DSNY"}, "reason": {"en": "Manhattan."}}
          ]
        }
        """;

    private static readonly Gen<Report> Any = Gen.Select(
        Gen.OneOf("encampment", "street-condition.pothole", "noise-residential.loud-music-party", "heat-hot-water.apartment-only", "food-poisoning.3-or-more", "drug-activity.use-outside"),
        Gen.Select(Gen.Double[40.69, 40.72], Gen.Double[-74.01, -73.97], Gen.OneOf(0.0, 8, 300, 2000).Nullable(0.3)).Nullable(0.1),
        Gen.OneOf("a smell of gas", "GAS-LEAK! birds", "hospital", "a gun", "x").Array[0, 2],
        Gen.Int[0, 100].Nullable(0.3),
        Gen.Int[0, 15],
        Gen.Int[0, 300].Nullable(0.5),
        (type, place, words, number, minutes, minutesAgo) => new Report(type, place, string.Join(", ", words), number, minutes, minutesAgo));

    private readonly CityFolder _folder = new();
    private readonly TestApplication _application = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("likelier")]
    [InlineData("operator")]
    public async Task Every_decision_comes_out_alike_also_when_everything_that_decided_was_replaced(string policy)
    {
        _folder.With("""{"name": "none", "timeZone": "UTC", "fallback": {"department": "311", "reason": {"en": "Nobody."}}, "rules": []}""");
        _application.With("City:Folder", _folder.Path);
        using var app = _application.App();
        await RenewAsync(Rules.Replace("POLICY", policy, StringComparison.Ordinal), 1, [-74.01, -74.0, -73.99]);
        var stored = new Dictionary<string, JsonElement>();
        var borough = _application.Services.GetRequiredService<CurrentCity>().Value.AreaSets[0];
        await Any.SampleAsync(
            async report =>
            {
                _application.Time.Advance(TimeSpan.FromMinutes(report.Minutes));
                var body = report.Body(_application.Time.GetUtcNow(), (latitude, longitude) => borough.Find(latitude, longitude) is not null);
                var answer = await app.SubmittedAsync(body);
                stored[answer.Text("trackingNumber")] = answer;
            },
            iter: Reports,
            threads: 1);
        await AssertAlikeAsync(stored);
        var rules = stored.Values.Select(answer => answer.GetProperty("routing").Text("rule")).ToHashSet();
        Assert.Superset(new HashSet<string> { "gas", "people", "night", "ill", "brooklyn", "manhattan", "unanswered", "unplaced" }, rules);

        await RenewAsync("""
            {"name": "second", "timeZone": "UTC", "fallback": {"department": "NYPD", "reason": {"en": "All."}},
             "rules": [{"id": "gas", "when": {"areas": {"beat": ["1"]}}, "assign": {"department": "311"}, "reason": {"en": "Other."}}]}
            """, 2, [-73.99, -74.01, -74.0]);
        await AssertAlikeAsync(stored);
    }

    public void Dispose()
    {
        _application.Dispose();
        _folder.Dispose();
    }

    private async Task AssertAlikeAsync(Dictionary<string, JsonElement> stored)
    {
        using var operators = _application.Staff("demo-operator");
        foreach (var (number, answer) in stored)
        {
            var department = answer.GetProperty("department").Text("code");
            using var holders = _application.Staff($"demo-agent-{department}");
            var explained = await (await (department == "311" ? operators : holders).ReadAsync($"/v1/service-requests/{number}/routing")).JsonAsync();
            Assert.True(explained.GetProperty("reproduced").ValueKind == JsonValueKind.True, $"{answer.GetRawText()}\n{explained.GetRawText()}");
            Assert.Equal(
                (department, answer.GetProperty("routing").Text("rule"), 2, 2, 1),
                (explained.GetProperty("decision").GetProperty("department").Text("code"), explained.GetProperty("decision").Text("rule"),
                    Version(explained, "ruleSet"), Version(explained, "catalog"), Version(explained, "areas")));
        }
    }

    private static int Version(JsonElement explained, string of) => explained.GetProperty("versions").GetProperty(of).GetInt32();

    /// <summary>Puts rules, a catalogue and areas in force that were not there before.</summary>
    private async Task RenewAsync(string rules, int version, double[] beats)
    {
        var services = _application.Services;
        var city = services.GetRequiredService<CurrentCity>();
        using var json = JsonDocument.Parse(Collection([.. beats.Select((west, i) => Feature($"{i + 1}", Square(west, 40.6, 0.01)))]));
        var file = AreaFileReader.Read("beat", json.RootElement, new("code"), city.Value.AreaSets[0], [])!;
        await services.GetRequiredService<AreaStore>().ImportAsync(file, "test", version - 1, Actor.CommandLine, Token);
        var texts = CityFolder.FilesWith(rules).Texts.ToDictionary();
        texts["service-types.json"] = texts["service-types.json"].Replace("\"PT2H\"", $"\"PT{2 * version}M\"", StringComparison.Ordinal);
        texts["danger.json"] = $$"""{"notice": {"en": "Call 911."}, "words": [{"code": "danger-{{version}}", "phrases": ["{{(version == 1 ? "gun" : "hospital")}}"]}]}""";
        await services.GetRequiredService<CityStore>().InstallAsync(new(texts), Actor.CommandLine, Token);
        await services.GetRequiredService<CityRefresh>().RefreshAsync(Token);
        Assert.Equal(new CityVersions(version + 1, version + 1, version), city.Value.Versions);
    }

    private sealed record Report(
        string Type, (double Latitude, double Longitude, double? Metres)? Place, string Words, int? Number, int Minutes, int? MinutesAgo)
    {
        /// <param name="now">When it is sent.</param>
        /// <param name="isInCity">Whether a place may be reported; otherwise there is an address alone.</param>
        public string Body(DateTimeOffset now, Func<double, double, bool> isInCity) => JsonSerializer.Serialize(new
        {
            serviceType = Type,
            description = Words.Length == 0 ? null : Words,
            location = Place is var (latitude, longitude, metres) && isInCity(latitude, longitude) ? new { latitude, longitude, accuracyMetres = metres } : null,
            address = new { text = "5 Main St" },
            answers = AnswersOf(),
            reportedAt = MinutesAgo is { } minutes ? now.AddMinutes(-minutes) : (DateTimeOffset?)null,
        });

        private Dictionary<string, object>? AnswersOf() => (Type, Number) switch
        {
            ("encampment", { } number) => new() { ["people-present"] = new[] { "yes", "no", "unknown" }[number % 3] },
            ("heat-hot-water.apartment-only", { } number) => new() { ["missing"] = "heat", ["room-temperature"] = number + 0.5 },
            ("food-poisoning.3-or-more", { } number) => new() { ["people-ill"] = 1 + (number % 5) },
            _ => null,
        };
    }
}
