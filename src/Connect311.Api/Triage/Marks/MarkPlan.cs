using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Triage.Marks;

/// <summary>
/// What is to be said of a request whose clocks are looked at: that one target is missed, or nearly, and what becomes of the
/// request by the city's rules; or nothing yet. Pure; <see cref="MarkStore"/> writes it.
/// </summary>
/// <param name="Seen">The request as it was read.</param>
/// <param name="Clocks">The clocks then, with when they are looked at next: another mark may be due at once.</param>
/// <param name="Event">Null where there is nothing to say.</param>
internal sealed record MarkPlan(StaffRow Seen, RequestClocks Clocks, NewEvent? Event)
{
    /// <summary>Who does it, in the history.</summary>
    public const string Actor = "program";

    public Escalation? Escalation { get; init; }

    public static MarkPlan Of(StaffRow seen, DateTimeOffset now, Catalog.Catalog catalog)
    {
        var at = now > seen.UpdatedAt ? now : seen.UpdatedAt;
        var (clocks, calendar) = (seen.Clocks, catalog.CalendarOf(seen.Department));
        var stoppedAt = seen.ClosedAt ?? clocks.PausedAt;
        if (MissedIn(clocks, stoppedAt, at) is { } missed)
        {
            return Marked(seen, EventKind.Breached, missed, ClockMark.Breached(missed), at, catalog);
        }

        var near = Targets.Kinds.Where(kind => IsNear(kind)).Select(kind => (TargetKind?)kind).FirstOrDefault();
        return near is { } kind
            ? Marked(seen, EventKind.NearBreach, kind, ClockMark.Near(kind), at, catalog)
            : new(seen, Watched(clocks, seen, at, catalog), null);

        bool IsNear(TargetKind kind) =>
            clocks.IsRunning(kind, stoppedAt)
            && clocks.NearAt(kind, seen.ReceivedAt, at, calendar, catalog.Near) <= at;
    }

    /// <summary>The target that was missed first, and is not marked.</summary>
    private static TargetKind? MissedIn(RequestClocks clocks, DateTimeOffset? stoppedAt, DateTimeOffset at) => Targets.Kinds
        .Where(kind => clocks.IsRunning(kind, stoppedAt) && clocks.DueOf(kind) <= at)
        .OrderBy(clocks.DueOf)
        .Select(kind => (TargetKind?)kind)
        .FirstOrDefault();

    private static MarkPlan Marked(StaffRow seen, string kind, TargetKind target, ClockMarks mark, DateTimeOffset at, Catalog.Catalog catalog)
    {
        var rule = RequestStatus.IsOpen(seen.Status) ? catalog.Escalations.Find(kind, target, seen.Department) : null;
        var escalation = rule is null
            ? null
            : new Escalation(rule.Id, Math.Min(seen.Priority, rule.Priority ?? seen.Priority), rule.Queue ?? seen.Queue, rule.ShowsOperator || seen.IsEscalated);
        var marks = seen.Clocks.Marks | mark | (escalation is null ? ClockMarks.None : ClockMarks.Escalated);
        var clocks = Watched(seen.Clocks with { Marks = marks }, seen, at, catalog);
        var data = new EventData(seen.Status, seen.Department, seen.Outcome)
        {
            Clocks = clocks,
            Mark = new(Targets.Codes[(int)target], seen.Clocks.DueOf(target)!.Value, escalation),
        };
        return new(seen, clocks, new(kind, at, NewEvent.Json(data), new Dictionary<string, string> { ["actor"] = Actor })) { Escalation = escalation };
    }

    private static RequestClocks Watched(RequestClocks clocks, StaffRow seen, DateTimeOffset at, Catalog.Catalog catalog) =>
        clocks.Watched(seen.ReceivedAt, at, seen.ClosedAt, catalog.CalendarOf(seen.Department), catalog.Near);
}
