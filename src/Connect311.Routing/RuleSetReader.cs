using System.Text.Json;
using Connect311.Routing.Conditions;
using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>Reads a rule-set document; every fault is named with its place in the document.</summary>
public static class RuleSetReader
{
    private const int MaxRules = 5_000;

    /// <summary>The document, or null when <paramref name="faults"/> holds what is wrong with it.</summary>
    public static RuleSetDocument? Read(JsonElement json, List<Fault> faults)
    {
        var before = faults.Count;
        var root = new ObjectReader(json, "", faults);
        var name = root.RequiredCode("name");
        var zone = root.RequiredTimeZone("timeZone");
        var (fallback, fallbackReason) = ReadFallback(root);
        var rules = root.Objects("rules", MaxRules).Select(ReadRule).ToList();
        root.Require("rules");
        root.End();
        RefuseDoubles(rules, faults);
        return faults.Count == before ? new(name, zone, rules, fallback, fallbackReason) : null;
    }

    private static (Assignment Fallback, LocalText Reason) ReadFallback(ObjectReader root)
    {
        root.Require("fallback");
        if (root.Object("fallback") is not { } fallback)
        {
            return (new("", null, Assignment.DefaultPriority), LocalText.FromEnglish(""));
        }

        var assignment = ReadAssignment(fallback);
        var reason = fallback.RequiredTexts("reason", 500);
        fallback.End();
        return (assignment, reason);
    }

    private static RoutingRule ReadRule(ObjectReader rule)
    {
        var id = rule.RequiredCode("id");
        var conditions = rule.Object("when") is { } when ? ConditionReader.Read(when) : [];
        rule.Require("assign");
        var assign = new Assignment("", null, Assignment.DefaultPriority);
        if (rule.Object("assign") is { } assignment)
        {
            assign = ReadAssignment(assignment);
            assignment.End();
        }

        var reason = rule.RequiredTexts("reason", 500);
        rule.End();
        return new(id, conditions, assign, reason);
    }

    private static Assignment ReadAssignment(ObjectReader assign) => new(
        assign.RequiredText("department", 20),
        assign.Text("queue", 50),
        assign.Whole("priority", 1, 4) ?? Assignment.DefaultPriority);

    private static void RefuseDoubles(List<RoutingRule> rules, List<Fault> faults)
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < rules.Count; i++)
        {
            if (!seen.Add(rules[i].Id) || rules[i].Id is RuleSet.FallbackRule or RuleSet.UnplacedRule)
            {
                faults.Add(new($"/rules/{i}/id", FaultCodes.Duplicate));
            }
        }
    }
}
