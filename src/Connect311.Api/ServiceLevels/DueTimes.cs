using Connect311.Api.Catalog;

namespace Connect311.Api.ServiceLevels;

/// <summary>When what is left of a request's targets is due, and when that is to be looked at.</summary>
internal static class DueTimes
{
    /// <summary>The clocks of a request that comes in, in the calendar of the department that gets it.</summary>
    public static RequestClocks Of(ServiceType type, int priority, string department, DateTimeOffset receivedAt, Catalog.Catalog catalog)
    {
        if (type.ServiceLevel?.Of(priority) is not { } targets)
        {
            return RequestClocks.None with { TargetsVersion = catalog.Version };
        }

        var calendar = catalog.CalendarOf(department);
        return RequestClocks.Start(targets, catalog.Version, receivedAt, calendar)
            .Watched(receivedAt, receivedAt, stoppedAt: null, calendar, catalog.Near);
    }

    /// <summary>The clocks with the time at which it is to be looked at next whether a target is missed, or nearly.</summary>
    /// <param name="at">The time of the change that they come of.</param>
    /// <param name="stoppedAt">When the request was closed; null for an open one.</param>
    public static RequestClocks Watched(
        this RequestClocks clocks, DateTimeOffset receivedAt, DateTimeOffset at, DateTimeOffset? stoppedAt, ServiceCalendar calendar, NearRule near)
    {
        var next = (DateTimeOffset?)null;
        foreach (var kind in Targets.Kinds)
        {
            var time = clocks.NextOf(kind, receivedAt, at, stoppedAt ?? clocks.PausedAt, calendar, near);
            next = next is null || time < next ? time ?? next : next;
        }

        return clocks with { NextMarkAt = next };
    }

    /// <summary>When a target is to be marked as nearly missed: at the latest when it is missed; null once that was done.</summary>
    public static DateTimeOffset? NearAt(
        this RequestClocks clocks, TargetKind kind, DateTimeOffset receivedAt, DateTimeOffset at, ServiceCalendar calendar, NearRule near)
    {
        if (clocks.DueOf(kind) is not { } due || clocks.Marks.Has(ClockMark.Near(kind)))
        {
            return null;
        }

        var budget = Targets.Read(clocks.Targets).Of(kind)?.BudgetFrom(receivedAt, calendar) ?? calendar.RunningTime(receivedAt, due);
        return near.LeftOf(budget) is not { } warned ? null
            : calendar.RunningTime(at, due) is var left && left <= warned ? at
            : calendar.After(at, left - warned);
    }

    /// <summary>Whether it is still to be said whether a target is missed.</summary>
    /// <param name="stoppedAt">When the clock stopped, for a closed or a waiting request; what was missed by then is missed.</param>
    public static bool IsRunning(this RequestClocks clocks, TargetKind kind, DateTimeOffset? stoppedAt) =>
        clocks.DueOf(kind) is { } due && !clocks.Marks.Has(ClockMark.Breached(kind)) && !(due > stoppedAt);

    private static DateTimeOffset? NextOf(
        this RequestClocks clocks, TargetKind kind, DateTimeOffset receivedAt, DateTimeOffset at, DateTimeOffset? stoppedAt, ServiceCalendar calendar, NearRule near)
    {
        if (!clocks.IsRunning(kind, stoppedAt) || clocks.DueOf(kind) is not { } due)
        {
            return null;
        }

        // What was missed before anybody looked is marked all the same, though the clock has stopped since.
        return due <= at ? due : clocks.NearAt(kind, receivedAt, at, calendar, near) ?? due;
    }
}
