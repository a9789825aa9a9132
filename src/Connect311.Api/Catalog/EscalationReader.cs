using System.Text.Json;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests.History;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>Reads escalations.json: when a target is nearly missed, and rules.</summary>
internal static class EscalationReader
{
    private const int MaxHours = 10_000;

    private static readonly string[] Kinds = [EventKind.NearBreach, EventKind.Breached];

    public static Escalations Read(JsonElement json, List<Fault> faults)
    {
        var root = new ObjectReader(json, "", faults);
        var near = ReadNear(root);
        var ids = new HashSet<string>();
        var rules = new List<EscalationRule>();
        foreach (var entry in root.Objects("rules", 200))
        {
            var rule = ReadRule(entry);
            if (rule.Id.Length > 0 && !ids.Add(rule.Id))
            {
                entry.Add("id", FaultCodes.Duplicate);
            }

            rules.Add(rule);
            entry.End();
        }

        root.End();
        return new(near, rules);
    }

    private static NearRule ReadNear(ObjectReader root)
    {
        if (root.Object("near") is not { } near)
        {
            return NearRule.Default;
        }

        var percent = near.Whole("percent", 1, 99);
        var hours = near.Whole("hours", 1, MaxHours);
        if (percent is null == hours is null)
        {
            near.AddHere(FaultCodes.TwoWays, "allowed", "percent, hours");
        }

        near.End();
        return new(percent / 100.0, hours is { } left ? TimeSpan.FromHours(left) : null);
    }

    private static EscalationRule ReadRule(ObjectReader entry)
    {
        entry.Require("at");
        var rule = new EscalationRule(
            entry.RequiredCode("id"),
            entry.OneOf("at", Kinds) ?? EventKind.Breached,
            ReadTargets(entry),
            entry.TextList("departments", 200, 20) ?? [])
        {
            Field = entry.Pointer,
            Priority = entry.Whole("priority", 1, ServiceLevel.Priorities),
            Queue = entry.Code("queue", 50),
            ShowsOperator = entry.Flag("operator", byDefault: false),
        };
        if (rule is { Priority: null, Queue: null, ShowsOperator: false })
        {
            entry.AddHere(FaultCodes.TwoWays, "allowed", "priority, queue, operator");
        }

        return rule;
    }

    private static List<TargetKind> ReadTargets(ObjectReader entry)
    {
        var targets = new List<TargetKind>();
        foreach (var (text, i) in (entry.TextList("targets", 3, 20) ?? []).Select((text, i) => (text, i)))
        {
            if (Array.IndexOf(Targets.Codes, text) is var kind && kind >= 0)
            {
                targets.Add((TargetKind)kind);
            }
            else
            {
                entry.Faults.Add(new($"{entry.At("targets")}/{i}", FaultCodes.UnknownValue, "allowed", string.Join(", ", Targets.Codes)));
            }
        }

        return targets;
    }
}
