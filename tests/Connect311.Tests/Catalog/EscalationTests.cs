using Connect311.Api.Catalog;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Tests.Catalog;

/// <summary>What becomes of requests whose targets are missed, as the city's file has it.</summary>
public sealed class EscalationTests
{
    private const string Rules = """
        {
          "near": {"hours": 4},
          "rules": [
            {"id": "roads", "at": "breached", "targets": ["acknowledge", "resolve"], "departments": ["ROADS"], "priority": 2, "queue": "late"},
            {"id": "all", "at": "near-breach", "operator": true}
          ]
        }
        """;

    [Theory]
    [InlineData(EventKind.Breached, "Resolve", "ROADS", "roads")]
    [InlineData(EventKind.Breached, "Inspect", "ROADS", null)]
    [InlineData(EventKind.Breached, "Resolve", "OLD", null)]
    [InlineData(EventKind.NearBreach, "Inspect", "OLD", "all")]
    public void The_first_rule_that_fits_decides(string at, string target, string department, string? id) =>
        Assert.Equal(id, Read(Rules).Find(at, Enum.Parse<TargetKind>(target), department)?.Id);

    [Fact]
    public void A_rule_says_what_becomes_of_a_request()
    {
        var (roads, all) = (Read(Rules).Rules[0], Read(Rules).Rules[1]);

        Assert.Equal((2, "late", false), (roads.Priority, roads.Queue, roads.ShowsOperator));
        Assert.Equal((null, null, true), (all.Priority, all.Queue, all.ShowsOperator));
        Assert.Equal(new NearRule(null, TimeSpan.FromHours(4)), Read(Rules).Near);
    }

    [Fact]
    public void A_city_without_the_file_warns_at_four_fifths_and_escalates_nothing()
    {
        var city = CityReader.Read(new CityFiles(SmallCity.Files), 1, 1);
        Assert.Equal(Escalations.None, city.Catalog.Escalations);
        Assert.Equal(0.8, city.Catalog.Near.Share);
    }

    [Theory]
    [InlineData("{\"hours\": 4}", "{\"hours\": 4, \"percent\": 80}", "/near two-ways")]
    [InlineData("{\"hours\": 4}", "{\"percent\": 100}", "/near/percent out-of-range")]
    [InlineData("\"near-breach\"", "\"never\"", "/rules/1/at unknown-value")]
    [InlineData("\"at\": \"near-breach\", ", "", "/rules/1/at required")]
    [InlineData("\"all\"", "\"roads\"", "/rules/1/id duplicate")]
    [InlineData("\"acknowledge\"", "\"answer\"", "/rules/0/targets/0 unknown-value")]
    [InlineData("\"ROADS\"", "\"RAILS\"", "/rules/0/departments/0 undefined")]
    [InlineData("\"priority\": 2", "\"priority\": 5", "/rules/0/priority out-of-range")]
    [InlineData("\"late\"", "\"Too late\"", "/rules/0/queue invalid-format")]
    [InlineData(", \"operator\": true", "", "/rules/1 two-ways")]
    [InlineData("\"operator\": true", "\"operator\": true, \"mail\": \"a@b.org\"", "/rules/1/mail unknown-member")]
    public void What_cannot_be_meant_is_refused_with_its_place(string old, string changed, string fault)
    {
        var refused = Assert.Throws<CatalogRefusedException>(() => Read(Rules.Replace(old, changed, StringComparison.Ordinal)));
        Assert.Contains($"escalations.json {fault}", refused.Faults.Select(found => $"{found.File} {found.Fault.Field} {found.Fault.Code}"));
    }

    private static Escalations Read(string rules) =>
        CityReader.Read(new CityFiles(new Dictionary<string, string>(SmallCity.Files) { ["escalations.json"] = rules }), 1, 1).Catalog.Escalations;
}
