using Connect311.Routing.Areas;
using static Connect311.Tests.Areas.GeoJson;

namespace Connect311.Tests.Areas;

public sealed class AreaSetsTests
{
    private static readonly AreaSets Sets = new([
        Read(Collection(Feature("west", Square(0, 0, 1)), Feature("east", Square(1, 0, 1))), "borough"),
        Read(Collection(Feature("7", Square(0.5, 0, 1))), "precinct"),
        Read(Collection(Feature("old-town", Square(5, 5, 1))), "quarter"),
    ]);

    [Theory]
    [InlineData(0.5, 0.2, "borough:west")]
    [InlineData(0.5, 0.7, "borough:west precinct:7")]
    [InlineData(0.5, 1.2, "borough:east precinct:7")]
    [InlineData(0.5, 1, "borough:east precinct:7")]
    [InlineData(0.5, 1.9, "borough:east")]
    [InlineData(5.5, 5.5, "quarter:old-town")]
    [InlineData(3, 3, "")]
    [InlineData(double.NaN, 0.5, "")]
    public void One_call_finds_an_area_of_each_set_in_the_order_of_the_sets(double latitude, double longitude, string areas) =>
        Assert.Equal(areas, string.Join(' ', Sets.Find(latitude, longitude).Select(hit => $"{hit.Set}:{hit.Code}")));

    [Fact]
    public void Without_sets_there_are_no_areas() => Assert.Empty(new AreaSets([]).Find(0.5, 0.5));

    [Fact]
    public void A_place_like_one_before_costs_no_memory()
    {
        (double Latitude, double Longitude)[] places = [(0.5, 0.2), (0.5, 0.7), (0.5, 1), (0.5, 1.2), (5.5, 5.5), (3, 3), (0, 0)];
        Array.ForEach(places, place => Sets.Find(place.Latitude, place.Longitude));

        var before = GC.GetAllocatedBytesForCurrentThread();
        var found = 0;
        foreach (var (latitude, longitude) in places)
        {
            found += Sets.Find(latitude, longitude).Count;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(9, found);
    }

    [Fact]
    public void Threads_that_ask_at_once_get_the_same_answer()
    {
        var sets = new AreaSets(Sets);
        var answers = new IReadOnlyList<AreaHit>[4, 100];
        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < 100; i++)
            {
                answers[thread, i] = sets.Find(0.5, i / 50.0);
            }
        });
        for (var i = 0; i < 100; i++)
        {
            var expected = sets.Find(0.5, i / 50.0);
            Assert.All(Enumerable.Range(0, 4), thread => Assert.Equal(expected, answers[thread, i]));
        }
    }
}
