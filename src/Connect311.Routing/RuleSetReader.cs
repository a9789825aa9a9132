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
        var rules = root.Objects("rules", MaxRules).Select(rule => (Rule: ReadRule(rule), rule.Pointer)).ToList();
        root.Require("rules");
        root.End();
        RefuseDoubles(rules, faults);
        return faults.Count == before ? new(name, zone, [.. rules.Select(rule => rule.Rule)], fallback, fallbackReason) : null;
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
        assign.Code("queue", 50),
        assign.Whole("priority", 1, 4) ?? Assignment.DefaultPriority);

    private static void RefuseDoubles(IEnumerable<(RoutingRule Rule, string Pointer)> rules, List<Fault> faults)
    {
        var taken = new HashSet<string> { RuleSet.FallbackRule, RuleSet.UnplacedRule };
        foreach (var (rule, pointer) in rules)
        {
            if (rule.Id.Length > 0 && !taken.Add(rule.Id))
            {
                faults.Add(new($"{pointer}/id", FaultCodes.Duplicate));
            }
        }
    }
}
