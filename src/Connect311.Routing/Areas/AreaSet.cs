using NetTopologySuite.Geometries;

namespace Connect311.Routing.Areas;

/// <summary>An area that a place lies in.</summary>
/// <param name="Set">The area set, such as <c>borough</c>.</param>
/// <param name="Code">The area's code within the set, such as <c>brooklyn</c>.</param>
/// <param name="Name">The area's name, such as <c>Brooklyn</c>.</param>
public sealed record AreaHit(string Set, string Code, string Name);

/// <summary>A named set of polygons (WGS 84) that do not overlap.</summary>
public sealed class AreaSet
{
    private readonly AreaHit[] _areas;
    private readonly AreaGrid _grid;

    /// <summary>Built when first asked for: a city whose rules look at no areas needs none.</summary>
    private readonly Lazy<AreaBoundaries> _boundaries;
    private readonly Lazy<IReadOnlyList<IReadOnlyList<(double Longitude, double Latitude)>>> _border;

    internal AreaSet(string name, IEnumerable<(string Code, string Name, Geometry Shape)> areas)
    {
        Name = name;
        var sorted = areas.OrderBy(area => area.Code, StringComparer.Ordinal).ToList();
        _areas = [.. sorted.Select(area => new AreaHit(name, area.Code, area.Name))];
        Corners = sorted.Sum(area => area.Shape.NumPoints);
        _grid = AreaGridBuilder.Build([.. sorted.Select(area => area.Shape)]);
        sorted.ForEach(area => Box.ExpandToInclude(area.Shape.EnvelopeInternal));
        _boundaries = new(() => new(sorted.Select((area, i) => (i, area.Shape))));
        _border = new(() => AreaBorder.Of([.. sorted.Select(area => area.Shape)]));
    }

    public string Name { get; }

    /// <summary>The areas, in the order of their codes.</summary>
    public IReadOnlyList<AreaHit> Areas => _areas;

    /// <summary>How many corners its boundaries have, those that areas share counted for each.</summary>
    public int Corners { get; }

    /// <summary>The least box around all its areas, in degrees.</summary>
    public (double South, double West, double North, double East) Bounds => (Box.MinY, Box.MinX, Box.MaxY, Box.MaxX);

    /// <summary>
    /// A border of a few hundred corners around all its areas: outer rings, closed and against the clock. Nothing of an area lies outside; what lies inside near
    /// it may be in none.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<(double Longitude, double Latitude)>> Border => _border.Value;

    internal Envelope Box { get; } = new();

    internal AreaGrid Grid => _grid;

    /// <summary>
    /// The area that holds a point, or null outside all, as on open water that no area takes in. A boundary belongs to its
    /// area; a point that several areas hold, as on a shared edge, belongs to the first of them by code (ordinal).
    /// </summary>
    /// <param name="latitude">Degrees, WGS 84.</param>
    /// <param name="longitude">Degrees, WGS 84.</param>
    public AreaHit? Find(double latitude, double longitude) =>
        _grid.Find(longitude, latitude) is >= 0 and var area ? _areas[area] : null;

    /// <summary>Every area that a circle touches, by code: the one that holds its centre, and those whose boundary comes within the radius.</summary>
    /// <param name="latitude">Degrees, WGS 84.</param>
    /// <param name="longitude">Degrees, WGS 84.</param>
    /// <param name="metres">The radius of the circle.</param>
    public IReadOnlyList<AreaHit> Touching(double latitude, double longitude, double metres)
    {
        var near = _boundaries.Value.Within(new(latitude, longitude), metres);
        var inside = Find(latitude, longitude);
        return [.. _areas.Where((area, i) => near.Contains(i) || area == inside)];
    }
}
