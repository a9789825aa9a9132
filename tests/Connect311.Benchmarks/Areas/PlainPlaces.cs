using System.Text.Json;
using Connect311.Routing.Areas;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.IO.Converters;

namespace Connect311.Benchmarks.Areas;

/// <summary>
/// What NetTopologySuite offers by itself: an indexed locator an area, either asked one after the other where the box
/// fits, or found by a tree of the boxes.
/// </summary>
internal sealed class PlainPlaces
{
    private static readonly JsonSerializerOptions Converting = new() { Converters = { new GeoJsonConverterFactory() } };

    private readonly List<(int Number, AreaHit Hit, Envelope Box, IndexedPointInAreaLocator Locator)[]> _sets = [];
    private readonly List<STRtree<int>> _trees = [];

    public PlainPlaces(IEnumerable<AreaFile> files)
    {
        foreach (var file in files)
        {
            using var json = JsonDocument.Parse(file.Json);
            var shapes = json.RootElement.GetProperty("features").EnumerateArray().ToDictionary(
                feature => feature.GetProperty("properties").GetProperty("code").GetString()!,
                feature => feature.GetProperty("geometry").Deserialize<Geometry>(Converting)!);
            var areas = file.Set.Areas
                .Select((hit, i) => (i, hit, shapes[hit.Code].EnvelopeInternal, new IndexedPointInAreaLocator(shapes[hit.Code])))
                .ToArray();
            var tree = new STRtree<int>();
            Array.ForEach(areas, area => tree.Insert(area.EnvelopeInternal, area.i));
            tree.Build();
            _sets.Add(areas);
            _trees.Add(tree);
        }
    }

    public IReadOnlyList<AreaHit> FindOneByOne(double latitude, double longitude)
    {
        var place = new Coordinate(longitude, latitude);
        var found = new List<AreaHit>(_sets.Count);
        foreach (var set in _sets)
        {
            foreach (var (_, hit, box, locator) in set)
            {
                if (box.Contains(place) && locator.Locate(place) != Location.Exterior)
                {
                    found.Add(hit);
                    break;
                }
            }
        }

        return found;
    }

    public IReadOnlyList<AreaHit> FindByTree(double latitude, double longitude)
    {
        var place = new Coordinate(longitude, latitude);
        var found = new List<AreaHit>(_sets.Count);
        for (var set = 0; set < _sets.Count; set++)
        {
            var first = int.MaxValue;
            foreach (var area in _trees[set].Query(new Envelope(place)))
            {
                if (area < first && _sets[set][area].Locator.Locate(place) != Location.Exterior)
                {
                    first = area;
                }
            }

            if (first < int.MaxValue)
            {
                found.Add(_sets[set][first].Hit);
            }
        }

        return found;
    }
}
