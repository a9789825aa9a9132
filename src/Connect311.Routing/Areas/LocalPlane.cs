using NetTopologySuite.Geometries;

namespace Connect311.Routing.Areas;

/// <summary>
/// Metres east and north of a point, as if the earth were a sphere and flat near it: within 1 % for the distances of a
/// city.
/// </summary>
/// <param name="latitude">Degrees, WGS 84.</param>
/// <param name="longitude">Degrees, WGS 84.</param>
internal readonly struct LocalPlane(double latitude, double longitude)
{
    /// <summary>One degree on the sphere of the earth's mean radius of 6371008.8 m.</summary>
    private const double MetresOfDegree = 111_195.08;

    /// <summary>Beyond this latitude a degree of longitude is too short to reckon with.</summary>
    private const double LeastScale = 0.01;

    private readonly double _scale = Math.Max(LeastScale, Math.Cos(latitude * Math.PI / 180));

    /// <summary>A box in degrees around the point that holds the circle of a radius.</summary>
    public Envelope BoxAround(double metres)
    {
        var degrees = metres / MetresOfDegree;
        return new(longitude - (degrees / _scale), longitude + (degrees / _scale), latitude - degrees, latitude + degrees);
    }

    /// <summary>The place so many metres east and north of the point, in degrees.</summary>
    public (double Latitude, double Longitude) At(double east, double north) =>
        (latitude + (north / MetresOfDegree), longitude + (east / MetresOfDegree / _scale));

    /// <summary>The distance in metres from the point to a segment.</summary>
    public double DistanceTo(Coordinate from, Coordinate to)
    {
        var (x, y) = Metres(from);
        var (dx, dy) = (Metres(to).X - x, Metres(to).Y - y);
        var length = (dx * dx) + (dy * dy);
        var along = length > 0 ? Math.Clamp(-((x * dx) + (y * dy)) / length, 0, 1) : 0;
        return Math.Sqrt(Square(x + (along * dx)) + Square(y + (along * dy)));
    }

    private (double X, double Y) Metres(Coordinate place) =>
        ((place.X - longitude) * MetresOfDegree * _scale, (place.Y - latitude) * MetresOfDegree);

    private static double Square(double value) => value * value;
}
