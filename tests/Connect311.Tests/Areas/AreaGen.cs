using System.Text.Json;
using CsCheck;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Union;

namespace Connect311.Tests.Areas;

/// <summary>Makes area sets as GeoJSON that have whatever maps can have.</summary>
internal static class AreaGen
{
    private const int Side = 6;

    private static readonly GeometryFactory Factory = new();

    /// <summary>A board of fields given to few areas: shared edges, holes, islands, corners that only touch; turned, stretched and moved.</summary>
    private static readonly Gen<string> Mosaics = Gen.Select(
        Gen.Int[0, 3].Array[Side * Side],
        Gen.Double[-0.7, 0.7],
        Gen.Double[1e-6, 5],
        Gen.Double[-100, 100],
        Gen.Bool,
        (owners, slant, width, move, isAslant) => Mosaic(
            owners, isAslant ? new AffineTransformation(width, slant * width, move, -slant * width, width, move / 2) : new AffineTransformation()));

    /// <summary>Stars with random rays, which overlap.</summary>
    private static readonly Gen<string> Stars = Gen.Select(Gen.Double[0.1, 3].Array[3, 12], Gen.Double[-3, 3], Gen.Double[-3, 3])
        .Array[1, 5]
        .Select(stars => Collection(stars.Select(star => Star(star.Item1, star.Item2, star.Item3))));

    public static readonly Gen<string> Sets = Gen.OneOf(Mosaics, Stars);

    private static string Mosaic(int[] owners, AffineTransformation move) => Collection(owners
        .Select((owner, field) => (owner, Field: Factory.ToGeometry(new Envelope(field % Side, (field % Side) + 1, field / Side, (field / Side) + 1))))
        .GroupBy(field => field.owner)
        .Where(fields => fields.Key > 0 || owners.All(owner => owner == 0))
        .Select(fields => move.Transform(UnaryUnionOp.Union(fields.Select(field => field.Field)))));

    private static Polygon Star(double[] rays, double x, double y)
    {
        var corners = rays.Select((ray, i) => (ray, Angle: (i + 0.3) * 2 * Math.PI / rays.Length))
            .Select(ray => new Coordinate(x + (ray.ray * Math.Cos(ray.Angle)), y + (ray.ray * Math.Sin(ray.Angle))))
            .ToList();
        return Factory.CreatePolygon([.. corners, corners[0].Copy()]);
    }

    private static string Collection(IEnumerable<Geometry> shapes) => GeoJson.Collection([.. shapes.Select((shape, i) =>
        $$$"""{"type":"Feature","properties":{"code":"{{{i}}}","name":"{{{i}}}"},"geometry":{{{JsonSerializer.Serialize(shape, BruteForce.Converting)}}}}""")]);
}
