using System.Text.Json.Serialization;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.ServiceLevels;

/// <summary>
/// The clocks of one request, as its row and its events keep them: a due time for each target, and since when they stand
/// still. What is left of a budget follows from these, in the calendar of the department that has the request. Immutable;
/// every change gives another one.
/// </summary>
internal sealed record RequestClocks
{
    public static RequestClocks None { get; } = new();

    /// <summary>By when it is to be acknowledged; null without a target, and once that was done in time.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AcknowledgeDueAt { get; init; }

    /// <summary>By when it is to be inspected; null without a target, and once that was done in time. While it stands still, as of then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? InspectDueAt { get; init; }

    /// <summary>By when it is to be resolved; null without a target. While it stands still, as of then.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Since when an open request waits for others, so that its clocks stand still; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>The targets that it was given, whatever the catalogue says since; see <see cref="ServiceLevels.Targets.ToString"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Targets { get; init; }

    /// <summary>The version of the catalogue that gave it these targets; null in first events, which say it already.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TargetsVersion { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ClockMarks Marks { get; init; }

    /// <summary>When it is to be looked at next whether a target is missed, or nearly; null never. Not part of any event.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextMarkAt { get; init; }

    /// <summary>The due time that holds now: none while it stands still, but what was missed before stays missed.</summary>
    [JsonIgnore]
    public DateTimeOffset? ShownDueAt => DueAt > PausedAt ? null : DueAt;

    /// <summary>The due time that does not hold while it stands still, and will be later; else null.</summary>
    [JsonIgnore]
    public DateTimeOffset? HeldDueAt => DueAt > PausedAt ? DueAt : null;

    /// <inheritdoc cref="ShownDueAt"/>
    [JsonIgnore]
    public DateTimeOffset? ShownInspectDueAt => InspectDueAt > PausedAt || Marks.Has(ClockMarks.Inspected) ? null : InspectDueAt;

    [JsonIgnore]
    public DateTimeOffset? ShownAcknowledgeDueAt => Marks.Has(ClockMarks.Acknowledged) ? null : AcknowledgeDueAt;

    /// <summary>The clocks of a request that comes in.</summary>
    /// <param name="version">The catalogue that gives it the targets.</param>
    public static RequestClocks Start(Targets targets, int version, DateTimeOffset receivedAt, ServiceCalendar calendar) => new()
    {
        AcknowledgeDueAt = targets.Acknowledge?.DueFrom(receivedAt, calendar),
        InspectDueAt = targets.Inspect?.DueFrom(receivedAt, calendar),
        DueAt = targets.Resolve?.DueFrom(receivedAt, calendar),
        Targets = targets.IsEmpty ? null : targets.ToString(),
        TargetsVersion = version,
    };

    public DateTimeOffset? DueOf(TargetKind kind) => kind switch
    {
        TargetKind.Acknowledge => AcknowledgeDueAt,
        TargetKind.Inspect => InspectDueAt,
        TargetKind.Resolve => DueAt,
    };

    /// <summary>
    /// The clocks behind a change of status: acknowledging and inspecting end what they are for; waiting, and being closed,
    /// let the others stand still; going on, and reopening, let them run on with what was left.
    /// </summary>
    /// <param name="from">The status before (<see cref="RequestStatus"/>).</param>
    /// <param name="to">The status after.</param>
    /// <param name="closedAt">When it was closed; null for an open request.</param>
    public RequestClocks After(string from, string to, DateTimeOffset at, DateTimeOffset? closedAt, ServiceCalendar calendar)
    {
        var clocks = RequestStatus.IsOpen(from) || !RequestStatus.IsOpen(to) ? this : Shifted(closedAt ?? at, at, calendar);
        if (clocks.PausedAt is { } pausedAt && to != RequestStatus.Waiting)
        {
            // Also when it is closed: what it had left then is between the closing and the due time.
            clocks = clocks.Shifted(pausedAt, at, calendar) with { PausedAt = null };
        }

        return to switch
        {
            RequestStatus.Acknowledged => clocks.Done(TargetKind.Acknowledge, at),
            RequestStatus.InProgress => clocks.Done(TargetKind.Acknowledge, at).Done(TargetKind.Inspect, at),
            RequestStatus.Waiting => clocks.Done(TargetKind.Acknowledge, at) with { PausedAt = clocks.PausedAt ?? at },
            RequestStatus.Closed or RequestStatus.Cancelled => clocks.Done(TargetKind.Acknowledge, at).Done(TargetKind.Inspect, at),
            _ => clocks,
        };
    }

    /// <summary>
    /// The clocks in the hands of another department. What is left goes along: hours as hours of the other calendar, and of
    /// a number of days the share that is left, which for longer hours is as large a part of its own time. What the one
    /// before has acknowledged, this one has still to, and that begins anew.
    /// </summary>
    public RequestClocks Transferred(DateTimeOffset receivedAt, DateTimeOffset at, ServiceCalendar from, ServiceCalendar to)
    {
        var targets = ServiceLevels.Targets.Read(Targets);
        var carried = ReferenceEquals(from, to)
            ? this
            : Changed(kind => Carried(kind, targets.Of(kind), receivedAt, PausedAt ?? at, from, to));
        const ClockMarks Over = ClockMarks.Acknowledged | ClockMarks.NearAcknowledge | ClockMarks.BreachedAcknowledge;
        carried = carried with { Marks = Marks & ~ClockMarks.Escalated };
        return targets.Acknowledge is { } again && ShownAcknowledgeDueAt is null
            ? carried with { AcknowledgeDueAt = again.DueFrom(at, to), Marks = carried.Marks & ~Over }
            : carried;
    }

