using Connect311.Api.ServiceLevels;
using CsCheck;

namespace Connect311.Tests.ServiceLevels;

/// <summary>Calendars and moments, most of them near the days on which clocks are set.</summary>
internal static class CalendarGen
{
    /// <summary>By an hour, by half an hour, at midnight, in the south, never, and over the month of fasting.</summary>
    private static readonly string[] Zones =
        ["America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata", "Africa/Casablanca", "Pacific/Auckland"];

    /// <summary>A little before clocks are set somewhere.</summary>
    private static readonly DateTime[] Days =
    [
        new(2026, 3, 6), new(2026, 3, 27), new(2026, 10, 23), new(2026, 10, 30), new(2027, 4, 2), new(2027, 9, 3), new(2028, 1, 28), new(2028, 9, 22),
    ];

    private static readonly Gen<OpenWindow[]> Day = Gen.Frequency(
        (2, Gen.Const<OpenWindow[]>([])),
        (1, Gen.Const<OpenWindow[]>([OpenWindow.WholeDay])),
        (4, Gen.Int[0, OpenWindow.MinutesOfDay].Array[2, 4].Select(Windows)));

    public static readonly Gen<CalendarModel> Models = Gen.Select(
        Gen.Int[0, Zones.Length - 1].Select(zone => TimeZoneInfo.FindSystemTimeZoneById(Zones[zone])), Day.Array[7], Gen.Int[0, 30].Array[0, 4], Starts)
        .Select((zone, week, off, start) => new CalendarModel(
            zone, week, [.. off.Select(days => DateOnly.FromDateTime(start.UtcDateTime).AddDays(days))], start));

    /// <summary>Whole minutes.</summary>
    private static Gen<DateTimeOffset> Starts => Gen.Select(
        Gen.Int[0, Days.Length - 1],
        Gen.Int[0, 9 * OpenWindow.MinutesOfDay],
        (day, minute) => new DateTimeOffset(Days[day].AddMinutes(minute), TimeSpan.Zero));

    private static OpenWindow[] Windows(int[] ends)
    {
        var sorted = ends.Distinct().Order().ToList();
        return [.. Enumerable.Range(0, sorted.Count / 2).Select(i => new OpenWindow(sorted[2 * i], sorted[(2 * i) + 1]))];
    }
}

/// <summary>What a calendar is made of, and the plainest way to reckon by it: minute for minute.</summary>
internal sealed record CalendarModel(TimeZoneInfo Zone, OpenWindow[][] Week, DateOnly[] Holidays, DateTimeOffset Start)
{
    public ServiceCalendar Calendar => new(Zone, Week, Holidays);

    public bool IsOpen(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, Zone).DateTime;
        var minute = (int)local.TimeOfDay.TotalMinutes;
        return !Holidays.Contains(DateOnly.FromDateTime(local))
            && Week[(int)local.DayOfWeek].Any(window => window.From <= minute && minute < window.To);
    }

    public int OpenMinutes(DateTimeOffset from, DateTimeOffset to)
    {
        var count = 0;
        for (var at = from; at < to; at = at.AddMinutes(1))
        {
            count += IsOpen(at) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The end of the open minute by which so many have run, or null after a while.</summary>
    public DateTimeOffset? After(DateTimeOffset from, int minutes)
    {
        for (var at = from; at < from.AddDays(60); at = at.AddMinutes(1))
        {
            if (minutes == 0)
            {
                return at;
            }

            minutes -= IsOpen(at) ? 1 : 0;
        }

        return null;
    }
}
