using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;

namespace Connect311.Routing.Areas;

/// <summary>A straight piece of a boundary, from one corner to the next, in degrees.</summary>
internal readonly record struct Edge(double X1, double Y1, double X2, double Y2)
{
    public double South => Math.Min(Y1, Y2);

    public double North => Math.Max(Y1, Y2);

    /// <summary>
    /// The edges of all rings of a polygon, or of several, each from its later corner to the earlier, as NetTopologySuite
    /// walks them: its test of the side rounds a corner beside 0 (1E-34) differently the other way about.
    /// </summary>
    public static IEnumerable<Edge> Of(Geometry shape)
    {
        foreach (var ring in LinearComponentExtracter.GetLines(shape))
        {
            var corners = ring.Coordinates;
            for (var i = 1; i < corners.Length; i++)
            {
                yield return new(corners[i].X, corners[i].Y, corners[i - 1].X, corners[i - 1].Y);
            }
        }
    }

    /// <summary>The longitudes at the ends of the part between two latitudes.</summary>
    public (double X1, double X2) Between(double south, double north) =>
        South >= south && North <= north ? (X1, X2) : (XAt(Math.Clamp(Y1, south, north)), XAt(Math.Clamp(Y2, south, north)));

    /// <summary>
    /// Whether a point lies inside the rings or on one of them: a ray to the east crosses them an odd number of times.
    /// The steps are those of NetTopologySuite's RayCrossingCounter, with its exact test of the side, so that both
    /// answer alike; the edges may be those alone whose latitudes hold the point's.
    /// </summary>
    public static bool Hold(ReadOnlySpan<Edge> edges, double x, double y)
    {
        var isInside = false;
        foreach (ref readonly var edge in edges)
        {
            if (edge.X1 < x && edge.X2 < x)
            {
                continue;
            }

            if (edge.IsAt(x, y))
            {
                return true;
            }

            if (edge.Y1 > y == edge.Y2 > y)
            {
                continue;
            }

            if (edge.X1 > x && edge.X2 > x)
            {
                isInside = !isInside;
                continue;
            }

            var side = CGAlgorithmsDD.OrientationIndex(edge.X1, edge.Y1, edge.X2, edge.Y2, x, y);
            if (side == 0)
            {
                return true;
            }

            isInside ^= side > 0 == edge.Y2 > edge.Y1;
        }

        return isInside;
    }

    /// <summary>Whether it ends at the point, or is level and holds it.</summary>
    private bool IsAt(double x, double y) => Y2 == y && (X2 == x || (Y1 == y && Math.Min(X1, X2) <= x && x <= Math.Max(X1, X2)));

    private double XAt(double y) => X1 + ((y - Y1) / (Y2 - Y1) * (X2 - X1));
}
