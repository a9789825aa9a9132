using NetTopologySuite.Geometries;

namespace Connect311.Routing.Areas;

/// <summary>Where the cells of a grid lie: rows from the south, columns from the west.</summary>
internal sealed class GridFrame
{
    /// <summary>No cell is smaller, in degrees (1 cm): sums of degrees are exact far below it.</summary>
    private const double LeastSide = 1e-7;

    private readonly double _west;
    private readonly double _south;
    private readonly double _east;
    private readonly double _north;
    private readonly double _columnsPerDegree;
    private readonly double _rowsPerDegree;

    /// <param name="box">What the cells cover.</param>
    /// <param name="cells">About how many there shall be, as square as can be.</param>
    public GridFrame(Envelope box, int cells)
    {
        (_west, _east, _south, _north) = (box.MinX, box.MaxX, box.MinY, box.MaxY);
        var ratio = box.Width * Math.Max(0.01, Math.Cos(double.DegreesToRadians(box.Centre.Y))) / box.Height;
        Columns = SidesOf(box.Width, Math.Clamp(Math.Sqrt(cells * ratio), 1, cells));
        Rows = SidesOf(box.Height, Math.Clamp((double)cells / Columns, 1, cells));
        _columnsPerDegree = Columns / box.Width;
        _rowsPerDegree = Rows / box.Height;
    }

    public int Columns { get; }

    public int Rows { get; }

    /// <summary>In degrees.</summary>
    public double ColumnWidth => 1 / _columnsPerDegree;

    /// <summary>Whether a point lies in the box; one that is no number does not.</summary>
    public bool Holds(double x, double y) => x >= _west && x <= _east && y >= _south && y <= _north;

    public int CellOf(double x, double y) => (RowOf(y) * Columns) + ColumnOf(x);

    /// <summary>The column of a longitude, or the nearest one. It never falls as the longitude grows.</summary>
    public int ColumnOf(double x) => Math.Clamp((int)((x - _west) * _columnsPerDegree), 0, Columns - 1);

    /// <summary>The row of a latitude, or the nearest one. It never falls as the latitude grows.</summary>
    public int RowOf(double y) => Math.Clamp((int)((y - _south) * _rowsPerDegree), 0, Rows - 1);

    /// <summary>A longitude as far east as so many columns.</summary>
    public double X(double columns) => _west + (columns / _columnsPerDegree);

    /// <summary>A latitude as far north as so many rows.</summary>
    public double Y(double rows) => _south + (rows / _rowsPerDegree);

    private static int SidesOf(double length, double wanted) => (int)Math.Clamp(length / LeastSide, 1, wanted);
}
