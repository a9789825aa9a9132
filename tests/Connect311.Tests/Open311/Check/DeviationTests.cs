using Connect311.Api.Open311.Check;

namespace Connect311.Tests.Open311.Check;

/// <summary>The right server keeps every rule, and each rule is broken by one deviation from it.</summary>
public sealed class DeviationTests
{
    public static TheoryData<string> Rules => [.. Deviations.All.Select(deviation => deviation.Rule)];

    [Fact]
    public void Every_rule_has_a_deviation() =>
        Assert.Equal(RuleBook.All.Select(rule => rule.Id).Order(), Deviations.All.Select(deviation => deviation.Rule).Order());

    [Fact]
    public void No_two_rules_have_one_id() =>
        Assert.Equal(RuleBook.All.Count, RuleBook.All.Select(rule => rule.Id).Distinct().Count());

    [Fact]
    public async Task The_right_server_keeps_every_rule()
    {
        var report = await CheckedServer.RunAsync();

        Assert.Empty(report.Of(Verdict.Fail).Concat(report.Of(Verdict.Warn)));
        Assert.Equal(["C8.9"], report.Ids(Verdict.Skipped));
        Assert.InRange(report.Calls, 50, CheckClient.MostCalls - 10);
    }

    [Fact]
    public async Task Without_submit_nothing_is_posted_and_the_rest_is_kept()
    {
        var (right, posts) = (new RightServer(), 0);
        await using var server = await TestServer.StartAsync(right, call =>
        {
            posts += call.Method == "GET" ? 0 : 1;
            return right.Answer(call);
        });

        var report = await CheckedServer.RunAsync(CheckedServer.Options(server.Endpoint) with { Submit = false });

        Assert.Equal(0, posts);
        Assert.Empty(report.Of(Verdict.Fail).Concat(report.Of(Verdict.Warn)));
        Assert.All(report.Ids(Verdict.Skipped), id => Assert.True(id is "C5.2" or "C5.3" or "C8.6" or "C8.8" or "C8.9" || id.StartsWith("C4.", StringComparison.Ordinal), id));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_deviation_breaks_its_rule_and_no_other(string rule)
    {
        var deviation = Deviations.All.Single(one => one.Rule == rule);

        var report = await CheckedServer.RunAsync(deviation);

        Assert.Equal(deviation.Follow.Append(rule).Order(), report.Ids(Verdict.Fail, Verdict.Warn).Order());
        var finding = report.Findings.Single(one => one.Rule.Id == rule);
        Assert.Equal(finding.Rule.IsRequired ? Verdict.Fail : Verdict.Warn, finding.Verdict);
        Assert.NotNull(finding.Evidence.Method);
    }

    [Fact]
    public async Task What_is_recommended_fails_only_where_that_is_wanted()
    {
        var deviation = Deviations.All.Single(one => one.Rule == "C6.19");

        Assert.True((await CheckedServer.RunAsync(deviation)).IsConformant);
        Assert.Equal(["C6.19"], (await CheckedServer.RunAsync(deviation, options => options with { Strict = true })).Ids(Verdict.Fail));
    }
}
