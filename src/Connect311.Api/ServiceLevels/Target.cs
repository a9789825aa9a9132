using System.Globalization;

namespace Connect311.Api.ServiceLevels;

/// <summary>How long something may take: a number of hours or a number of days of a department's calendar.</summary>
/// <param name="Hours">Hours of running time, or null.</param>
/// <param name="Days">Days, the first not counted, or null.</param>
internal readonly record struct Target(int? Hours, int? Days)
{
    /// <summary>The due time of what begins at a moment; null when the calendar never comes so far.</summary>
    public DateTimeOffset? DueFrom(DateTimeOffset start, ServiceCalendar calendar) => Hours is { } hours
        ? calendar.After(start, TimeSpan.FromHours(hours))
        : calendar.AfterDays(start, Days!.Value);

    /// <summary>How much running time it gives from a moment on; null when the calendar never comes so far.</summary>
    public TimeSpan? BudgetFrom(DateTimeOffset start, ServiceCalendar calendar) => Hours is { } hours
        ? TimeSpan.FromHours(hours)
        : DueFrom(start, calendar) is { } due ? calendar.RunningTime(start, due) : null;

    /// <summary>Such as <c>4h</c> or <c>30d</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Hours ?? Days}{(Hours is null ? Targets.DayMark : Targets.HourMark)}");
}
