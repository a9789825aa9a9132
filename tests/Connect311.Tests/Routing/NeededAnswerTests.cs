using Connect311.Routing;
using static Connect311.Tests.Routing.RuleSets;

namespace Connect311.Tests.Routing;

/// <summary>Rules that nobody can decide about without an answer.</summary>
public sealed class NeededAnswerTests
{
    private static readonly RuleModel Outreach = RuleModel.Of("outreach", new()
    {
        ServiceTypes = ["noise.*"],
        Answers = new() { ["people"] = new() { EqualTo = "yes" } },
    }) with
    {
        Needs = ["people"],
    };

    private static readonly RuleSet Rules = Compile(Outreach, RuleModel.Of("police"));

    [Theory]
    [InlineData("yes", "outreach")]
    [InlineData("no", "police")]
    [InlineData("", RuleSet.UnansweredRule)]
    [InlineData(null, RuleSet.UnansweredRule)]
    public void Without_the_answer_an_operator_decides(string? answer, string rule) =>
        Assert.Equal(rule, Rules.Decide(Answering(answer)).Rule);

    [Fact]
    public void The_decision_says_which_answer_was_needed_and_why_in_words()
    {
        var decision = Rules.Decide(Answering(null));
        Assert.Equal(("311", "people", 3, 7), (decision.Department, decision.NeedsAnswerTo, decision.Priority, decision.RuleSetVersion));
        Assert.Contains("question", decision.Reason.In("en"), StringComparison.Ordinal);
        Assert.Contains("pregunta", decision.Reason.In("es"), StringComparison.Ordinal);
        Assert.Same(decision.Reason, Rules.ReasonOf(RuleSet.UnansweredRule));
    }

    [Fact]
    public void A_rule_that_fails_anyhow_needs_no_answer() =>
        Assert.Equal("police", Rules.Decide(Answering(null) with { ServiceType = "tree", Group = "green" }).Rule);

    [Fact]
    public void A_rule_may_need_an_answer_whatever_it_is()
    {
        var rules = Compile(RuleModel.Of("any-answer") with { Needs = ["size", "people"] });
        Assert.Equal("size", rules.Decide(Answering("yes")).NeedsAnswerTo);
        var answers = new Dictionary<string, IReadOnlyList<string>> { ["size"] = ["1"], ["people"] = [] };
        Assert.Equal("people", rules.Decide(Report() with { Answers = answers }).NeedsAnswerTo);
        answers["people"] = ["whatever"];
        Assert.Equal("any-answer", rules.Decide(Report() with { Answers = answers }).Rule);
    }

    [Fact]
    public void A_rule_before_it_takes_those_who_cannot_answer()
    {
        var rules = Compile(RuleModel.Of("imported", new() { Channels = ["phone"] }), Outreach);
        Assert.Equal("imported", rules.Decide(Answering(null) with { Channel = "phone" }).Rule);
        Assert.Equal(RuleSet.UnansweredRule, rules.Decide(Answering(null)).Rule);
    }

    [Fact]
    public void Its_type_goes_to_more_than_one_department() => Assert.Null(Compile(RuleModel.Of("all") with { Needs = ["people"] }).OnlyDepartmentOf("noise"));

    private static RoutingInput Answering(string? answer) => Report() with
    {
        Answers = answer is null
            ? new Dictionary<string, IReadOnlyList<string>>()
            : new Dictionary<string, IReadOnlyList<string>> { ["people"] = answer.Length == 0 ? [] : [answer] },
    };
}
