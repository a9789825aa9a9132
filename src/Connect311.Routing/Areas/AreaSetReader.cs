using System.Text.Json;
using Connect311.Routing.Documents;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using NetTopologySuite.IO.Converters;

namespace Connect311.Routing.Areas;

/// <summary>Reads an area set from a GeoJSON FeatureCollection (RFC 7946) whose features carry <c>code</c> and <c>name</c>.</summary>
public static class AreaSetReader
{
    private static readonly JsonSerializerOptions GeoJson = new() { Converters = { new GeoJsonConverterFactory() } };

    /// <summary>The set, or null when <paramref name="faults"/> holds what is wrong with it.</summary>
    public static AreaSet? Read(string name, JsonElement json, List<Fault> faults)
    {
        var before = faults.Count;
        var root = new ObjectReader(json, "", faults);
        root.Require("type");
        root.OneOf("type", ["FeatureCollection"]);
        root.Require("features");
        var areas = root.Objects("features", 10_000).Select(feature => (Area: ReadArea(name, feature), feature.Pointer)).ToList();
        if (faults.Count == before && areas.Count == 0)
        {
            // No place at all would lie in the city.
            root.Add("features", FaultCodes.Required);
        }

        var taken = new HashSet<string>();
        foreach (var ((hit, _), pointer) in areas)
        {
            if (hit.Code.Length > 0 && !taken.Add(hit.Code))
            {
                faults.Add(new($"{pointer}/properties/code", FaultCodes.Duplicate));
            }
        }

        return faults.Count == before ? new AreaSet(name, areas.Select(area => area.Area)) : null;
    }

    private static (AreaHit Hit, Geometry Shape) ReadArea(string set, ObjectReader feature)
    {
        feature.Require("type");
        feature.OneOf("type", ["Feature"]);
        feature.Require("properties");
        var properties = feature.Object("properties");
        var hit = new AreaHit(
            set, properties?.RequiredCode("code", 50) ?? "", properties?.RequiredText("name", 100) ?? "");
        return (hit, ReadShape(feature));
    }

    private static Geometry ReadShape(ObjectReader feature)
    {
        var geometry = feature.Members().FirstOrDefault(member => member.Name == "geometry").Value;
        try
        {
            if (geometry.ValueKind == JsonValueKind.Object
                && geometry.Deserialize<Geometry>(GeoJson) is Geometry and (Polygon or MultiPolygon) and { IsEmpty: false, IsValid: true } shape
                && IsOnEarth(shape.EnvelopeInternal))
            {
                return shape;
            }
        }
        catch (Exception e) when (e is JsonException or ParseException or ArgumentException or InvalidOperationException)
        {
            // The library names no place within the geometry; the feature's number is what we can say.
        }

        feature.Add("geometry", FaultCodes.InvalidGeometry);
        return Polygon.Empty;
    }

    private static bool IsOnEarth(Envelope box) =>
        box.MinX >= -180 && box.MaxX <= 180 && box.MinY >= -90 && box.MaxY <= 90;
}
