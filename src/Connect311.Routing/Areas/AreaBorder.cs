using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Union;
using NetTopologySuite.Simplify;

namespace Connect311.Routing.Areas;

/// <summary>
/// A border of few corners around many polygons: whatever lies in one of them lies within it. First everything grows, then corners are left out that matter
/// less than it grew; holes are filled.
/// </summary>
internal static class AreaBorder
{
    /// <summary>Beyond that a border is made coarser.</summary>
    private const int MostCorners = 400;

    private const double FirstTolerance = 0.0005;
    private const double LastTolerance = 1;
    private const int Decimals = 4;

    /// <summary>More than rounding moves a corner.</summary>
    private const double Rounding = 0.0002;

    /// <summary>
    /// By how much more it grows than corners may matter: round corners are made of chords (cos 22.5° of the way), and lines are bent by a hundredth.
    /// </summary>
    private const double Growth = 1.25;

    private const int SegmentsOfQuarter = 2;

    /// <returns>Its outer rings, closed and against the clock; longitude and latitude in degrees, with four decimals.</returns>
    public static IReadOnlyList<IReadOnlyList<(double Longitude, double Latitude)>> Of(IReadOnlyCollection<Geometry> shapes)
    {
        var box = new Envelope();
        shapes.ToList().ForEach(shape => box.ExpandToInclude(shape.EnvelopeInternal));

        // A degree of longitude is as long as one of latitude then.
        var narrow = Math.Max(0.01, Math.Cos((box.IsNull ? 0 : box.Centre.Y) * Math.PI / 180));
        var shells = shapes.SelectMany(PolygonExtracter.GetPolygons).Cast<Polygon>().Select(polygon => Scaled(polygon.Factory.CreatePolygon(polygon.Shell), narrow)).ToList();
        var tolerance = FirstTolerance;
        var rings = RingsOf(shells, tolerance, narrow);
        while (rings.Sum(ring => ring.Count) > MostCorners && tolerance < LastTolerance)
        {
            tolerance *= 1.5;
            rings = RingsOf(shells, tolerance, narrow);
        }

        return rings;
    }

    private static List<List<(double Longitude, double Latitude)>> RingsOf(List<Geometry> shells, double tolerance, double narrow)
    {
        var grown = UnaryUnionOp.Union(shells.Select(shell => shell.Buffer((Growth * tolerance) + Rounding, SegmentsOfQuarter)).ToList());
        return
        [
            .. PolygonExtracter.GetPolygons(Filled(grown))
                .Cast<Polygon>()
                .Select(polygon => (Polygon)TopologyPreservingSimplifier.Simplify(polygon, tolerance))
                .Select(polygon => RingOf(polygon, narrow)),
        ];
    }

    /// <summary>Without holes, and without what lay in them.</summary>
    private static Geometry Filled(Geometry? grown) => grown is null ? GeometryFactory.Default.CreateGeometryCollection() : UnaryUnionOp.Union(
        PolygonExtracter.GetPolygons(grown).Cast<Polygon>().Select(Geometry (polygon) => polygon.Factory.CreatePolygon(polygon.Shell)).ToList())!;

    private static List<(double Longitude, double Latitude)> RingOf(Polygon polygon, double narrow)
    {
        var shell = polygon.Shell.IsCCW ? polygon.Shell.Coordinates : [.. polygon.Shell.Coordinates.Reverse()];
        var ring = new List<(double Longitude, double Latitude)>();
        foreach (var corner in shell)
        {
            var rounded = (Math.Round(corner.X / narrow, Decimals), Math.Round(corner.Y, Decimals));
            if (ring.Count == 0 || ring[^1] != rounded)
            {
                ring.Add(rounded);
            }
        }

        return ring;
    }

    private static Geometry Scaled(Geometry shape, double narrow) => AffineTransformation.ScaleInstance(narrow, 1).Transform(shape);
}
