using System.Text.Json;
using Connect311.Routing.Documents;
using NetTopologySuite.Geometries;

namespace Connect311.Routing.Areas;

/// <summary>One feature of an area set.</summary>
/// <param name="Code">Its code; empty when a fault was noted.</param>
/// <param name="Name">Its name; empty when a fault was noted.</param>
/// <param name="Shape">Its polygons; null when a fault was noted.</param>
/// <param name="Pointer">Where it stands in the document.</param>
internal sealed record AreaFeature(string Code, string Name, Geometry? Shape, string Pointer);

/// <summary>Reads the features of a GeoJSON FeatureCollection (RFC 7946).</summary>
internal static class FeatureReader
{
    private const int MostFeatures = 10_000;

    /// <summary>
    /// Older GeoJSON names its reference system. That of RFC 7946 is OGC:CRS84, which is EPSG:4326 with the longitude
    /// first, as GeoJSON has it under either name.
    /// </summary>
    private static readonly string[] Wgs84 = ["CRS84", ":4326", "/4326"];

    /// <summary>Every feature; <paramref name="faults"/> gets what is wrong with them.</summary>
    /// <param name="namesOf">Takes code and name from the properties of a feature.</param>
    /// <param name="isTrusted">Whether the shapes were checked once.</param>
    public static List<AreaFeature> Read(
        JsonElement json, Func<ObjectReader, (string Code, string Name)> namesOf, bool isTrusted, List<Fault> faults)
    {
        var before = faults.Count;
        var root = new ObjectReader(json, "", faults);
        root.Require("type");
        root.OneOf("type", ["FeatureCollection"]);
        root.Require("features");
        if (root.Has("crs") && !IsWgs84(root))
        {
            root.Add("crs", FaultCodes.ReferenceSystem);
            return [];
        }

        var features = root.Objects("features", MostFeatures).Select(feature => ReadFeature(feature, namesOf, isTrusted)).ToList();
        if (faults.Count == before && features.Count == 0)
        {
            // No place at all would lie in the set.
            root.Add("features", FaultCodes.Required);
        }

        return features;
    }

    /// <summary>Notes a fault at every code that a feature before has.</summary>
    /// <param name="property">The property that holds the code.</param>
    public static void RefuseDoubles(IEnumerable<AreaFeature> features, string property, List<Fault> faults)
    {
        var taken = new HashSet<string>();
        faults.AddRange(features
            .Where(feature => feature.Code.Length > 0 && !taken.Add(feature.Code))
            .Select(feature => new Fault(ObjectReader.Below($"{feature.Pointer}/properties", property), FaultCodes.Duplicate)));
    }

    private static AreaFeature ReadFeature(ObjectReader feature, Func<ObjectReader, (string Code, string Name)> namesOf, bool isTrusted)
    {
        feature.Require("type");
        feature.OneOf("type", ["Feature"]);
        feature.Require("properties");
        var (code, name) = feature.Object("properties") is { } properties ? namesOf(properties) : ("", "");
        return new(code, name, ShapeReader.Read(feature, isTrusted), feature.Pointer);
    }

    private static bool IsWgs84(ObjectReader root)
    {
        var crs = new ObjectReader(root.Members().First(member => member.Name == "crs").Value, "", []);
        return crs.Object("properties")?.Text("name", 200) is { } name
            && Wgs84.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));
    }
}
