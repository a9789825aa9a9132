namespace Connect311.Api.ServiceLevels;

/// <summary>
/// When a department works: weekly hours on the wall's clocks of a zone, but for holidays. The one measure of running
/// time: targets are counted in it, and it stands still while the department is closed. Immutable.
/// </summary>
/// <remarks>
/// A moment is open when its wall-clock time is. So an hour that the clocks show twice counts twice, and one that they
/// skip counts for nothing, as with the time windows of routing rules.
/// </remarks>
internal sealed class ServiceCalendar
{
    /// <summary>How far ahead it looks for an open moment: longer than any target, and it ends.</summary>
    private const int MostDays = 40 * 366;

    private readonly TimeZoneInfo _zone;
    private readonly OpenWindow[][] _week;
    private readonly HashSet<DateOnly> _holidays;

    /// <param name="zone">Whose clocks the hours are on.</param>
    /// <param name="week">The hours of each day of the week, Sunday first, in order and apart from each other; empty when closed.</param>
    /// <param name="holidays">Days without hours.</param>
    public ServiceCalendar(TimeZoneInfo zone, IReadOnlyList<IReadOnlyList<OpenWindow>> week, IEnumerable<DateOnly> holidays)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(week.Count, 7);
        _zone = zone;
        _week = [.. week.Select(day => day.ToArray())];
        _holidays = [.. holidays];
        IsAlwaysOpen = _holidays.Count == 0 && _week.All(day => day is [{ From: 0, To: OpenWindow.MinutesOfDay }]);
    }

    /// <summary>Whether time runs day and night.</summary>
    public bool IsAlwaysOpen { get; }

    /// <summary>Every day, day and night.</summary>
    public static ServiceCalendar Always(TimeZoneInfo zone) =>
        new(zone, [.. Enumerable.Repeat<IReadOnlyList<OpenWindow>>([OpenWindow.WholeDay], 7)], []);

    /// <summary>Whether a day has hours at all.</summary>
    public bool IsWorkingDay(DateOnly day) => HoursOf(day).Length > 0;

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime);

    /// <summary>The running time between two moments; nothing when the second is the earlier.</summary>
    public TimeSpan RunningTime(DateTimeOffset from, DateTimeOffset to)
    {
        if (to <= from)
        {
            return TimeSpan.Zero;
        }

        if (IsAlwaysOpen)
        {
            return to - from;
        }

        var sum = TimeSpan.Zero;
        // A day more at both ends: where clocks go back after midnight, a day is over and then comes again.
        for (var day = DayOf(from).AddDays(-1); day <= DayOf(to).AddDays(1); day = day.AddDays(1))
        {
            foreach (var span in SpansOf(day))
            {
                var part = span.Within(from, to).Length;
                sum += part > TimeSpan.Zero ? part : TimeSpan.Zero;
            }
        }

        return sum;
    }

    /// <summary>The first moment by which so much time has run; null when that never comes.</summary>
    /// <param name="running">Not negative; nothing gives the moment itself, open or not.</param>
    public DateTimeOffset? After(DateTimeOffset from, TimeSpan running)
    {
        if (IsAlwaysOpen || running == TimeSpan.Zero)
        {
            return from + running;
        }

        var day = DayOf(from);
        for (var i = 0; i < MostDays; i++, day = day.AddDays(1))
        {
            foreach (var span in SpansOf(day))
            {
                var part = span.Within(from, DateTimeOffset.MaxValue);
                if (part.Length >= running)
                {
                    return part.From + running;
                }

                running -= part.Length > TimeSpan.Zero ? part.Length : TimeSpan.Zero;
            }
        }

        return null;
    }

    /// <summary>
    /// The end of a number of days, the first day not counted: on the same clock time of the last one where time always
    /// runs, else when the last working day closes. Null when that never comes.
    /// </summary>
    /// <remarks>New York's General Construction Law, § 20: a number of days excludes the day from which it is reckoned.</remarks>
    public DateTimeOffset? AfterDays(DateTimeOffset from, int days)
    {
        if (IsAlwaysOpen)
        {
            return LocalTimes.ToUtc(TimeZoneInfo.ConvertTime(from, _zone).DateTime.AddDays(days), _zone, out _);
        }

        var day = DayOf(from);
        for (var i = 0; i < MostDays && days > 0; i++)
        {
            day = day.AddDays(1);
            days -= SpansOf(day).Any() ? 1 : 0;
        }

        return days == 0 ? SpansOf(day).LastOrDefault().To : null;
    }

    /// <summary>The open stretches of a day, in order; where the clocks are set, one window may be two of them, or none.</summary>
    private IEnumerable<OpenSpan> SpansOf(DateOnly day)
    {
        var hours = HoursOf(day);
        if (hours.Length == 0)
        {
            yield break;
        }

        var shift = ClockShift.On(day, _zone);
        foreach (var span in hours.SelectMany(window => shift.Before(day, window)).Concat(hours.SelectMany(window => shift.After(day, window))))
        {
            yield return span;
        }
    }

    private OpenWindow[] HoursOf(DateOnly day) => _holidays.Contains(day) ? [] : _week[(int)day.DayOfWeek];
}
