using System.Globalization;
using Connect311.Api.ServiceLevels;
using Connect311.Routing.Documents;

namespace Connect311.Api.Subscriptions;

/// <summary>When somebody wants to hear nothing, by a clock on the wall. What comes then waits for the end.</summary>
/// <param name="From">Minutes of the day.</param>
/// <param name="Until">Minutes of the day; before <paramref name="From"/> it is those of the next day.</param>
/// <param name="TimeZone">IANA name.</param>
internal sealed record QuietHours(int From, int Until, string TimeZone)
{
    private const string ClockForm = "HH:mm";

    /// <summary>When it is over; null where a moment is not in it.</summary>
    public DateTimeOffset? EndAt(DateTimeOffset moment)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var local = TimeZoneInfo.ConvertTime(moment, zone).DateTime;
        var minute = (int)local.TimeOfDay.TotalMinutes;
        var isQuiet = From <= Until ? minute >= From && minute < Until : minute >= From || minute < Until;
        if (!isQuiet)
        {
            return null;
        }

        var end = local.Date.AddDays(minute < Until ? 0 : 1).AddMinutes(Until);

        // Where clocks go back, the first of two ends may be behind already.
        return LocalTimes.ToUtc(end, zone, out _) is var utc && utc > moment ? utc : null;
    }

    /// <summary>Reads <c>quietHours</c>; null when absent or faulty.</summary>
    public static QuietHours? Read(ObjectReader root)
    {
        if (root.Object("quietHours") is not { } reader)
        {
            return null;
        }

        var (from, until) = (Clock(reader, "from"), Clock(reader, "until"));
        var zone = reader.RequiredTimeZone("timeZone");
        reader.End();
        if (from is null || until is null)
        {
            return null;
        }

        if (from == until)
        {
            reader.Add("until", FaultCodes.NotWith, "what", "the same from");
            return null;
        }

        return new(from.Value, until.Value, zone.Id);
    }

    /// <summary>Minutes of the day as a clock shows them.</summary>
    public static string Shown(int minutes) => new TimeOnly(minutes / 60, minutes % 60).ToString(ClockForm, CultureInfo.InvariantCulture);

    private static int? Clock(ObjectReader reader, string name)
    {
        var text = reader.RequiredText(name, ClockForm.Length);
        if (TimeOnly.TryParseExact(text, ClockForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            return (clock.Hour * 60) + clock.Minute;
        }

        if (text.Length > 0)
        {
            reader.Add(name, FaultCodes.InvalidFormat, "expected", "a clock time such as 22:00");
        }

        return null;
    }
}
