using Connect311.Routing.Areas;
using CsCheck;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Areas;

/// <summary>Places that are known to some metres, near the meeting of areas at the equator, where a degree has 111,195 m either way.</summary>
public sealed class AccuracyCircleTests
{
    private const double MetresOfDegree = 111_195.08;

    /// <summary>Four squares that meet at 1° north, 1° east.</summary>
    private static readonly AreaSet Squares = Read(Collection(
        Feature("sw", Square(0, 0, 1)), Feature("se", Square(1, 0, 1)), Feature("nw", Square(0, 1, 1)), Feature("ne", Square(1, 1, 1))));

    private static readonly AreaSet Band = Read(Collection(Feature("band", "0 0, 2 0, 2 1.5, 0 1.5")));

    [Theory]
    [InlineData(-0.002, -0.002, 100, "sw")]
    [InlineData(-0.002, -0.002, 222, "sw")]
    [InlineData(-0.002, -0.002, 223, "nw se sw")]
    [InlineData(-0.002, -0.002, 314, "nw se sw")]
    [InlineData(-0.002, -0.002, 315, "ne nw se sw")]
    [InlineData(0.5, 0.001, 112, "ne nw")]
    [InlineData(0.5, 0.001, 111, "ne")]
    [InlineData(1.002, 0.5, 100, "")]
    [InlineData(1.002, 0.5, 250, "ne")]
    [InlineData(0, 0, 0, "ne nw se sw")]
    public void A_circle_touches_the_areas_within_its_radius(double north, double east, double metres, string touched) =>
        Assert.Equal(touched, string.Join(' ', Squares.Touching(1 + north, 1 + east, metres).Select(area => area.Code)));

    [Fact]
    public void A_circle_inside_of_a_hole_touches_its_edge()
    {
        var ring = Read(Collection(Feature("ring", Square(0, 0, 9), Square(3, 3, 3)), Feature("core", Square(4, 4, 1))));
        Assert.Equal(["core"], ring.Touching(4.5, 4.5, 1_000).Select(area => area.Code));
        Assert.Equal(["ring"], ring.Touching(3.01, 4.5, 2_000).Select(area => area.Code));
        Assert.Equal(["core", "ring"], ring.Touching(3.5, 4.5, 0.51 * MetresOfDegree).Select(area => area.Code));
    }

    [Fact]
    public void A_degree_of_longitude_is_shorter_in_the_north()
    {
        var far = Read(Collection(Feature("a", "0 60, 1 60, 1 61, 0 61"), Feature("b", "1 60, 2 60, 2 61, 1 61")));
        var metres = 0.01 * MetresOfDegree * Math.Cos(60.5 * Math.PI / 180);
        Assert.Single(far.Touching(60.5, 0.99, metres - 1));
        Assert.Equal(2, far.Touching(60.5, 0.99, metres + 1).Count);
    }

    [Fact]
    public void Every_area_that_a_point_of_the_circle_lies_in_is_touched() =>
        Gen.Select(Gen.Double[-0.01, 0.01], Gen.Double[-0.01, 0.01], Gen.Double[0, 2_000], Gen.Double[0, 1], Gen.Double[0, 2 * Math.PI])
            .Sample((north, east, metres, part, angle) =>
            {
                var degrees = 0.999 * part * metres / MetresOfDegree;
                var inside = Squares.Find(1 + north + (degrees * Math.Cos(angle)), 1 + east + (degrees * Math.Sin(angle)));
                Assert.Contains(inside, Squares.Touching(1 + north, 1 + east, metres));
            });

    [Fact]
    public void A_circle_in_one_area_of_each_set_leaves_no_doubt()
    {
        Assert.Null(AccuracyCircle.Around([Squares, Band], 0.5, 0.5, 1_000));
        Assert.Null(AccuracyCircle.Around([Squares, Band], 1.8, 0.5, 1_000));
        Assert.Null(AccuracyCircle.Around([Squares], 1, 1, 0));
        Assert.Null(AccuracyCircle.Around([], 1, 1, 1_000));
    }

    [Fact]
    public void The_point_itself_comes_first_and_the_shares_are_those_of_the_circle()
    {
        // 200 m west of a straight edge: a circle of 400 m lies to 80.4 % on this side (0.5 + asin(1/2)/π + √3/(4π)).
        var places = AccuracyCircle.Around([Squares], 0.5, 1 - (200 / MetresOfDegree), 400)!;
        Assert.Equal(["sw", "se"], places.Select(place => place.Areas.Single().Code));
        Assert.Equal(0.804, places[0].Share, 0.015);
        Assert.Equal(1, places.Sum(place => place.Share), 9);
    }

    [Fact]
    public void Areas_of_several_sets_are_likely_together()
    {
        var places = AccuracyCircle.Around([Squares, Band], 1.5, 1 - (200 / MetresOfDegree), 400)!;
        var codes = places.Select(place => string.Join('+', place.Areas.Select(area => area.Code)));
        Assert.Equal(["nw+band", "ne+band"], codes);
    }

    [Fact]
    public void An_area_that_is_only_touched_is_possible_with_no_share()
    {
        var places = AccuracyCircle.Around([Squares], 0.5, 1 - (399.9 / MetresOfDegree), 400)!;
        Assert.Equal([("sw", 1.0), ("se", 0.0)], places.Select(place => (place.Areas.Single().Code, place.Share)));
    }

    [Fact]
    public void Nobody_reports_from_beyond_the_city()
    {
        Assert.Null(AccuracyCircle.Around([Squares], 0.001, 0.5, 1_000));
        var outside = AccuracyCircle.Around([Squares], -0.001, 0.5, 1_000)!;
        Assert.Equal(["", "sw"], outside.Select(place => string.Concat(place.Areas.Select(area => area.Code))));
    }

    [Fact]
    public void The_same_circle_has_the_same_places()
    {
        var (one, other) = (AccuracyCircle.Around([Squares], 1.001, 1.001, 700)!, AccuracyCircle.Around([Squares], 1.001, 1.001, 700)!);
        Assert.Equal(4, one.Count);
        Assert.Equal(one.Select(place => (place.Areas.Single(), place.Share)), other.Select(place => (place.Areas.Single(), place.Share)));
    }
}
