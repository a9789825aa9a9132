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
                ("bronx", "lost", "/rules/1/when/areas/borough", "other-area(borough,queens)", "asks-area(borough,bronx)"),
                ("night", "lost", "/rules/2/when/localTime", "other-time(monday,2026-06-01,12:00)", "asks-time[on-weekdays(monday),from-clock(22:00,06:00)]"),
                ("people", "lost", "/rules/3/when/any", "none-of[other-answer(people,no),no-words]", "asks-any[asks-answer(people,yes),asks-words(crowd)]"),
                ("not-phone", "lost", "/rules/4/when/not", "excluded[other-channel(web)]", "asks-not[asks-channel(web)]"),
                ("web", "won", (string?)null, (string?)null, (string?)null),
            ],
            Rules.Explain(Input).Considered.Select(rule =>
                (rule.Rule, rule.Outcome, rule.Condition, Text(rule.Because?.Found), Text(rule.Because?.Asked))));

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
        Assert.Equal(("no-answer(size)", "asks-any-answer(size)"), (Text(last.Because!.Found), Text(last.Because.Asked)));
    }

    [Fact]
    public void A_fallback_has_no_winner_among_the_rules()
    {
        var explanation = Compile(RuleModel.Of("phone", new() { Channels = ["phone"] })).Explain(Input);
        Assert.Equal(RuleSet.FallbackRule, explanation.Decision.Rule);
        Assert.Equal(RuleOutcome.Lost, Assert.Single(explanation.Considered).Outcome);
        Assert.Empty(explanation.PossiblePlaces);
    }

    [Fact]
    public void Of_the_description_it_says_which_phrases_were_found()
    {
        var rules = Compile(
            RuleModel.Of("gas", new() { Words = ["gas leak", "smell of gas"], Channels = ["phone"] }), RuleModel.Of("all"), RuleModel.Of("never", new() { Words = ["diary"] }));
        var explanation = rules.Explain(Input with { Description = "My diary: a GAS-LEAK!" });
        Assert.Equal(["gas leak"], explanation.Input.Phrases);
        Assert.Empty(rules.Explain(Input with { Description = null }).Input.Phrases);
    }

    [Fact]
    public void It_knows_what_the_rules_looked_at()
    {
        var words = RuleModel.Of("words", new() { Not = new() { Words = ["gas"] } });
        var answered = RuleModel.Of("answered", new() { Answers = new() { ["size"] = new() { EqualTo = 1 } } });
        Assert.Equal([RuleSubject.Answers, RuleSubject.Description, RuleSubject.Place], Rules.Explain(Input).LooksAt.Order());
        Assert.Empty(Compile(RuleModel.Of("web", new() { Channels = ["web"] }), words).Explain(Input).LooksAt);
        Assert.Equal([RuleSubject.Description], Compile(words, answered).Explain(Input).LooksAt);

        var bronx = RuleModel.Of("bronx", new() { Areas = new() { ["borough"] = ["bronx"] } });
        var uncertain = Report(areas: [Borough("bronx")]) with { PossiblePlaces = [new([Borough("bronx")], 0.5), new([Borough("queens")], 0.5)] };
        Assert.Equal([RuleSubject.Description, RuleSubject.Place], Compile(bronx, words).Explain(uncertain).LooksAt.Order());
    }

    [Theory]
    [InlineData("2026-06-01", "2026-06-30", "asks-time[from-date(2026-06-01),until-date(2026-06-30)]")]
    [InlineData(null, "2026-05-30", "asks-time[until-date(2026-05-30)]")]
    [InlineData("11-15", "03-31", "asks-time[every-year(11-15,03-31)]")]
    public void Dates_that_are_asked_for_are_told(string? first, string? last, string asked)
    {
        var rule = RuleModel.Of("one", new() { LocalTime = new(null, null, null, first, last) });
        Assert.Equal(asked, Text(Compile(rule).Explain(Report(receivedAt: "2026-07-01T16:00:00Z")).Considered[0].Because?.Asked));
    }

    [Fact]
    public void Bounds_that_are_asked_for_are_told() => Assert.Equal(
        "asks-number(size)[at-least(1),below(2.5)]",
        Text(Compile(RuleModel.Of("one", new() { Answers = new() { ["size"] = new(AtLeast: 1, Below: 2.5) } })).Explain(Input).Considered[0].Because?.Asked));

    /// <summary>A clause in one line: its code, what it names, its parts.</summary>
    private static string? Text(Clause? clause) => clause is null
        ? null
        : clause.Code
            + (clause.Values.Count == 0 ? "" : $"({string.Join(',', clause.Values.SelectMany(value => value.Value))})")
            + (clause.Parts.Count == 0 ? "" : $"[{string.Join(',', clause.Parts.Select(Text))}]");
}
