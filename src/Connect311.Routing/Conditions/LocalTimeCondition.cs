using System.Globalization;

namespace Connect311.Routing.Conditions;

/// <summary>
/// The report was received on one of the weekdays, within the dates and within the clock times of the city's time
/// zone. A window that ends before it begins runs over midnight and belongs to the day on which it began.
/// </summary>
/// <param name="Weekdays">The days on which the window begins; empty means every day.</param>
/// <param name="Dates">The dates on which the window begins; null means every date.</param>
/// <param name="From">The first moment of the window.</param>
/// <param name="To">The first moment after the window; equal to <paramref name="From"/> means a whole day.</param>
internal sealed record LocalTimeCondition(
    IReadOnlyList<DayOfWeek> Weekdays, DateSpan? Dates, TimeOnly From, TimeOnly To) : Condition
{
    private readonly int _weekdays = Weekdays.Aggregate(0, (days, day) => days | (1 << (int)day));

    /// <summary>Whether it ends on the day after the one on which it begins.</summary>
    public bool IsOverMidnight => From >= To && To > TimeOnly.MinValue;

    /// <summary>What tells it from another window, in one text.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{_weekdays} {From:HH:mm} {To:HH:mm} {Dates}");

    internal override Clause Asks => new(ClauseCode.AsksTime, PartsOf());

    internal override Verdict Check(ref Situation report) => Of(Holds(report.LocalTime));

    internal override Clause Finds(ref Situation report) => new(
        ClauseCode.OtherTime,
        (ClauseValue.Weekdays, [CodeOf(report.LocalTime.DayOfWeek)]),
        (ClauseValue.Date, [report.LocalTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)]),
        (ClauseValue.Clock, [report.LocalTime.ToString("HH:mm", CultureInfo.InvariantCulture)]));

    /// <param name="localTime">A time on the clocks of the city.</param>
    public bool Holds(DateTime localTime)
    {
        var clock = TimeOnly.FromDateTime(localTime);
        var date = DateOnly.FromDateTime(localTime);
        if (From < To)
        {
            return clock >= From && clock < To && Begins(date);
        }

        return (clock >= From && Begins(date)) || (clock < To && date > DateOnly.MinValue && Begins(date.AddDays(-1)));
    }

    /// <summary>Whether the window begins on a date.</summary>
    public bool Begins(DateOnly date) =>
        (_weekdays == 0 || (_weekdays & (1 << (int)date.DayOfWeek)) != 0) && (Dates is null || Dates.Contains(date));

    private static string CodeOf(DayOfWeek day) => day.ToString().ToLowerInvariant();

    private static string TextOf(TimeOnly clock) => clock.ToString("HH:mm", CultureInfo.InvariantCulture);

    private IEnumerable<Clause> PartsOf()
    {
        if (Weekdays.Count > 0)
        {
            yield return new(ClauseCode.OnWeekdays, (ClauseValue.Weekdays, [.. Weekdays.Select(CodeOf)]));
        }

        if (From != To || From != TimeOnly.MinValue)
        {
            yield return new(ClauseCode.FromClock, (ClauseValue.Clock, [TextOf(From)]), (ClauseValue.LastClock, [TextOf(To)]));
        }

        foreach (var part in Dates?.Asks ?? [])
        {
            yield return part;
        }
    }
}
