using System.Text.Json;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;

namespace Connect311.Tests.Areas;

/// <summary>The plainest way to find areas: NetTopologySuite looks at every edge of every area, in the order of the codes.</summary>
internal sealed class BruteForce
{
    public static readonly JsonSerializerOptions Converting = new() { Converters = { new GeoJsonConverterFactory() } };

    private readonly (string Code, Geometry Shape)[] _areas;

    /// <param name="json">A set whose features carry <c>code</c>.</param>
    public BruteForce(string json)
    {
        using var document = JsonDocument.Parse(json);
        _areas = [.. document.RootElement.GetProperty("features").EnumerateArray()
            .Select(feature => (
                Code: feature.GetProperty("properties").GetProperty("code").GetString()!,
                Shape: feature.GetProperty("geometry").Deserialize<Geometry>(Converting)!))
            .OrderBy(area => area.Code, StringComparer.Ordinal)];
        foreach (var (_, shape) in _areas)
        {
            Box.ExpandToInclude(shape.EnvelopeInternal);
        }
    }

    public Envelope Box { get; } = new();

    public string? Find(double latitude, double longitude)
    {
        var place = new Coordinate(longitude, latitude);
        return _areas.FirstOrDefault(area =>
            area.Shape.EnvelopeInternal.Contains(place) && SimplePointInAreaLocator.Locate(place, area.Shape) != Location.Exterior).Code;
    }

    /// <summary>Where mistakes lie in wait: corners, middles of edges, and the nearest numbers beside them.</summary>
    public IEnumerable<(double Latitude, double Longitude)> HardPlaces()
    {
        foreach (var corners in _areas.SelectMany(area => NetTopologySuite.Geometries.Utilities.LinearComponentExtracter.GetLines(area.Shape)).Select(line => line.Coordinates))
        {
            for (var i = 1; i < corners.Length; i++)
            {
                var (x, y) = (corners[i].X, corners[i].Y);
                yield return (y, x);
                yield return (Math.BitIncrement(y), x);
                yield return (y, Math.BitDecrement(x));
                yield return (Math.BitDecrement(y), Math.BitIncrement(x));
                yield return ((y + corners[i - 1].Y) / 2, (x + corners[i - 1].X) / 2);
                yield return (y, (x + corners[i - 1].X) / 2);
            }
        }
    }
}
