using System.Text.Json;
using Connect311.Routing.Conditions;
using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>Reads a rule-set document; every fault is named with its place in the document.</summary>
public static class RuleSetReader
{
    public const int MaxRules = 10_000;

    private const int MaxNeeds = 10;
    private const int MaxSentence = 500;

    /// <summary>The document, or null when <paramref name="faults"/> holds what is wrong with it.</summary>
    /// <param name="translations">Of its sentences; none by default.</param>
    public static RuleSetDocument? Read(JsonElement json, List<Fault> faults, Translations? translations = null)
    {
        var before = faults.Count;
        var root = new ObjectReader(json, "", faults, translations);
        var name = root.RequiredCode("name");
        var zone = root.RequiredTimeZone("timeZone");
        var uncertain = root.OneOf("uncertainPlaces", UncertainPlacePolicy.All, UncertainPlacePolicy.Likelier)!;
        var reroute = root.OneOf("reroute", ReroutePolicy.All, ReroutePolicy.AtOnce)!;
        var (fallback, fallbackReason) = ReadFallback(root);
        var rules = root.Objects("rules", MaxRules).Select(ReadRule).ToList();
        root.Require("rules");
        root.End();
        RefuseDoubles(rules, faults);
        return faults.Count == before
            ? new(name, zone, uncertain, rules, fallback, fallbackReason) { Reroute = reroute }
            : null;
    }

    private static (Assignment Fallback, LocalText Reason) ReadFallback(ObjectReader root)
    {
        root.Require("fallback");
        if (root.Object("fallback") is not { } fallback)
        {
            return (new("", null, Assignment.DefaultPriority), LocalText.FromEnglish(""));
        }

        var assignment = ReadAssignment(fallback);
        var reason = fallback.RequiredTexts("reason", MaxSentence);
        fallback.End();
        return (assignment, reason);
    }

    private static RoutingRule ReadRule(ObjectReader rule)
    {
        var id = rule.RequiredCode("id");
        var needs = ReadNeeds(rule);
        var conditions = rule.Object("when") is { } when ? new ConditionReader(needs).Read(when) : [];
        conditions.AddRange(needs.Select((question, i) => new NeedsCondition(question) { At = $"{rule.At("needs")}/{i}" }));
        rule.Require("assign");
        var assign = new Assignment("", null, Assignment.DefaultPriority);
        if (rule.Object("assign") is { } assignment)
        {
            assign = ReadAssignment(assignment);
            assignment.End();
        }

        var reason = rule.RequiredTexts("reason", MaxSentence);
        rule.End();
        return new(id, conditions, assign, reason) { At = rule.Pointer };
    }

    private static IReadOnlyList<string> ReadNeeds(ObjectReader rule)
    {
        if (rule.Has("needs") && rule.IsEmptyList("needs"))
        {
            rule.Add("needs", FaultCodes.Required);
        }

        return rule.TextList("needs", MaxNeeds, ValueLists.MaxLength) ?? [];
    }

    private static Assignment ReadAssignment(ObjectReader assign) => new(
        assign.RequiredText("department", 20),
        assign.Code("queue", 50),
        assign.Whole("priority", 1, 4) ?? Assignment.DefaultPriority,
        assign.Texts("note", MaxSentence));

    private static void RefuseDoubles(IEnumerable<RoutingRule> rules, List<Fault> faults)
    {
        var taken = new HashSet<string>();
        foreach (var rule in rules)
        {
            if (SystemRule.All.Contains(rule.Id))
            {
                faults.Add(new($"{rule.At}/id", FaultCodes.Reserved, "what", string.Join(", ", SystemRule.All)));
            }
            else if (rule.Id.Length > 0 && !taken.Add(rule.Id))
            {
                faults.Add(new($"{rule.At}/id", FaultCodes.Duplicate));
            }
        }
    }
}
