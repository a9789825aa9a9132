using System.Text.Json;
using Connect311.Routing.Documents;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace Connect311.Routing.Areas;

/// <summary>Reads the polygons of a GeoJSON feature (RFC 7946), and says what is wrong with them.</summary>
internal static class ShapeReader
{
    /// <summary>Three corners, and the first once more.</summary>
    private const int FewestPositions = 4;

    private const int DecimalsOfFault = 5;

    private static readonly GeometryFactory Factory = new();

    /// <summary>The shape, or null when a fault was noted.</summary>
    /// <param name="isTrusted">Whether it was checked once, so that its rings need not be compared again.</param>
    public static Geometry? Read(ObjectReader feature, bool isTrusted)
    {
        var field = feature.At("geometry");
        if (PolygonsOf(feature.Members().FirstOrDefault(member => member.Name == "geometry").Value) is not { Count: > 0 } polygons)
        {
            feature.Faults.Add(new(field, FaultCodes.InvalidGeometry));
            return null;
        }

        Geometry shape = polygons.Count == 1 ? polygons[0] : Factory.CreateMultiPolygon([.. polygons]);
        if (FaultOf(shape, field, isTrusted) is { } fault)
        {
            feature.Faults.Add(fault);
            return null;
        }

        return shape;
    }

    private static Fault? FaultOf(Geometry shape, string field, bool isTrusted)
    {
        var box = shape.EnvelopeInternal;
        if (!(box.MinX >= -180 && box.MaxX <= 180 && box.MinY >= -90 && box.MaxY <= 90))
        {
            return new(field, FaultCodes.NotDegrees);
        }

        if (isTrusted || new IsValidOp(shape).ValidationError is not { } error)
        {
            return null;
        }

        return error.ErrorType switch
        {
            TopologyValidationErrors.SelfIntersection or TopologyValidationErrors.RingSelfIntersection =>
                Near(error.Coordinate, field, FaultCodes.SelfCrossing),
            TopologyValidationErrors.HoleOutsideShell or TopologyValidationErrors.NestedHoles
                or TopologyValidationErrors.NestedShells or TopologyValidationErrors.DuplicateRings
                or TopologyValidationErrors.DisconnectedInteriors => Near(error.Coordinate, field, FaultCodes.MisplacedRing),
            _ => new(field, FaultCodes.InvalidGeometry),
        };
    }

    private static Fault Near(Coordinate place, string field, string code) => new(field, code, new Dictionary<string, object?>
    {
        ["latitude"] = Math.Round(place.Y, DecimalsOfFault),
        ["longitude"] = Math.Round(place.X, DecimalsOfFault),
    });

    private static List<Polygon>? PolygonsOf(JsonElement geometry)
    {
        var reader = new ObjectReader(geometry, "", []);
        var coordinates = reader.Members().FirstOrDefault(member => member.Name == "coordinates").Value;
        return reader.Text("type", 20) switch
        {
            "Polygon" => PolygonOf(coordinates) is { } polygon ? [polygon] : null,
            "MultiPolygon" => All(coordinates, PolygonOf),
            _ => null,
        };
    }

    private static Polygon? PolygonOf(JsonElement rings) =>
        All(rings, RingOf) is { Count: > 0 } read ? Factory.CreatePolygon(read[0], [.. read.Skip(1)]) : null;

    private static LinearRing? RingOf(JsonElement positions) =>
        All(positions, PositionOf) is { Count: >= FewestPositions } corners && corners[0].Equals2D(corners[^1])
            ? Factory.CreateLinearRing([.. corners])
            : null;

    /// <summary>Longitude, latitude; a height after them is let be.</summary>
    private static Coordinate? PositionOf(JsonElement position) =>
        position.ValueKind == JsonValueKind.Array && position.GetArrayLength() >= 2
            && NumberIn(position[0]) is { } longitude && NumberIn(position[1]) is { } latitude
            ? new(longitude, latitude)
            : null;

    private static double? NumberIn(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;

    /// <summary>Every element of an array, or null when it is no array or one of them cannot be read.</summary>
    private static List<T>? All<T>(JsonElement array, Func<JsonElement, T?> read)
        where T : class
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var all = new List<T>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            if (read(element) is not { } item)
            {
                return null;
            }

            all.Add(item);
        }

        return all;
    }
}
