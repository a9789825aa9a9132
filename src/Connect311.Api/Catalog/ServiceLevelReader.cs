using System.Globalization;
using Connect311.Api.ServiceLevels;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>
/// Reads the <c>serviceLevel</c> of a service type: targets, those of single priorities under <c>byPriority</c>, and the
/// source of all that name none of their own.
/// </summary>
internal static class ServiceLevelReader
{
    private const string Member = "serviceLevel";
    private const string ByPriority = "byPriority";
    private const int SourceLength = 200;

    /// <summary>The level; null where the entry has none of its own.</summary>
    public static ServiceLevel? Read(ObjectReader entry)
    {
        if (entry.Object(Member) is not { } level)
        {
            return null;
        }

        var source = level.RequiredText("source", SourceLength);
        var common = ReadTargets(level, source, SourcedTargets.None);
        var single = level.Object(ByPriority);
        var byPriority = Enumerable.Range(1, ServiceLevel.Priorities).Select(priority => ReadPriority(single, priority, source, common)).ToList();
        single?.End();
        level.End();
        if (byPriority.All(targets => targets.Bare.IsEmpty) && !level.Has("resolve"))
        {
            level.Add("resolve", FaultCodes.Required);
        }

        return new(byPriority);
    }

    /// <summary>The targets of a priority: its own, and the common ones for what it does not say.</summary>
    private static SourcedTargets ReadPriority(ObjectReader? single, int priority, string source, SourcedTargets common)
    {
        if (single?.Object(priority.ToString(CultureInfo.InvariantCulture)) is not { } own)
        {
            return common;
        }

        var targets = ReadTargets(own, own.Text("source", SourceLength) ?? source, common);
        own.End();
        return targets;
    }

    private static SourcedTargets ReadTargets(ObjectReader level, string source, SourcedTargets common)
    {
        var targets = new SourcedTargets(
            ReadTarget(level, TargetKind.Acknowledge, source) ?? common.Acknowledge,
            ReadTarget(level, TargetKind.Inspect, source) ?? common.Inspect,
            ReadTarget(level, TargetKind.Resolve, source) ?? common.Resolve);
        RefuseTurnedAbout(level, targets);
        return targets;
    }

    private static SourcedTarget? ReadTarget(ObjectReader level, TargetKind kind, string source)
    {
        if (level.Object(NameOf(kind)) is not { } target)
        {
            return null;
        }

        var hours = target.Whole("hours", 1, 10_000);
        var days = target.Whole("days", 1, 2_000);
        if (hours is null == days is null)
        {
            target.AddHere(FaultCodes.TwoWays, "allowed", "hours, days");
        }

        var own = target.Text("source", SourceLength) ?? source;
        target.End();
        return hours is null == days is null ? null : new(new(hours, days), own);
    }

    /// <summary>
    /// Nothing may be due before what must come first. Hours and days cannot be compared without a calendar, and are not.
    /// </summary>
    private static void RefuseTurnedAbout(ObjectReader level, SourcedTargets targets)
    {
        var (hours, days) = (0, 0);
        foreach (var kind in Targets.Kinds)
        {
            if (targets.Of(kind)?.Target is not { } target)
            {
                continue;
            }

            var least = target.Hours is null ? days : hours;
            if ((target.Hours ?? target.Days) < least)
            {
                level.Add(NameOf(kind), FaultCodes.TooLow, "minimum", least);
            }

            (hours, days) = (target.Hours ?? hours, target.Days ?? days);
        }
    }

    private static string NameOf(TargetKind kind) => Targets.Codes[(int)kind];
}
