namespace Connect311.Api.ServiceRequests;

/// <summary>
/// A grid of a thousandth of a degree (about 111 m by 84 m in New York); a cell is one integer, row by row
/// from the south, so that a box is one range of cells for each of its rows.
/// </summary>
internal static class GridCell
{
    private const int CellsPerDegree = 1_000;
    private const long ColumnsPerRow = 360L * CellsPerDegree;
    private const double MetresPerDegree = 111_195;

    /// <summary>The cell of a point in degrees (WGS 84).</summary>
    public static long Of(double latitude, double longitude) =>
        (Row(latitude) * ColumnsPerRow) + Column(longitude);

    /// <summary>The middle of the cell that holds a point, in degrees.</summary>
    public static (double Latitude, double Longitude) CentreOf(double latitude, double longitude) => (
        Math.Round(((Row(latitude) + 0.5) / CellsPerDegree) - 90, 4),
        Math.Round(((Column(longitude) + 0.5) / CellsPerDegree) - 180, 4));

    /// <summary>The ranges of cells, both ends included, that cover a box; one for each row.</summary>
    public static IEnumerable<(long First, long Last)> Cover(double south, double west, double north, double east)
    {
        for (var row = Row(south); row <= Row(north); row++)
        {
            yield return ((row * ColumnsPerRow) + Column(west), (row * ColumnsPerRow) + Column(east));
        }
    }

    /// <summary>The ranges of cells that cover a circle.</summary>
    /// <param name="metres">The radius.</param>
    public static IEnumerable<(long First, long Last)> CoverCircle(double latitude, double longitude, double metres)
    {
        var rows = metres / MetresPerDegree;

        // A degree of longitude is shortest at the edge of the circle that lies nearer to a pole.
        var nearPole = Math.Min(Math.Abs(latitude) + rows, 89.9);
        var columns = rows / Math.Cos(double.DegreesToRadians(nearPole));
        return Cover(
            Math.Max(latitude - rows, -90),
            Math.Max(longitude - columns, -180),
            Math.Min(latitude + rows, 90),
            Math.Min(longitude + columns, 180));
    }

    /// <summary>The distance between two points on a sphere, in metres (haversine).</summary>
    public static double Metres(double latitude1, double longitude1, double latitude2, double longitude2)
    {
        var halfLatitude = double.DegreesToRadians(latitude2 - latitude1) / 2;
        var halfLongitude = double.DegreesToRadians(longitude2 - longitude1) / 2;
        var h = (Math.Sin(halfLatitude) * Math.Sin(halfLatitude))
            + (Math.Cos(double.DegreesToRadians(latitude1)) * Math.Cos(double.DegreesToRadians(latitude2))
                * Math.Sin(halfLongitude) * Math.Sin(halfLongitude));
        return 2 * double.RadiansToDegrees(Math.Asin(Math.Min(1, Math.Sqrt(h)))) * MetresPerDegree;
    }

    private static long Row(double latitude) =>
        Math.Clamp((long)Math.Floor((latitude + 90) * CellsPerDegree), 0, (180L * CellsPerDegree) - 1);

    private static long Column(double longitude) =>
        Math.Clamp((long)Math.Floor((longitude + 180) * CellsPerDegree), 0, ColumnsPerRow - 1);
}
