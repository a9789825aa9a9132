using static Connect311.Tests.Routing.Checks.CheckedRules;

namespace Connect311.Tests.Routing.Checks;

/// <summary>Rules that never decide since earlier ones take all their reports, and types that no rule takes.</summary>
public sealed class UnreachableTests
{
    [Fact]
    public void After_a_rule_for_everything_nothing_is_reached() => Assert.Equal(
        ["Warning b /rules/1: unreachable (by a)", "Warning c /rules/2: unreachable (by a)"],
        Of(Rule("a"), Rule("b", new() { Channels = ["web"] }), Rule("c")));

    [Fact]
    public void A_narrower_rule_behind_a_wider_one_is_not_reached() => Assert.Equal(
        ["Warning narrow /rules/1: unreachable (by wide)"],
        Of(
            Rule("wide", new() { ServiceTypes = ["noise.*"], Channels = ["web", "phone"] }),
            Rule("narrow", new() { ServiceTypes = ["noise.music"], Channels = ["web"], Words = ["gas"] }),
            Rule("other", new() { ServiceTypes = ["noise-park.*"], Channels = ["web"], Words = ["gas"] })));

    [Fact]
    public void A_wider_rule_behind_narrower_ones_is_reached_while_they_leave_anything()
    {
        var (web, phone, mobile) = (Rule("web", new() { Channels = ["web"] }), Rule("phone", new() { Channels = ["phone"] }), Rule("mobile", new() { Channels = ["mobile"] }));
        Assert.Empty(Of(web, phone, Rule("rest")));
        Assert.Equal(["Warning rest /rules/3: unreachable (by web, phone, mobile)"], Of(web, phone, mobile, Rule("rest")));
    }

    [Fact]
    public void Of_earlier_rules_only_those_are_named_that_are_needed_for_it() => Assert.Equal(
        ["Warning last /rules/4: unreachable (by b, d)"],
        Of(
            Rule("a", new() { Words = ["gas"] }),
            Rule("b", new() { Channels = ["web"] }),
            Rule("c", new() { Areas = new() { ["borough"] = ["bronx"] } }),
            Rule("d", new() { Not = new() { Channels = ["web"] } }),
            Rule("last", new() { Words = ["leak"] })));

    [Fact]
    public void All_areas_of_a_set_are_not_all_places()
    {
        var all = Rule("all", new() { Areas = new() { ["borough"] = ["bronx", "queens"] } });
        Assert.Empty(Of(all, Rule("elsewhere", new() { AreasNotIn = new() { ["borough"] = ["bronx"] } })));
        Assert.Empty(Of(all, Rule("nowhere", new() { AreasNotIn = new() { ["borough"] = ["bronx", "queens"] } })));
    }

    [Fact]
    public void An_area_rule_keeps_unplaced_reports_from_those_behind_it()
    {
        var bronx = new Dictionary<string, string[]> { ["borough"] = ["bronx"] };
        Assert.Equal(
            ["Warning rest /rules/2: unreachable (by bronx, elsewhere)"],
            Of(Rule("bronx", new() { Areas = bronx }), Rule("elsewhere", new() { AreasNotIn = bronx }), Rule("rest")));
    }

    [Fact]
    public void A_rule_that_needs_an_answer_keeps_those_without_from_those_behind_it()
    {
        var answers = new[] { "yes", "no", "unknown" };
        RuleModel[] byAnswer = [.. answers.Select(answer => Rule(answer, new()
        {
            ServiceTypes = ["noise"],
            Answers = new() { ["people"] = new() { EqualTo = answer } },
        }))];
        var behind = Rule("behind", new() { ServiceTypes = ["noise"], Channels = ["web"] });
        Assert.Empty(Of([.. byAnswer, behind]));
        Assert.Equal(
            ["Warning behind /rules/3: unreachable (by yes, no, unknown)"],
            Of([byAnswer[0] with { Needs = ["people"] }, .. byAnswer[1..], behind]));
    }

    [Fact]
    public void Windows_that_fill_the_day_or_the_year_together_leave_nothing()
    {
        Assert.Single(Of(
            Rule("night", new() { LocalTime = new(null, "22:00", "06:00") }),
            Rule("day", new() { LocalTime = new(null, "06:00", "22:00") }),
            Rule("when-else")));
        Assert.Empty(Of(
            Rule("night", new() { LocalTime = new(null, "22:00", "06:00") }),
            Rule("day", new() { LocalTime = new(null, "06:00", "21:59") }),
            Rule("when-else")));
        Assert.Single(Of(
            Rule("winter", new() { LocalTime = new(null, null, null, "11-15", "03-31") }),
            Rule("summer", new() { LocalTime = new(null, null, null, "04-01", "11-14") }),
            Rule("when-else")));
        Assert.Single(Of(
            Rule("before", new() { LocalTime = new(null, null, null, null, "2026-12-31") }),
            Rule("after", new() { LocalTime = new(null, null, null, "2027-01-01", null) }),
            Rule("when-else")));
    }

    [Fact]
    public void The_leap_day_is_a_day_of_its_own() => Assert.Empty(Of(
        Rule("one", new() { LocalTime = new(null, null, null, "03-01", "02-28") }),
        Rule("leap-day", new() { LocalTime = new(null, null, null, "02-29", "02-29") })));

    [Fact]
    public void A_monday_of_given_dates_is_a_monday()
    {
        var monday = Rule("mondays", new() { LocalTime = new(["monday"], null, null) });
        Assert.Single(Of(monday, Rule("a-monday", new() { LocalTime = new(null, null, null, "2026-06-01", "2026-06-01") })));
        Assert.Empty(Of(monday, Rule("two-days", new() { LocalTime = new(null, null, null, "2026-06-01", "2026-06-02") })));
    }

    [Fact]
    public void Bounds_of_numbers_may_leave_one_number()
    {
        Assert.Empty(Of(Rule("low", Size(new(Below: 5))), Rule("high", Size(new(Above: 5))), Rule("five", Size(new() { EqualTo = 5 }))));
        Assert.Single(Of(Rule("low", Size(new(AtMost: 5))), Rule("high", Size(new(Above: 5))), Rule("five", Size(new() { EqualTo = 5 }))));
        Assert.Single(Of(Rule("all", Size(new(AtLeast: 1, AtMost: 10))), Rule("any", Size(new(Answered: true)))));
    }

    [Fact]
    public void A_phrase_within_a_longer_one_is_said_with_it() => Assert.Single(Of(
        Rule("gas", new() { Words = ["gas"] }), Rule("leak", new() { Words = ["a Gas leak"] })));

    [Fact]
    public void A_rule_with_errors_is_not_judged_further() =>
        Assert.All(Of(Rule("all"), Rule("b", new() { Groups = ["gone"] })), finding => Assert.StartsWith("Error b", finding, StringComparison.Ordinal));

    [Fact]
    public void Types_that_no_rule_can_take_are_named() => Assert.Equal(
        ["noise-park.music", "other", "tree", "tree.fallen"],
        Find(Rule("noise", new() { ServiceTypes = ["noise.*"] }), Rule("never", new() { ServiceTypes = ["tree"], Channels = ["web"], Not = new() { Channels = ["web"] } }))
            .Where(finding => finding.Fault.Code == "only-fallback")
            .Select(finding => Text(finding)["Warning  /fallback: only-fallback (what the request type ".Length..^1])
            .Order());

    private static WhenModel Size(AnswerModel answer) => new() { ServiceTypes = ["noise"], Answers = new() { ["size"] = answer } };
}
