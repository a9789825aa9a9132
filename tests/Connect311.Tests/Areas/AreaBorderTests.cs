using Connect311.Benchmarks.Areas;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Areas;

/// <summary>The simplified border of an area set: small, and nothing of an area lies outside it.</summary>
public sealed class AreaBorderTests
{
    [Fact]
    public void It_holds_every_corner_of_the_real_boundaries_and_is_small()
    {
        RealData.PathOf("boundaries/zipcodes.geojson");
        foreach (var file in BoundaryFiles.Read())
        {
            var border = file.Set.Border;
            Assert.InRange(border.Sum(ring => ring.Count), 4, 400);
            var places = new BruteForce(file.Json).HardPlaces().Where(place => file.Set.Find(place.Latitude, place.Longitude) is not null).ToList();
            Assert.NotEmpty(places);
            Assert.All(places, place => Assert.True(IsIn(border, place.Latitude, place.Longitude)));
            Assert.All(border, ring => Assert.Equal(ring[0], ring[^1]));
        }
    }

    [Fact]
    public void It_leaves_out_what_is_far_from_every_area()
    {
        var border = Read(Collection(Feature("a", Square(0, 0, 1)), Feature("b", Square(5, 0, 1)))).Border;
        Assert.Equal(2, border.Count);
        Assert.True(IsIn(border, 0.5, 0.5) && IsIn(border, 1, 6) && IsIn(border, 0, 0));
        Assert.False(IsIn(border, 0.5, 3) || IsIn(border, 1.01, 0.5) || IsIn(border, -0.01, 0.5));
    }

    [Fact]
    public void A_hole_is_filled_and_a_speck_is_not_lost()
    {
        var border = Read(Collection(Feature("ring", Square(0, 0, 9), Square(3, 3, 3)), Feature("core", Square(4, 4, 1)), Feature("speck", Square(20, 20, 1e-6)))).Border;
        Assert.Equal(2, border.Count);
        Assert.True(IsIn(border, 3.5, 3.5) && IsIn(border, 20, 20) && IsIn(border, 20 + 1e-6, 20 + 1e-6));
    }

    /// <summary>As mobile.md tells phones to look.</summary>
    private static bool IsIn(IReadOnlyList<IReadOnlyList<(double Longitude, double Latitude)>> border, double latitude, double longitude) =>
        border.Any(ring => Enumerable.Range(0, ring.Count - 1).Count(i => Crosses(ring[i], ring[i + 1], latitude, longitude)) % 2 == 1);

    private static bool Crosses((double Longitude, double Latitude) from, (double Longitude, double Latitude) to, double latitude, double longitude) =>
        (from.Latitude > latitude) != (to.Latitude > latitude)
        && longitude < from.Longitude + ((latitude - from.Latitude) / (to.Latitude - from.Latitude) * (to.Longitude - from.Longitude));
}
