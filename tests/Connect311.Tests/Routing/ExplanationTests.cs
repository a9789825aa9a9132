using System.Text.Json;
using Connect311.Routing;
using static Connect311.Tests.Routing.RuleSets;

namespace Connect311.Tests.Routing;

public sealed class ExplanationTests
{
    private static readonly RuleSet Rules = Compile(
        RuleModel.Of("trees", new() { ServiceTypes = ["tree.*"] }),
        RuleModel.Of("bronx", new() { Areas = new() { ["borough"] = ["bronx"] } }),
        RuleModel.Of("night", new() { LocalTime = new(["monday"], "22:00", "06:00") }),
        RuleModel.Of("people", new() { Any = [new() { Answers = new() { ["people"] = new() { EqualTo = "yes" } } }, new() { Words = ["crowd"] }] }),
        RuleModel.Of("not-phone", new() { Not = new() { Channels = ["web"] } }),
        RuleModel.Of("web", new() { Channels = ["web"] }),
        RuleModel.Of("unseen"));

    private static readonly RoutingInput Input = Report(description: "my diary", areas: [Borough("queens")]) with
    {
        Answers = new Dictionary<string, IReadOnlyList<string>> { ["people"] = ["no"], ["diary"] = ["secret"] },
    };

    [Fact]
    public void It_names_the_rules_for_the_type_in_order_and_which_condition_lost() =>
        Assert.Equal(
            [
                ("bronx", "lost", "/rules/1/when/areas/borough", "the borough is queens; the rule asks that the borough is bronx"),
                ("night", "lost", "/rules/2/when/localTime", "it was received on Monday at 12:00 on 2026-06-01; the rule asks that it is received on Monday 22:00 to 06:00"),
                ("people", "lost", "/rules/3/when/any", "the answer to people is another, the description holds none of the rule's words; the rule asks that one of these holds: the answer to people is yes; or the description says \"crowd\""),
                ("not-phone", "lost", "/rules/4/when/not", "the channel is web; the rule asks that this does not hold: the channel is web"),
                ("web", "won", null, (string?)null),
            ],
            Rules.Explain(Input).Considered.Select(rule => (rule.Rule, rule.Outcome, rule.Condition, rule.Because)));

    [Fact]
    public void It_says_what_the_decision_could_look_at()
    {
        var input = Rules.Explain(Input).Input;
        Assert.Equal(("noise.music", "loud", "web", true), (input.ServiceType, input.Group, input.Channel, input.HasDescription));
        Assert.Equal((new DateTime(2026, 6, 1, 12, 0, 0), "America/New_York"), (input.LocalTime, input.TimeZone));
        Assert.Equal("queens", Assert.Single(input.Areas!).Value);
        Assert.Equal("people", Assert.Single(input.Answers).Key);
        Assert.Null(Rules.Explain(Input with { Areas = null }).Input.Areas);
    }

    [Fact]
    public void It_repeats_neither_the_description_nor_answers_that_no_rule_asks_for()
    {
        var text = JsonSerializer.Serialize(Rules.Explain(Input));
        Assert.DoesNotContain("diary", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_with_the_rule_that_waits_for_a_place_or_an_answer()
    {
        var unplaced = Rules.Explain(Input with { Areas = null });
        Assert.Equal(("bronx", RuleOutcome.NeedsPlace), (unplaced.Considered[^1].Rule, unplaced.Considered[^1].Outcome));
        Assert.Equal(RuleSet.UnplacedRule, unplaced.Decision.Rule);
        var needing = Compile(RuleModel.Of("needing") with { Needs = ["size"] }).Explain(Input);
        var last = Assert.Single(needing.Considered);
        Assert.Equal((RuleOutcome.NeedsAnswer, "/rules/0/needs/0"), (last.Outcome, last.Condition));
        Assert.Equal("the question size was not answered; the rule asks that the question size is answered", last.Because);
    }

    [Fact]
    public void A_fallback_has_no_winner_among_the_rules()
    {
        var explanation = Compile(RuleModel.Of("phone", new() { Channels = ["phone"] })).Explain(Input);
        Assert.Equal(RuleSet.FallbackRule, explanation.Decision.Rule);
        Assert.Equal(RuleOutcome.Lost, Assert.Single(explanation.Considered).Outcome);
        Assert.Empty(explanation.PossiblePlaces);
    }
}
