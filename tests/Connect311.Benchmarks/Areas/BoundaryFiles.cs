using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Benchmarks.Load;
using Connect311.Routing.Areas;
using Connect311.Routing.Documents;

namespace Connect311.Benchmarks.Areas;

/// <summary>New York's boundaries, as <c>areas import</c> makes area sets of them.</summary>
internal static class BoundaryFiles
{
    /// <summary>The city's own set first.</summary>
    private static readonly (string Set, string File, AreaNaming Naming)[] Files =
    [
        ("borough", "boroughs_water_included.geojson", new("borough")),
        ("precinct", "police_precincts_oti2024_water.geojson", new("precinct")),
        ("community-district", "community_districts.geojson", new("boro_cd")),
        ("council-district", "council_districts.geojson", new("CounDist")),
        ("sanitation-district", "sanitation_districts.geojson", new("sanitation_district")),
        ("zip", "zipcodes.geojson", new("postalCode", "PO_NAME", MergesParts: true)),
    ];

    /// <summary>All six sets, each with its document in our own form.</summary>
    /// <exception cref="Connect311.Api.Databases.UserErrorException">A file is not there.</exception>
    public static IReadOnlyList<AreaFile> Read()
    {
        var city = CityReader.Read(CityFiles.Read(Path.Combine(AppContext.BaseDirectory, "seed", "nyc")), 1, 1);
        return [.. Files.Select(file => Read(file.Set, SampleFile.PathOf(Path.Combine("boundaries", file.File)), file.Naming, city.AreaSets[0]))];
    }

    private static AreaFile Read(string set, string path, AreaNaming naming, AreaSet city)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var faults = new List<Fault>();
        return AreaFileReader.Read(set, json.RootElement, naming, city, faults)
            ?? throw new InvalidOperationException($"{path} has a fault: {faults[0]}");
    }
}