    /// <summary>
    /// The clocks for other targets: the time that was used is used of these too. What is then not missed yet can be
    /// missed, and nearly missed, once more.
    /// </summary>
    /// <param name="isAcknowledged">Whether it was acknowledged, so that no target for it begins.</param>
    /// <param name="isInspected">Whether it was inspected.</param>
    public RequestClocks Retargeted(
        Targets targets, int version, bool isAcknowledged, bool isInspected, DateTimeOffset receivedAt, DateTimeOffset at, ServiceCalendar calendar)
    {
        var before = ServiceLevels.Targets.Read(Targets);
        var changed = Changed(kind =>
            (kind == TargetKind.Acknowledge && isAcknowledged) || (kind == TargetKind.Inspect && isInspected)
                ? null
                : Recomputed(kind, before.Of(kind), targets.Of(kind), receivedAt, PausedAt ?? at, calendar));
        var fresh = ServiceLevels.Targets.Kinds.Where(kind => changed.DueOf(kind) > at)
            .Aggregate(ClockMarks.None, (marks, kind) => marks | ClockMark.Near(kind) | ClockMark.Breached(kind));
        return changed with
        {
            Targets = targets.IsEmpty ? null : targets.ToString(),
            TargetsVersion = version,
            Marks = Marks & ~fresh,
        };
    }

    /// <summary>The running time that is left of a target at a moment at which its clock runs; negative by as much as it is overdue.</summary>
    public TimeSpan? LeftAt(TargetKind kind, DateTimeOffset at, ServiceCalendar calendar) => DueOf(kind) is { } due
        ? calendar.RunningTime(at, due) - calendar.RunningTime(due, at)
        : null;

    /// <summary>The due times of what is not done, each changed.</summary>
    private RequestClocks Changed(Func<TargetKind, DateTimeOffset?> due) => this with
    {
        AcknowledgeDueAt = Marks.Has(ClockMarks.Acknowledged) ? AcknowledgeDueAt : due(TargetKind.Acknowledge),
        InspectDueAt = Marks.Has(ClockMarks.Inspected) ? InspectDueAt : due(TargetKind.Inspect),
        DueAt = due(TargetKind.Resolve),
    };

    /// <summary>Later by the running time of a stretch in which they stood still; what was missed by then stays missed, by as much.</summary>
    private RequestClocks Shifted(DateTimeOffset since, DateTimeOffset at, ServiceCalendar calendar) =>
        calendar.RunningTime(since, at) == TimeSpan.Zero
            ? this
            : Changed(kind => DueOf(kind) is { } due && due > since && kind != TargetKind.Acknowledge
                ? calendar.After(at, calendar.RunningTime(since, due))
                : DueOf(kind));

    private RequestClocks Done(TargetKind kind, DateTimeOffset at)
    {
        if (DueOf(kind) is not { } due || Marks.Has(ClockMark.Done(kind)))
        {
            return this;
        }

        var kept = due < at ? due : (DateTimeOffset?)null;
        return this with
        {
            AcknowledgeDueAt = kind == TargetKind.Acknowledge ? kept : AcknowledgeDueAt,
            InspectDueAt = kind == TargetKind.Inspect ? kept : InspectDueAt,
            Marks = Marks | ClockMark.Done(kind),
        };
    }

    private DateTimeOffset? Carried(
        TargetKind kind, Target? target, DateTimeOffset receivedAt, DateTimeOffset asOf, ServiceCalendar from, ServiceCalendar to)
    {
        if (DueOf(kind) is not { } due || due <= asOf)
        {
            return DueOf(kind);
        }

        var left = from.RunningTime(asOf, due);
        if (target is { Days: not null } days
            && days.BudgetFrom(receivedAt, from) is { } budget && budget > TimeSpan.Zero
            && days.BudgetFrom(receivedAt, to) is { } other)
        {
            left = Whole(other * (left / budget));
        }

        return to.After(asOf, left);
    }

    private DateTimeOffset? Recomputed(
        TargetKind kind, Target? before, Target? target, DateTimeOffset receivedAt, DateTimeOffset asOf, ServiceCalendar calendar)
    {
        if (target?.BudgetFrom(receivedAt, calendar) is not { } budget)
        {
            return null;
        }

        var sinceThen = calendar.RunningTime(receivedAt, asOf);
        var used = before?.BudgetFrom(receivedAt, calendar) - LeftAt(kind, asOf, calendar) ?? sinceThen;
        return budget > used
            ? calendar.After(asOf, budget - used)
            : Earlier(calendar.After(receivedAt, budget + (sinceThen > used ? sinceThen - used : TimeSpan.Zero)), asOf);
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one : other;

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
}
