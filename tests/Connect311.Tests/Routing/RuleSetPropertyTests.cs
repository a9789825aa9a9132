using Connect311.Routing;
using CsCheck;

namespace Connect311.Tests.Routing;

public sealed class RuleSetPropertyTests
{
    private static readonly Gen<(RuleModel[] Rules, RoutingInput[] Inputs)> World =
        Gen.Select(RoutingGen.Rules, RoutingGen.Input.Array[1, 20]);

    [Fact]
    public void The_compiled_rules_decide_as_the_first_match_does() =>
        ForEveryReport((compiled, rules, input) =>
        {
            var decision = compiled.Decide(input);
            Assert.Equal(NaiveRouting.Decide(rules, input), (decision.Rule, decision.Department));
            if (rules.FirstOrDefault(rule => rule.Id == decision.Rule) is { } winner)
            {
                Assert.Equal(winner.Assign.Priority ?? 3, decision.Priority);
                Assert.Equal(winner.Reason["en"], decision.Reason.In("en"));
            }
        });

    [Fact]
    public void An_explanation_decides_alike_and_says_why_each_earlier_candidate_lost() =>
        ForEveryReport((compiled, rules, input) =>
        {
            var explanation = compiled.Explain(input);
            Assert.Equal(compiled.Decide(input), explanation.Decision);
            Assert.Equal(EarlierCandidates(rules, input), explanation.Lost.Select(lost => lost.Rule));
            Assert.All(explanation.Lost, lost => Assert.NotEmpty(lost.Because));
        });

    [Fact]
    public void A_report_never_waits_for_a_place_that_it_has() =>
        ForEveryReport((compiled, _, input) =>
            Assert.NotEqual(RuleSet.UnplacedRule, compiled.Decide(input with { Areas = input.Areas ?? [] }).Rule));

    [Fact]
    public void The_only_department_of_a_type_is_the_one_that_every_report_gets() =>
        ForEveryReport((compiled, _, input) =>
        {
            if (compiled.OnlyDepartmentOf(input.ServiceType) is { } only)
            {
                Assert.Equal(only, compiled.Decide(input).Department);
            }
        });

    /// <summary>The rules before the one that decided whose service types and groups admit the report.</summary>
    private static IEnumerable<string> EarlierCandidates(RuleModel[] rules, RoutingInput input)
    {
        foreach (var rule in rules)
        {
            var matches = NaiveRouting.Matches(rule.When ?? new(), input);
            if (matches == true)
            {
                yield break;
            }

            var type = new WhenModel { ServiceTypes = rule.When?.ServiceTypes, Groups = rule.When?.Groups };
            if (NaiveRouting.Matches(type, input) == true)
            {
                yield return rule.Id;
            }

            if (matches is null)
            {
                yield break;
            }
        }
    }

    private static void ForEveryReport(Action<RuleSet, RuleModel[], RoutingInput> check) =>
        World.Sample(
            world =>
            {
                var compiled = RuleSets.Compile(world.Rules);
                foreach (var input in world.Inputs)
                {
                    check(compiled, world.Rules, input);
                }
            },
            iter: 2_000,
            print: world => RuleSets.Text(world.Rules) + "\n" + string.Join('\n', world.Inputs.Select(input => input.ToString())));
}
