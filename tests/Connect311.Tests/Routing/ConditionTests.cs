using Connect311.Routing;
using static Connect311.Tests.Routing.RuleSets;

namespace Connect311.Tests.Routing;

/// <summary>Each condition by itself: a rule set of one rule that either wins or loses.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("noise.*", "noise", true)]
    [InlineData("noise.*", "noise.music", true)]
    [InlineData("noise.*", "noise-park.music", false)]
    [InlineData("noise", "noise", true)]
    [InlineData("noise", "noise.music", false)]
    [InlineData("noise.music", "noise.music", true)]
    [InlineData("noise.music", "noise", false)]
    [InlineData("noise.mus", "noise.music", false)]
    [InlineData("Noise", "noise", false)]
    public void A_service_type_is_named_alone_or_by_its_family(string asked, string type, bool holds) =>
        Assert.Equal(holds, Holds(new() { ServiceTypes = ["never", asked] }, Report(type)));

    [Theory]
    [InlineData("tree", "green", true)]
    [InlineData("noise", "green", false)]
    [InlineData("other", "green", false)]
    public void A_group_holds_its_service_types(string type, string group, bool holds) =>
        Assert.Equal(holds, Holds(new() { Groups = [group] }, Report(type)));

    [Theory]
    [InlineData("bronx", true)]
    [InlineData("queens", false)]
    [InlineData("Bronx", false)]
    public void An_area_is_one_of_its_set(string code, bool holds) =>
        Assert.Equal(holds, Holds(new() { Areas = new() { ["borough"] = ["bronx", "brooklyn"] } }, Report(areas: [Borough(code)])));

    [Fact]
    public void An_area_of_another_set_is_another_area()
    {
        var when = new WhenModel { Areas = new() { ["borough"] = ["1"] } };
        Assert.False(Holds(when, Report(areas: [new("precinct", "1", "First")])));
        Assert.False(Holds(when, Report(areas: [])));
        Assert.True(Holds(when, Report(areas: [new("precinct", "2", "Second"), Borough("1")])));
    }

    [Fact]
    public void All_area_sets_of_a_rule_must_agree()
    {
        var when = new WhenModel { Areas = new() { ["borough"] = ["1"], ["precinct"] = ["2"] } };
        Assert.True(Holds(when, Report(areas: [Borough("1"), new("precinct", "2", "")])));
        Assert.False(Holds(when, Report(areas: [Borough("1"), new("precinct", "3", "")])));
    }

    [Theory]
    [InlineData("bronx", false)]
    [InlineData("queens", true)]
    [InlineData(null, true)]
    public void A_place_may_have_to_lie_outside_of_areas(string? code, bool holds) => Assert.Equal(holds, Holds(
        new() { AreasNotIn = new() { ["borough"] = ["bronx", "brooklyn"] } }, Report(areas: code is null ? [] : [Borough(code)])));

    [Fact]
    public void Outside_of_areas_is_not_known_without_a_place() =>
        Assert.Equal(RuleSet.UnplacedRule, Decide(new() { AreasNotIn = new() { ["borough"] = ["bronx"] } }, Report(areas: null)));

    [Theory]
    [InlineData("yes", true)]
    [InlineData("no", false)]
    [InlineData("YES", false)]
    [InlineData("no|yes", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_answer_is_one_of_a_list(string? answers, bool holds) =>
        Assert.Equal(holds, Holds(Asks(new(In: ["yes", "maybe"])), Answering(answers)));

    [Theory]
    [InlineData("1", false)]
    [InlineData("2", true)]
    [InlineData("3.5", true)]
    [InlineData("4e0", true)]
    [InlineData("4.0001", false)]
    [InlineData("-3", false)]
    [InlineData("many", false)]
    [InlineData("NaN", false)]
    [InlineData("1|3", true)]
    [InlineData("1|5", false)]
    [InlineData(null, false)]
    public void An_answer_is_a_number_within_bounds(string? answers, bool holds) =>
        Assert.Equal(holds, Holds(Asks(new(AtLeast: 2, AtMost: 4)), Answering(answers)));

    [Theory]
    [InlineData("-1e300", false, true)]
    [InlineData("2", true, true)]
    [InlineData("1e300", true, false)]
    public void One_bound_leaves_the_other_side_open(string answer, bool atLeast, bool atMost)
    {
        Assert.Equal(atLeast, Holds(Asks(new(AtLeast: 2)), Answering(answer)));
        Assert.Equal(atMost, Holds(Asks(new(AtMost: 2)), Answering(answer)));
    }

    [Theory]
    [InlineData("2", false, true)]
    [InlineData("2.0001", true, true)]
    [InlineData("4", true, false)]
    [InlineData("3.9999", true, true)]
    public void Above_and_below_leave_out_their_bounds(string answer, bool above, bool below)
    {
        Assert.Equal(above, Holds(Asks(new(Above: 2)), Answering(answer)));
        Assert.Equal(below, Holds(Asks(new(Below: 4)), Answering(answer)));
    }

    [Theory]
    [InlineData("yes", "yes", true)]
    [InlineData("yes", "no|yes", true)]
    [InlineData("yes", "no", false)]
    [InlineData("3", "3", true)]
    [InlineData("3", "3.0", false)]
    [InlineData(3, "3", true)]
    [InlineData(3, "3.0", true)]
    [InlineData(3, "0.3e1", true)]
    [InlineData(3, "4", false)]
    [InlineData(3, "three", false)]
    [InlineData(0, null, false)]
    public void An_answer_equals_a_text_as_spelled_and_a_number_by_value(object asked, string? answers, bool holds)
    {
        Assert.Equal(holds, Holds(Asks(new() { EqualTo = asked }), Answering(answers)));
        Assert.Equal(holds, Holds(Asks(new(In: ["never", asked, -1])), Answering(answers)));
    }

    [Theory]
    [InlineData(true, "no", true)]
    [InlineData(true, "", false)]
    [InlineData(true, null, false)]
    [InlineData(false, "no", false)]
    [InlineData(false, "", true)]
    [InlineData(false, null, true)]
    public void A_question_is_answered_or_not(bool asked, string? answers, bool holds) =>
        Assert.Equal(holds, Holds(Asks(new(Answered: asked)), Answering(answers)));

    [Theory]
    [InlineData("phone", true)]
    [InlineData("web", false)]
    public void A_channel_is_one_of_a_list(string channel, bool holds) =>
        Assert.Equal(holds, Holds(new() { Channels = ["mobile", "phone"] }, Report(channel: channel)));

    [Theory]
    [InlineData("I smell GAS; a leak?", true)]
    [InlineData("no gas", false)]
    [InlineData(null, false)]
    public void Words_are_looked_for_in_the_description(string? description, bool holds) =>
        Assert.Equal(holds, Holds(new() { Words = ["gas a leak", "fire"] }, Report(description: description)));

    [Fact]
    public void All_conditions_of_a_rule_must_hold()
    {
        var when = new WhenModel { Channels = ["web"], Groups = ["loud"], Words = ["music"] };
        Assert.True(Holds(when, Report("noise", "web", description: "music")));
        Assert.False(Holds(when, Report("tree", "web", description: "music")));
        Assert.False(Holds(when, Report("noise", "phone", description: "music")));
        Assert.False(Holds(when, Report("noise", "web", description: "talk")));
    }

    [Theory]
    [InlineData("channels", "other-channel")]
    [InlineData("areas", "no-area")]
    [InlineData("answers", "no-answer")]
    [InlineData("words", "no-description")]
    [InlineData("localTime", "other-time")]
    public void A_lost_candidate_says_which_condition_failed(string condition, string says)
    {
        var when = condition switch
        {
            "channels" => new WhenModel { Channels = ["phone"] },
            "areas" => new WhenModel { Areas = new() { ["borough"] = ["bronx"] } },
            "answers" => Asks(new(In: ["yes"])),
            "words" => new WhenModel { Words = ["gas"] },
            _ => new WhenModel { LocalTime = new(["sunday"], "22:00", "06:00") },
        };
        var lost = Compile(RuleModel.Of("lost", when)).Explain(Report(channel: "web", areas: [])).Considered;
        Assert.Equal(says, Assert.Single(lost).Because!.Found.Code);
    }

    internal static bool Holds(WhenModel when, RoutingInput input) => Decide(when, input) == "one";

    /// <summary>The rule that decides when there is no other.</summary>
    internal static string Decide(WhenModel when, RoutingInput input) => Compile(RuleModel.Of("one", when)).Decide(input).Rule;

    private static WhenModel Asks(AnswerModel answer) => new() { Answers = new() { ["people"] = answer } };

    private static RoutingInput Answering(string? answers) => answers is null
        ? Report()
        : Report() with
        {
            Answers = new Dictionary<string, IReadOnlyList<string>>
            {
                ["people"] = answers.Split('|', StringSplitOptions.RemoveEmptyEntries),
            },
        };
}
