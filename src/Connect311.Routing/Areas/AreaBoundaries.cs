using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Index.Strtree;

namespace Connect311.Routing.Areas;

/// <summary>Finds the areas whose boundary comes near a point. Immutable once built; safe for any number of threads.</summary>
internal sealed class AreaBoundaries
{
    /// <summary>So many segments stand in the index as one, which keeps it small for boundaries of many corners.</summary>
    private const int SegmentsOfStretch = 32;

    private readonly STRtree<Stretch> _stretches = new();

    /// <param name="shapes">The polygons, by the number of their area.</param>
    public AreaBoundaries(IEnumerable<(int Area, Geometry Shape)> shapes)
    {
        foreach (var (area, shape) in shapes)
        {
            foreach (var ring in LinearComponentExtracter.GetLines(shape))
            {
                Add(area, ring.Coordinates);
            }
        }

        _stretches.Build();
    }

    /// <summary>The numbers of the areas whose boundary comes within a distance.</summary>
    public HashSet<int> Within(LocalPlane plane, double metres)
    {
        var found = new HashSet<int>();
        foreach (var stretch in _stretches.Query(plane.BoxAround(metres)))
        {
            if (!found.Contains(stretch.Area) && stretch.Passes(plane, metres))
            {
                found.Add(stretch.Area);
            }
        }

        return found;
    }

    private void Add(int area, Coordinate[] line)
    {
        for (var first = 0; first < line.Length - 1; first += SegmentsOfStretch)
        {
            var stretch = new Stretch(area, line, first, Math.Min(first + SegmentsOfStretch, line.Length - 1));
            _stretches.Insert(stretch.Box(), stretch);
        }
    }

    /// <summary>Some segments of a boundary, from one corner to another.</summary>
    private readonly record struct Stretch(int Area, Coordinate[] Line, int First, int Last)
    {
        public Envelope Box()
        {
            var box = new Envelope();
            for (var i = First; i <= Last; i++)
            {
                box.ExpandToInclude(Line[i]);
            }

            return box;
        }

        public bool Passes(LocalPlane plane, double metres)
        {
            for (var i = First; i < Last; i++)
            {
                if (plane.DistanceTo(Line[i], Line[i + 1]) <= metres)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
