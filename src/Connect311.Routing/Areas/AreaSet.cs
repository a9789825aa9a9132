using NetTopologySuite.Algorithm.Locate;
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
    private readonly (AreaHit Hit, Envelope Box, IndexedPointInAreaLocator Locator)[] _areas;

    internal AreaSet(string name, IEnumerable<(AreaHit Hit, Geometry Shape)> areas)
    {
        Name = name;
        _areas = [.. areas
            .OrderBy(area => area.Hit.Code, StringComparer.Ordinal)
            .Select(area => (area.Hit, area.Shape.EnvelopeInternal, new IndexedPointInAreaLocator(area.Shape)))];
    }

    public string Name { get; }

    public IEnumerable<AreaHit> Areas => _areas.Select(area => area.Hit);

    /// <summary>The area that holds a point, or null outside all. A point on a shared edge belongs to the first area by code.</summary>
    /// <param name="latitude">Degrees, WGS 84.</param>
    /// <param name="longitude">Degrees, WGS 84.</param>
    public AreaHit? Find(double latitude, double longitude)
    {
        var point = new Coordinate(longitude, latitude);
        foreach (var (hit, box, locator) in _areas)
        {
            if (box.Contains(point) && locator.Locate(point) != Location.Exterior)
            {
                return hit;
            }
        }

        return null;
    }
}
