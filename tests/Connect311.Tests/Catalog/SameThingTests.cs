using Connect311.Api.Catalog;

namespace Connect311.Tests.Catalog;

/// <summary>When two reports of a service type are likely of the same thing, as the city's file has it.</summary>
public sealed class SameThingTests
{
    private const string Level = "\"serviceLevel\": {\"resolve\": {\"days\": 3}, \"source\": \"assumed\"},";

    [Fact]
    public void A_descriptor_takes_over_the_settings_of_its_family()
    {
        var types = Read("""{"distanceMetres": 40, "windowHours": 12, "source": "assumed"}""").Catalog.ServiceTypesByCode;
        Assert.Equal(new SameThing(40, TimeSpan.FromHours(12), "assumed"), types["pothole.path"].Incidents);
        Assert.Null(types["unlisted"].Incidents);
    }

    [Fact]
    public void New_York_says_it_of_street_lights_potholes_signals_hydrants_and_trees()
    {
        var types = CityReader.Read(CityFiles.Read(new CityOptions().Folder), 1, 1).Catalog.ServiceTypesByCode;
        Assert.All(
            ["street-condition.pothole", "street-light-condition.street-light-out", "traffic-signal-condition.controller", "water-system.hydrant-running", "damaged-tree.entire-tree-has-fallen-down"],
            code => Assert.Equal("assumed", types[code].Incidents!.Source));
        Assert.All(types.Values.Where(type => type.IsConfidential), type => Assert.Null(type.Incidents));
        Assert.Null(types["noise-residential.loud-music-party"].Incidents);
    }

    [Theory]
    [InlineData("{}", "/distanceMetres required")]
    [InlineData("""{"distanceMetres": 40, "source": "assumed"}""", "/windowHours required")]
    [InlineData("""{"distanceMetres": 40, "windowHours": 12}""", "/source required")]
    [InlineData("""{"distanceMetres": 0, "windowHours": 12, "source": "assumed"}""", "/distanceMetres out-of-range")]
    [InlineData("""{"distanceMetres": 1001, "windowHours": 12, "source": "assumed"}""", "/distanceMetres out-of-range")]
    [InlineData("""{"distanceMetres": 2.5, "windowHours": 12, "source": "assumed"}""", "/distanceMetres wrong-type")]
    [InlineData("""{"distanceMetres": 40, "windowHours": 8785, "source": "assumed"}""", "/windowHours out-of-range")]
    [InlineData("""{"distanceMetres": 40, "windowHours": 12, "source": "assumed", "more": 1}""", "/more unknown-member")]
    public void What_cannot_be_meant_is_refused_with_its_place(string settings, string fault)
    {
        var refused = Assert.Throws<CatalogRefusedException>(() => Read(settings));
        Assert.Contains("/0/incidents" + fault, refused.Faults.Select(found => $"{found.Fault.Field} {found.Fault.Code}"));
    }

    private static City Read(string settings) => CityReader.Read(
        new CityFiles(new Dictionary<string, string>(SmallCity.Files)
        {
            ["service-types.json"] = SmallCity.Files["service-types.json"].Replace(Level, $"{Level} \"incidents\": {settings},", StringComparison.Ordinal),
        }),
        1,
        1);
}
