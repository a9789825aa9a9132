using static Connect311.Tests.Routing.Checks.CheckedRules;

namespace Connect311.Tests.Routing.Checks;

/// <summary>Rules and windows that no report and no time can ever fulfil.</summary>
public sealed class NeverHoldsTests
{
    private static readonly WhenModel Web = new() { Channels = ["web"] };
    private static readonly WhenModel Bronx = new() { Areas = new() { ["borough"] = ["bronx"] } };

    [Theory]
    [InlineData("2026-06-30", "2026-06-01", null, null, null, false)]
    [InlineData("2026-06-01", "2026-06-01", null, null, null, true)]
    [InlineData("2026-06-01", "2026-06-05", "saturday", null, null, false)]
    [InlineData("2026-06-01", "2026-06-06", "saturday", null, null, true)]
    [InlineData("2026-03-08", "2026-03-08", null, "02:00", "03:00", false)]
    [InlineData("2026-03-08", "2026-03-08", null, "02:00", "03:01", true)]
    [InlineData("2026-03-07", "2026-03-09", "sunday", "02:15", "02:45", false)]
    [InlineData("2026-11-01", "2026-11-01", null, "01:00", "02:00", true)]
    [InlineData("2020-06-30", "2120-06-01", "monday", null, null, true)]
    [InlineData("2026-06-30", null, "monday", null, null, true)]
    [InlineData("12-31", "01-01", "monday", "02:00", "02:30", true)]
    [InlineData("02-29", "02-29", "monday", null, null, true)]
    public void A_window_that_never_comes_is_an_error(string? first, string? last, string? day, string? from, string? to, bool comes) =>
        Assert.Equal(
            comes ? [] : ["Error one /rules/0/when/localTime: never-occurs"],
            Of(Rule("one", new() { LocalTime = new(day is null ? null : [day], from, to, first, last) })));

    [Fact]
    public void A_window_inside_of_other_conditions_is_looked_at_too() => Assert.Equal(
        ["Error one /rules/0/when/any/0/not/localTime: never-occurs"],
        Of(Rule("one", new() { Any = [new() { Not = new() { LocalTime = new(null, null, null, "2026-06-02", "2026-06-01") } }, Web] })));

    [Fact]
    public void A_condition_and_its_opposite_contradict_each_other() => Assert.Equal(
        ["Error one /rules/0/when/not: contradiction (other /rules/0/when/channels)"],
        Of(Rule("one", new() { Channels = ["web"], Not = Web })));

    [Fact]
    public void Two_areas_of_one_set_contradict_each_other()
    {
        var queens = new WhenModel { Areas = new() { ["borough"] = ["queens"] } };
        Assert.Equal(
            ["Error one /rules/0/when/all/0/areas/borough: contradiction (other /rules/0/when/areas/borough)"],
            Of(Rule("one", new() { Areas = Bronx.Areas, All = [queens] })));
        Assert.Empty(Of(Rule("one", new() { Any = [Bronx, queens] })));
        Assert.Single(Of(Rule("one", new() { Areas = Bronx.Areas, All = [new() { AreasNotIn = Bronx.Areas }] })));
    }

    [Fact]
    public void Answers_that_exclude_each_other_contradict()
    {
        Assert.Equal(
            ["Error one /rules/0/when/all/0/answers/people: contradiction (other /rules/0/when/answers/people)"],
            Of(Rule("one", new() { Answers = Answer("people", new() { EqualTo = "yes" }), All = [Asks("people", new() { EqualTo = "no" })] })));
        Assert.Single(Of(Rule("one", new() { Answers = Answer("size", new(AtLeast: 5)), All = [Asks("size", new(Below: 5))] })));
        Assert.Empty(Of(Rule("one", new() { Answers = Answer("size", new(AtLeast: 5)), All = [Asks("size", new(AtMost: 5))] })));
        Assert.Single(Of(Rule("one", new() { Answers = Answer("people", new(Answered: false)), All = [Asks("people", new() { EqualTo = "no" })] })));
    }

    [Fact]
    public void Of_several_choices_two_may_be_given_at_once() => Assert.Empty(Of(Rule(
        "one", new() { Answers = Answer("sounds", new() { EqualTo = "music" }), All = [Asks("sounds", new() { EqualTo = "talk" })] })));

    [Theory]
    [InlineData(11.0, false)]
    [InlineData(10.0, true)]
    [InlineData(0.5, true)]
    public void A_number_beyond_what_the_question_takes_is_never_answered(double atLeast, bool holds) => Assert.Equal(
        holds ? [] : ["Error one /rules/0/when/answers/size: never-holds"], Of(Rule("one", Asks("size", new(AtLeast: atLeast)))));

    [Fact]
    public void A_number_is_never_a_choice_and_a_choice_never_a_number()
    {
        Assert.Equal(["Error one /rules/0/when/answers/people: never-holds"], Of(Rule("one", Asks("people", new(AtLeast: 1)))));
        Assert.Equal(["Error one /rules/0/when/answers/size: never-holds"], Of(Rule("one", Asks("size", new() { EqualTo = "big" }))));
        Assert.Empty(Of(Rule("one", Asks("size", new() { EqualTo = "5" })), Rule("two", Asks("name", new(AtLeast: 1)))));
    }

    [Fact]
    public void A_needed_answer_that_must_not_be_given_contradicts()
    {
        Assert.Equal(
            ["Error one /rules/0/when/answers/people: never-holds"],
            Of(Rule("one", new() { Groups = ["loud"], Answers = Answer("people", new(Answered: false)) }, "people")));
    }

    [Fact]
    public void Types_and_groups_that_have_nothing_in_common_admit_no_report() => Assert.Equal(
        ["Error one /rules/0/when: never-holds"], Of(Rule("one", new() { ServiceTypes = ["noise.*"], Groups = ["green"] })));

    [Fact]
    public void Three_that_exclude_each_other_only_together_are_named_as_a_whole() => Assert.Equal(
        ["Error one /rules/0/when: never-holds"],
        Of(Rule("one", new()
        {
            Not = new() { All = [Web, Bronx, new() { Words = ["gas"] }] },
            Channels = ["web"],
            All = [Bronx, new() { Words = ["gas"] }],
        })));

    [Fact]
    public void Words_that_hold_each_other_contradict() => Assert.Equal(
        ["Error one /rules/0/when/not: contradiction (other /rules/0/when/words)"],
        Of(Rule("one", new() { Words = ["gas leak", "leak of gas"], Not = new() { Words = ["Gas!"] } })));

    [Fact]
    public void A_way_of_any_that_is_never_taken_is_a_warning() => Assert.Equal(
        ["Warning one /rules/0/when/any/1: never-holds"],
        Of(Rule("one", new() { Any = [Bronx, new() { Channels = ["web"], Not = Web }] })));

    [Fact]
    public void A_way_of_any_that_no_type_of_the_rule_takes_is_a_warning() => Assert.Equal(
        ["Warning one /rules/0/when/any/1: never-holds", "Warning two /rules/1/when/any/0/serviceTypes: never-holds"],
        Of(
            Rule("one", new() { Any = [Bronx, new() { ServiceTypes = ["noise.*"], Groups = ["green"] }] }),
            Rule("two", new() { ServiceTypes = ["tree"], Any = [new() { ServiceTypes = ["noise.*"] }, Web, new() { Groups = ["green"], Words = ["x"] }] })));

    private static WhenModel Asks(string question, AnswerModel answer) => new() { Answers = Answer(question, answer) };

    private static Dictionary<string, AnswerModel> Answer(string question, AnswerModel answer) => new() { [question] = answer };
}
