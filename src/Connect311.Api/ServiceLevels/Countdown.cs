namespace Connect311.Api.ServiceLevels;

/// <summary>
/// How a target runs down: it runs in the department's hours, stands still while a request waits for others, and goes
/// along when the request is transferred. Immutable; every change gives another one.
/// </summary>
internal sealed record Countdown
{
    /// <summary>How much time the target gives in all, in the running time of the department that has it.</summary>
    public required TimeSpan Budget { get; init; }

    /// <summary>How much of it was left when it last stopped or began to run.</summary>
    public required TimeSpan Left { get; init; }

    /// <summary>Since when it runs; null while it stands still.</summary>
    public DateTimeOffset? RunsSince { get; init; }

    /// <summary>The due time; null while it stands still before it, and where it never comes. Once missed it stays.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>A target that begins to run; null where the calendar never comes so far.</summary>
    public static Countdown? Start(Target target, DateTimeOffset at, ServiceCalendar calendar)
    {
        if (target.DueFrom(at, calendar) is not { } due)
        {
            return null;
        }

        var budget = calendar.RunningTime(at, due);
        return new() { Budget = budget, Left = budget, RunsSince = at, DueAt = due };
    }

    /// <summary>It stands still from a moment on. What is overdue by then stays overdue, by as much.</summary>
    public Countdown Pause(DateTimeOffset at, ServiceCalendar calendar) =>
        RunsSince is null ? this : this with { Left = LeftAt(at, calendar), RunsSince = null, DueAt = DueAt < at ? DueAt : null };

    /// <summary>It runs on from a moment.</summary>
    public Countdown Resume(DateTimeOffset at, ServiceCalendar calendar) =>
        RunsSince is null ? Run(at, calendar) : this;

    /// <summary>
    /// It goes on with another department. The share that is left is kept: of a department that works longer hours it
    /// is as large a part of its own time for the same target.
    /// </summary>
    /// <param name="target">The other department's target.</param>
    /// <param name="start">When the request came in: the other's budget is reckoned from there.</param>
    public Countdown? Transfer(Target target, DateTimeOffset start, DateTimeOffset at, ServiceCalendar from, ServiceCalendar to)
    {
        if (Start(target, start, to) is not { } whole)
        {
            return null;
        }

        var left = Pause(at, from).Left;
        var share = Budget == TimeSpan.Zero ? 0 : (double)left.Ticks / Budget.Ticks;
        var carried = whole with { Left = Whole(whole.Budget * share), RunsSince = null, DueAt = DueAt < at ? DueAt : null };
        return RunsSince is null ? carried : carried.Run(at, to);
    }

    /// <summary>What is left at a moment, to the millisecond; negative by as much as it is overdue.</summary>
    public TimeSpan LeftAt(DateTimeOffset at, ServiceCalendar calendar) =>
        RunsSince is { } since ? Left - calendar.RunningTime(since, at) : Left;

    private Countdown Run(DateTimeOffset at, ServiceCalendar calendar) => this with
    {
        RunsSince = at,
        DueAt = DueAt ?? calendar.After(at, Left),
    };

    private static TimeSpan Whole(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));
}
