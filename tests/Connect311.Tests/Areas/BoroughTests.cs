using System.Text.Json;
using Connect311.Routing.Areas;
using CsCheck;

namespace Connect311.Tests.Areas;

/// <summary>The boroughs that come with the program, against the schoolbook's way of telling inside from outside.</summary>
public sealed class BoroughTests
{
    private static readonly JsonElement Boroughs =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seed", "nyc", "areas", "borough.geojson"))).RootElement;

    private static readonly AreaSet Set = AreaSetReader.Read("borough", Boroughs, [])!;

    /// <summary>Seven digits: no such point lies on a line between corners of five digits.</summary>
    private static readonly Gen<(double Latitude, double Longitude)> Points = Gen.Select(
        Gen.Int[404_500_0, 410_000_0], Gen.Int[-743_000_0, -736_500_0],
        (latitude, longitude) => ((latitude + 0.37) / 1e5, (longitude + 0.29) / 1e5));

    [Fact]
    public void Every_point_lies_where_a_ray_from_it_says() =>
        Points.Sample(
            point =>
            {
                var expected = Boroughs.GetProperty("features").EnumerateArray()
                    .Where(borough => IsInside(borough.GetProperty("geometry"), point.Latitude, point.Longitude))
                    .Select(borough => borough.GetProperty("properties").GetProperty("code").GetString());
                Assert.Equal(expected, Found(point.Latitude, point.Longitude));
            },
            iter: 5_000);

    [Theory]
    [InlineData(40.7831, -73.9712, "manhattan")]
    [InlineData(40.6782, -73.9442, "brooklyn")]
    [InlineData(40.8448, -73.8648, "bronx")]
    [InlineData(40.7282, -73.7949, "queens")]
    [InlineData(40.5795, -74.1502, "staten-island")]
    [InlineData(40.7178, -74.0431, null)]
    public void A_well_known_place_lies_in_its_borough(double latitude, double longitude, string? borough) =>
        Assert.Equal(borough, Set.Find(latitude, longitude)?.Code);

    [Fact]
    public void Corners_belong_to_a_borough()
    {
        var corners = Boroughs.GetProperty("features").EnumerateArray()
            .SelectMany(borough => Rings(borough.GetProperty("geometry")))
            .SelectMany(ring => ring.EnumerateArray())
            .ToList();
        Assert.NotEmpty(corners);
        Assert.All(corners, corner => Assert.NotNull(Set.Find(corner[1].GetDouble(), corner[0].GetDouble())));
    }

    private static string?[] Found(double latitude, double longitude) =>
        Set.Find(latitude, longitude) is { } hit ? [hit.Code] : [];

    /// <summary>A ray to the east crosses the rings an odd number of times.</summary>
    private static bool IsInside(JsonElement geometry, double latitude, double longitude) =>
        Rings(geometry).Sum(ring => Crossings([.. ring.EnumerateArray()], latitude, longitude)) % 2 == 1;

    private static int Crossings(JsonElement[] ring, double latitude, double longitude) =>
        ring.Zip(ring.Skip(1)).Count(edge =>
        {
            var (x1, y1) = (edge.First[0].GetDouble(), edge.First[1].GetDouble());
            var (x2, y2) = (edge.Second[0].GetDouble(), edge.Second[1].GetDouble());
            return y1 > latitude != y2 > latitude && longitude < x1 + ((latitude - y1) / (y2 - y1) * (x2 - x1));
        });

    private static IEnumerable<JsonElement> Rings(JsonElement geometry)
    {
        var coordinates = geometry.GetProperty("coordinates").EnumerateArray();
        return geometry.GetProperty("type").GetString() == "Polygon"
            ? coordinates
            : coordinates.SelectMany(polygon => polygon.EnumerateArray());
    }
}
