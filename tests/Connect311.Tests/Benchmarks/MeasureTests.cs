using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Seeding;

namespace Connect311.Tests.Benchmarks;

/// <summary>What turns measurements into the figures of a table.</summary>
public sealed class MeasureTests
{
    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    [InlineData(new double[] { 7 }, 7)]
    public void The_median_is_in_the_middle(double[] values, double median) => Assert.Equal(median, new Rounds(values).Median);

    [Fact]
    public void The_spread_is_the_farthest_round_from_the_median() =>
        Assert.Equal(0.5, new Rounds([100, 90, 150]).Spread);

    [Fact]
    public void Servers_are_compared_round_by_round() =>
        Assert.Equal([0.5, 0.25], new Rounds([10, 10]).Over(new([20, 40])).Values);

    [Theory]
    [InlineData(50, 50)]
    [InlineData(99, 99)]
    [InlineData(100, 100)]
    [InlineData(0.1, 1)]
    public void A_percentile_is_a_value_that_was_measured(double percent, double value) =>
        Assert.Equal(value, Percentile.Of([.. Enumerable.Range(1, 100).Select(i => (double)i).Reverse()], percent));

    [Fact]
    public void An_aim_says_whether_it_is_met()
    {
        Assert.Equal("at least 0.18: met", Aim.AtLeast(0.18, 0.18).ToString());
        Assert.Equal("at most 4: MISSED", Aim.AtMost(4.1, 4).ToString());
        Assert.True(Aim.AtMost(4.1, 4).IsFailed);
        Assert.Equal("stretch 0.25: missed", Aim.Stretch(0.2, 0.25).ToString());
        Assert.False(Aim.Stretch(0.2, 0.25).IsFailed);
    }

    [Fact]
    public void The_line_of_wrk_is_found_among_its_own_words()
    {
        var result = WrkResult.Find("""
            Running 2s test @ http://127.0.0.1:5000/
              1 threads and 64 connections
              Non-2xx or 3xx responses: 3
            measured requests=1003 duration=2000000 refused=3 errors=2 p50=1500 p99=25000 cpu=0.500000
            """);

        Assert.NotNull(result);
        Assert.Equal((501.5, 1000L, 2L), (result.PerSecond, result.Accepted, result.SocketErrors));
        Assert.Equal((1.5, 25, 0.5), (result.P50.TotalMilliseconds, result.P99.TotalMilliseconds, result.ProcessorTime.TotalSeconds));
    }

    [Fact]
    public void Without_its_line_wrk_measured_nothing() => Assert.Null(WrkResult.Find("unable to connect to 127.0.0.1:1 Connection refused"));

    [Theory]
    [InlineData(5_000_000, true)]
    [InlineData(100_000, true)]
    [InlineData(50_000, false)]
    [InlineData(150_000, false)]
    [InlineData(5_000_001, false)]
    public void Seeded_sets_come_out_even(long requests, bool isEven) => Assert.Equal(isEven, new SeedSize(requests).IsEven);
}
