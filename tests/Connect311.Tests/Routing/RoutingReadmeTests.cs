using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Connect311.Api.Catalog;
using Connect311.Routing;
using Connect311.Routing.Areas;
using Connect311.Routing.Checks;
using Connect311.Routing.Documents;

namespace Connect311.Tests.Routing;

/// <summary>Every example of the rule language's README is compiled, checked and run as it stands there.</summary>
public sealed partial class RoutingReadmeTests
{
    private static readonly string Readme = File.ReadAllText(PathOf("src", "Connect311.Routing", "README.md")).ReplaceLineEndings("\n");
    private static readonly City City = CityReader.Read(CityFiles.Read(PathOf("db", "seed", "nyc")), 1, 1);

    private static readonly (string Rules, string Reports)[] Examples = [.. Example().Matches(Readme)
        .Select(example => (example.Groups["rules"].Value, example.Groups["reports"].Value))];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Examples.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void An_example_decides_its_reports_as_written(int number)
    {
        var rules = RuleSet.Compile(Read(Examples[number].Rules), 1, City.Catalog.ServiceTypesByCode.Values.Select(type => (type.Code, (string?)type.Group)));
        var reports = JsonNode.Parse(Examples[number].Reports)!.AsArray();
        Assert.NotEmpty(reports);
        Assert.All(reports, report =>
        {
            var decision = rules.Decide(InputOf(report!.AsObject()));
            Assert.Equal(((string)report["rule"]!, (string)report["department"]!), (decision.Rule, decision.Department));
        });
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void An_example_is_sound_in_New_York(int number)
    {
        var findings = RuleSetChecks.Run(Read(Examples[number].Rules), CityVocabulary.Of(City.Catalog, City.AreaSets));
        Assert.DoesNotContain(findings, finding => finding.Fault.Code != FaultCodes.OnlyFallback);
    }

    [Fact]
    public void Every_member_of_a_rule_has_an_example()
    {
        var named = Examples.SelectMany(example => Member().Matches(example.Rules)).Select(member => member.Groups[1].Value).ToHashSet();
        string[] members =
        [
            "id", "when", "needs", "assign", "reason", "department", "queue", "priority", "note",
            "serviceTypes", "groups", "areas", "notIn", "answers", "equals", "in", "atLeast", "above", "atMost", "below", "answered",
            "channels", "localTime", "weekdays", "from", "to", "firstDate", "lastDate", "words", "all", "any", "not",
        ];
        Assert.Empty(members.Except(named));
        Assert.Equal((2 * Examples.Length) + 1, Readme.Split("```json ").Length - 1);
    }

    [Fact]
    public void The_example_of_corrected_reports_is_a_document_and_every_policy_is_explained()
    {
        var faults = new List<Fault>();
        var example = Readme.Split("```json reroute\n")[1].Split("```")[0];
        Assert.Equal("propose", RuleSetReader.Read(JsonSerializer.Deserialize<JsonElement>(example), faults)?.Reroute);
        Assert.Empty(faults);
        Assert.All(ReroutePolicy.All, policy => Assert.Contains($"\n- `{policy}`", Readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_finding_is_in_the_table()
    {
        string[] codes =
        [
            FaultCodes.Undefined, FaultCodes.Retired, FaultCodes.NeverOccurs, FaultCodes.NeverHolds, FaultCodes.Contradiction,
            FaultCodes.Unreachable, FaultCodes.OnlyFallback, FaultCodes.NotExamined,
        ];
        Assert.All(codes, code => Assert.Contains($"`{code}`", Readme, StringComparison.Ordinal));
    }

    private static RuleSetDocument Read(string example)
    {
        var rules = JsonNode.Parse(example)!;
        var document = new JsonObject
        {
            ["name"] = "example",
            ["timeZone"] = "America/New_York",
            ["fallback"] = JsonNode.Parse("""{"department": "311", "reason": {"en": "No rule covers this."}}"""),
            ["rules"] = rules as JsonArray ?? new JsonArray(rules),
        };
        var faults = new List<Fault>();
        var read = RuleSetReader.Read(JsonSerializer.SerializeToElement(document), faults);
        Assert.Empty(faults);
        return read!;
    }

    /// <summary>A report that says only what differs: by web, a Monday noon of June 2026, in no area, without answers or description.</summary>
    private static RoutingInput InputOf(JsonObject report)
    {
        var type = City.Catalog.ServiceTypesByCode[(string)report["serviceType"]!];
        return new()
        {
            ServiceType = type.Code,
            Group = type.Group,
            Channel = (string?)report["channel"] ?? "web",
            ReceivedAt = DateTimeOffset.Parse((string?)report["receivedAt"] ?? "2026-06-01T12:00:00-04:00", CultureInfo.InvariantCulture),
            Areas = report.ContainsKey("areas")
                ? report["areas"]?.AsObject().Select(area => new AreaHit(area.Key, (string)area.Value!, "")).ToList()
                : [],
            Answers = (report["answers"]?.AsObject() ?? []).ToDictionary(
                answer => answer.Key, IReadOnlyList<string> (answer) => [.. answer.Value!.AsArray().Select(value => value!.ToString())]),
            Description = (string?)report["description"],
        };
    }

    private static string PathOf(params string[] steps)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Connect311.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine([folder.FullName, .. steps]);
    }

    [GeneratedRegex(@"```json rule\n(?<rules>[^`]*)```\n(?:[^`\n]+\n)*```json reports\n(?<reports>[^`]*)```")]
    private static partial Regex Example();

    [GeneratedRegex("\"([A-Za-z]+)\":")]
    private static partial Regex Member();
}
