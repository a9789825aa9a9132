using System.Text.Json;
using Connect311.Routing;
using CsCheck;

namespace Connect311.Tests.Routing;

public sealed class RuleSetPropertyTests
{
    private static readonly Gen<World> Worlds = Gen.Select(
        RoutingGen.Rules,
        Gen.OneOf(UncertainPlacePolicy.All),
        Gen.Frequency((3, RoutingGen.Input), (1, RoutingGen.Uncertain)).Array[1, 20],
        (rules, policy, inputs) => new World(rules, policy, inputs));

    [Fact]
    public void The_compiled_rules_decide_as_the_first_match_does() =>
        ForEveryReport((compiled, world, document, input) =>
        {
            var decision = compiled.Decide(input);
            Assert.Equal(NaiveRouting.DecideUncertain(document, input), (decision.Rule, decision.Department));
            if (world.Rules.FirstOrDefault(rule => rule.Id == decision.Rule) is { } winner)
            {
                Assert.Equal(winner.Assign.Priority ?? 3, decision.Priority);
                Assert.Equal(winner.Reason["en"], decision.Reason.In("en"));
            }
        });

    [Fact]
    public void An_explanation_decides_alike_and_says_why_each_rule_before_the_winner_lost() =>
        ForEveryReport((compiled, _, document, input) =>
        {
            var explanation = compiled.Explain(input);
            AssertSame(compiled.Decide(input), explanation.Decision);
            var considered = explanation.Considered.Select(rule => (rule.Rule, rule.Outcome)).ToList();
            var (forType, forOthers) = Fates(document, input);
            Assert.Equal(forType.Where(rule => rule.Outcome != RuleOutcome.Lost || considered.Contains(rule)), considered);
            Assert.All(forOthers, rule => Assert.Equal(RuleOutcome.Lost, rule.Outcome));
            Assert.All(explanation.Considered, rule => Assert.Equal(rule.Outcome == RuleOutcome.Won, rule.Because is null));
            Assert.All(explanation.Considered, rule => Assert.Equal(rule.Outcome == RuleOutcome.Won, rule.Condition is null));
        });

    [Fact]
    public void An_explanation_of_the_same_report_is_the_same_text() =>
        ForEveryReport((compiled, world, _, input) => Assert.Equal(
            JsonSerializer.Serialize(compiled.Explain(input)), JsonSerializer.Serialize(world.Again.Value.Explain(input with { }))));

    [Fact]
    public void A_report_never_waits_for_a_place_that_it_has() =>
        ForEveryReport((compiled, _, _, input) =>
            Assert.NotEqual(RuleSet.UnplacedRule, compiled.Decide(input with { Areas = input.Areas ?? [] }).Rule));

    [Fact]
    public void The_only_department_of_a_type_is_the_one_that_every_report_gets() =>
        ForEveryReport((compiled, _, _, input) =>
        {
            if (compiled.OnlyDepartmentOf(input.ServiceType) is { } only)
            {
                Assert.Equal(only, compiled.Decide(input).Department);
            }
        });

    /// <summary>How the rules fare, as far as the first that does not fail: those whose types admit the report, and the others.</summary>
    private static (List<(string Rule, string Outcome)> ForType, List<(string Rule, string Outcome)> ForOthers) Fates(
        JsonElement document, RoutingInput input)
    {
        var (forType, forOthers) = (new List<(string, string)>(), new List<(string, string)>());
        foreach (var rule in document.GetProperty("rules").EnumerateArray())
        {
            var fate = NaiveRouting.FateOf(rule, input, document);
            (NaiveRouting.IsForType(rule, input) ? forType : forOthers).Add((rule.GetProperty("id").GetString()!, fate switch
            {
                NaiveRouting.Fate.Holds => RuleOutcome.Won,
                NaiveRouting.Fate.Unanswered => RuleOutcome.NeedsAnswer,
                NaiveRouting.Fate.Unplaced => RuleOutcome.NeedsPlace,
                _ => RuleOutcome.Lost,
            }));
            if (fate != NaiveRouting.Fate.Fails)
            {
                break;
            }
        }

        return (forType, forOthers);
    }

    private static void AssertSame(Decision expected, Decision actual)
    {
        Assert.Equal(expected with { Uncertainty = null }, actual with { Uncertainty = null });
        Assert.Equal(expected.Uncertainty?.Departments, actual.Uncertainty?.Departments);
    }

    private static void ForEveryReport(Action<RuleSet, World, JsonElement, RoutingInput> check) =>
        Worlds.Sample(
            world =>
            {
                var compiled = RuleSets.Compile(7, world.Rules, world.Policy);
                var document = RuleSets.Json(world.Rules, world.Policy);
                foreach (var input in world.Inputs)
                {
                    check(compiled, world, document, input);
                }
            },
            iter: 2_000,
            print: world => RuleSets.Text(world.Rules) + "\n" + string.Join('\n', world.Inputs.Select(input => JsonSerializer.Serialize(input))));

    private sealed record World(RuleModel[] Rules, string Policy, RoutingInput[] Inputs)
    {
        /// <summary>The same rules, compiled anew.</summary>
        public Lazy<RuleSet> Again { get; } = new(() => RuleSets.Compile(7, Rules, Policy));
    }
}
