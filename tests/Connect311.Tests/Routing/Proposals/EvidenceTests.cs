using Connect311.Api.Routing.Proposals;

namespace Connect311.Tests.Routing.Proposals;

public sealed class EvidenceTests
{
    [Fact]
    public void What_holds_everywhere_is_said_of_everywhere()
    {
        var finding = Assert.Single(Of([("|borough:bronx|", 30), ("|borough:queens|", 8)], [("|borough:bronx|", 3)]).Findings());
        Assert.Equal((null, 38, 41), (finding.Area, finding.Support, finding.Of));
    }

    [Fact]
    public void What_holds_in_some_areas_is_said_of_those_of_the_set_that_tells_them_apart()
    {
        var findings = Of(
            [("|borough:queens|precinct:7|", 20), ("|borough:queens|precinct:8|", 12)],
            [("|borough:queens|precinct:9|", 40), ("|borough:queens|precinct:8|", 1), ("|borough:bronx|precinct:1|", 50)]).Findings();
        Assert.Equal([("precinct", "7", 20, 20), ("precinct", "8", 12, 13)], findings.Select(one => (one.Area!.Value.Set, one.Area.Value.Code, one.Support, one.Of)).Order());
    }

    [Theory]
    [InlineData(4, 0, 0)]
    [InlineData(5, 0, 1)]
    [InlineData(5, 4, 0)]
    [InlineData(38, 3, 1)]
    [InlineData(20, 20, 0)]
    [InlineData(200, 150, 1)]
    public void Few_or_undecided_reports_suggest_nothing(int sentOn, int stayed, int findings) =>
        Assert.Equal(findings, Of([("|", sentOn)], [("|", stayed)]).Findings().Count());

    /// <summary>Against the quadratic whose root Wilson's bound is: (p̂ - p)² = z² p (1 - p) / n.</summary>
    [Theory]
    [InlineData(7, 8)]
    [InlineData(5, 5)]
    [InlineData(38, 41)]
    [InlineData(1, 1000)]
    public void The_bound_is_the_lower_root(int support, int of)
    {
        var p = new Finding(Of([("|", support)], []), null, support, of).Bound;
        var share = (double)support / of;
        Assert.InRange(p, 0, share);
        Assert.Equal(1.645 * 1.645 * p * (1 - p) / of, (share - p) * (share - p), 1e-9);
    }

    private static Evidence Of((string, int)[] sentOn, (string, int)[] stayed) =>
        new("t", "r", "DOT", "DPR", sentOn.ToDictionary(), stayed.ToDictionary());
}
