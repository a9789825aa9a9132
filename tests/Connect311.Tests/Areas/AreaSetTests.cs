using Connect311.Routing.Areas;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Areas;

public sealed class AreaSetTests
{
    [Fact]
    public void A_point_lies_in_its_area_and_outside_in_none()
    {
        var set = Read(Collection(Feature("a", Square(0, 0, 1)), Feature("b", Square(5, 0, 1))));
        Assert.Equal(new AreaHit("squares", "b", "The b"), set.Find(latitude: 0.5, longitude: 5.5));
        Assert.Equal("a", set.Find(latitude: 0.5, longitude: 0.5)?.Code);
        Assert.Null(set.Find(latitude: 5.5, longitude: 0.5));
        Assert.Null(set.Find(latitude: 0.5, longitude: 3));
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    public void A_point_on_a_shared_edge_belongs_to_the_first_by_code(double latitude, double longitude)
    {
        var (west, east) = (Square(0, 0, 1), Square(1, 0, 1));
        Assert.Equal("a", Read(Collection(Feature("a", west), Feature("b", east))).Find(latitude, longitude)?.Code);
        Assert.Equal("a", Read(Collection(Feature("b", west), Feature("a", east))).Find(latitude, longitude)?.Code);
        Assert.Equal("10", Read(Collection(Feature("9", west), Feature("10", east))).Find(latitude, longitude)?.Code);
    }

    [Fact]
    public void A_point_on_the_outer_edge_is_inside()
    {
        var set = Read(Collection(Feature("a", Square(0, 0, 1))));
        (double Latitude, double Longitude)[] inside = [(0, 0), (1, 1), (0, 0.5), (0.5, 1)];
        (double Latitude, double Longitude)[] outside = [(-1e-9, 0), (1 + 1e-9, 0.5), (0.5, -1e-9)];
        Assert.All(inside, point => Assert.NotNull(set.Find(point.Latitude, point.Longitude)));
        Assert.All(outside, point => Assert.Null(set.Find(point.Latitude, point.Longitude)));
    }

    [Fact]
    public void A_hole_is_outside_and_may_hold_another_area()
    {
        var set = Read(Collection(Feature("ring", Square(0, 0, 9), Square(3, 3, 3)), Feature("core", Square(4, 4, 1))));
        Assert.Equal("ring", set.Find(1, 1)?.Code);
        Assert.Null(set.Find(3.5, 3.5));
        Assert.Equal("core", set.Find(4.5, 4.5)?.Code);
        Assert.Equal("ring", set.Find(3, 4)?.Code);
    }

    [Fact]
    public void An_area_may_have_several_parts()
    {
        var parts = $"[{Polygon(Square(0, 0, 1))},{Polygon(Square(5, 5, 1))}]";
        var set = Read(Collection($$$"""
            {"type":"Feature","properties":{"code":"isles","name":"Isles"},"geometry":{"type":"MultiPolygon","coordinates":{{{parts}}}}}
            """));
        Assert.Equal("isles", set.Find(0.5, 0.5)?.Code);
        Assert.Equal("isles", set.Find(5.5, 5.5)?.Code);
        Assert.Null(set.Find(3, 3));
    }

    [Fact]
    public void The_areas_are_listed_by_code()
    {
        var set = Read(Collection(Feature("b", Square(0, 0, 1)), Feature("a", Square(1, 0, 1))));
        Assert.Equal("squares", set.Name);
        Assert.Equal(["a", "b"], set.Areas.Select(area => area.Code));
    }

    [Theory]
    [InlineData(double.NaN, 0.5)]
    [InlineData(0.5, double.NaN)]
    [InlineData(double.PositiveInfinity, 0.5)]
    [InlineData(0.5, double.NegativeInfinity)]
    public void A_place_that_is_no_place_lies_nowhere(double latitude, double longitude) =>
        Assert.Null(Read(Collection(Feature("a", Square(0, 0, 1)))).Find(latitude, longitude));

    [Fact]
    public void Threads_that_ask_at_once_get_the_same_answer()
    {
        for (var round = 0; round < 200; round++)
        {
            var set = Read(Collection(Feature("a", Square(0, 0, 1)), Feature("b", Square(1, 0, 1))));
            using var start = new Barrier(4);
            var found = new string?[4];
            var threads = Enumerable.Range(0, 4).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                found[i] = set.Find(0.5, 1.5)?.Code;
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            Assert.All(found, code => Assert.Equal("b", code));
        }
    }
}
