using Connect311.Api.Catalog;

namespace Connect311.Tests.Catalog;

/// <summary>The targets of a service type, as the city's file has them.</summary>
public sealed class ServiceLevelTests
{
    private const string Level = """{"resolve": {"days": 3}, "source": "assumed"}""";

    private const string Rich = """
        {"acknowledge": {"hours": 24}, "inspect": {"days": 2, "source": "Local Law 11"}, "resolve": {"days": 3}, "source": "assumed",
         "byPriority": {"1": {"acknowledge": {"hours": 1}, "resolve": {"days": 2, "source": "Charter, § 5"}, "source": "Local Law 12"}, "4": {"resolve": {"days": 90}}}}
        """;

    [Theory]
    [InlineData(1, "1h/2d/2d")]
    [InlineData(2, "24h/2d/3d")]
    [InlineData(3, "24h/2d/3d")]
    [InlineData(4, "24h/2d/90d")]
    public void A_priority_has_its_own_targets_and_those_of_all(int priority, string targets) =>
        Assert.Equal(targets, Read(Rich).Of(priority).ToString());

    [Theory]
    [InlineData(1, "Local Law 12", "Local Law 11", "Charter, § 5")]
    [InlineData(3, "assumed", "Local Law 11", "assumed")]
    public void A_target_keeps_its_source(int priority, string acknowledge, string inspect, string resolve)
    {
        var targets = Read(Rich).WithSources(priority);
        Assert.Equal((acknowledge, inspect, resolve), (targets.Acknowledge!.Source, targets.Inspect!.Source, targets.Resolve!.Source));
    }

    [Fact]
    public void A_descriptor_takes_over_the_level_of_its_family() =>
        Assert.Equal("-/-/3d", CityReader.Read(new CityFiles(Files(Level)), 1, 1).Catalog.ServiceTypesByCode["pothole.path"].ServiceLevel!.Of(2).ToString());

    [Theory]
    [InlineData("""{"source": "assumed"}""", "/resolve required")]
    [InlineData("""{"resolve": {"days": 3}}""", "/source required")]
    [InlineData("""{"acknowledge": {"days": 3, "hours": 2}, "source": "assumed"}""", "/acknowledge two-ways")]
    [InlineData("""{"acknowledge": {}, "source": "assumed"}""", "/acknowledge two-ways")]
    [InlineData("""{"inspect": {"hours": 0}, "source": "assumed"}""", "/inspect/hours out-of-range")]
    [InlineData("""{"inspect": {"days": 2.5}, "source": "assumed"}""", "/inspect/days wrong-type")]
    [InlineData("""{"acknowledge": {"hours": 9}, "resolve": {"hours": 8}, "source": "assumed"}""", "/resolve too-low")]
    [InlineData("""{"acknowledge": {"hours": 9}, "inspect": {"days": 1}, "resolve": {"hours": 8}, "source": "assumed"}""", "/resolve too-low")]
    [InlineData("""{"resolve": {"days": 3}, "source": "assumed", "byPriority": {"5": {"resolve": {"days": 1}}}}""", "/byPriority/5 unknown-member")]
    [InlineData("""{"resolve": {"days": 3}, "source": "assumed", "byPriority": {"1": {"fix": {"days": 1}}}}""", "/byPriority/1/fix unknown-member")]
    [InlineData("""{"inspect": {"days": 5}, "resolve": {"days": 9}, "source": "assumed", "byPriority": {"1": {"resolve": {"days": 4}}}}""", "/byPriority/1/resolve too-low")]
    [InlineData("""{"resolve": {"days": 3}, "source": "assumed", "byPriority": {"1": {"resolve": {"days": 1, "source": 7}}}}""", "/byPriority/1/resolve/source wrong-type")]
    public void What_cannot_be_meant_is_refused_with_its_place(string level, string fault)
    {
        var refused = Assert.Throws<CatalogRefusedException>(() => CityReader.Read(new CityFiles(Files(level)), 1, 1));
        Assert.Contains("/0/serviceLevel" + fault, refused.Faults.Select(found => $"{found.Fault.Field} {found.Fault.Code}"));
    }

    private static ServiceLevel Read(string level) =>
        CityReader.Read(new CityFiles(Files(level)), 1, 1).Catalog.ServiceTypesByCode["pothole"].ServiceLevel!;

    private static Dictionary<string, string> Files(string level) => new(SmallCity.Files)
    {
        ["service-types.json"] = SmallCity.Files["service-types.json"].Replace(Level, level, StringComparison.Ordinal),
    };
}
