using System.Globalization;
using System.Text.Json.Nodes;
using Connect311.Api.Catalog;

namespace Connect311.Benchmarks.Day;

/// <summary>
/// A department's hours as its file has them, reckoned minute by minute: slow, and plain enough to be believed. It shares
/// nothing with the calendars of the application.
/// </summary>
internal sealed class PlainCalendar
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TimeZoneInfo _zone;
    private readonly List<(int From, int To)>[]? _week;
    private readonly HashSet<DateOnly> _holidays;

    private PlainCalendar(TimeZoneInfo zone, List<(int From, int To)>[]? week, HashSet<DateOnly> holidays) =>
        (_zone, _week, _holidays) = (zone, week, holidays);

    /// <summary>The calendars of departments; one that has none works day and night.</summary>
    /// <param name="folder">The city's files.</param>
    public static Func<string, PlainCalendar> ReadAll(string folder, TimeZoneInfo zone)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, CityFiles.Calendars)))!;
        var holidays = file["holidays"]!.AsArray().ToDictionary(
            list => (string)list!["code"]!,
            list => list!["days"]!.AsArray().Select(day => DateOnly.Parse((string)day!["date"]!, CultureInfo.InvariantCulture)).ToHashSet());
        var calendars = file["calendars"]!.AsArray().ToDictionary(
            entry => (string)entry!["code"]!, entry => new PlainCalendar(zone, WeekOf(entry!["hours"]!), holidays[(string)entry["holidays"]!]));
        var always = new PlainCalendar(zone, null, []);
        var departments = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, CityFiles.Departments)))!.AsArray()
            .ToDictionary(entry => (string)entry!["code"]!, entry => (string?)entry!["calendar"]);
        return code => departments.GetValueOrDefault(code) is { } calendar ? calendars[calendar] : always;
    }

    /// <summary>How much of a stretch is open.</summary>
    public TimeSpan Open(DateTimeOffset from, DateTimeOffset to)
    {
        var sum = TimeSpan.Zero;
        for (var at = from; at < to;)
        {
            var next = Earlier(EndOfMinute(at), to);
            sum += IsOpen(at) ? next - at : TimeSpan.Zero;
            at = next;
        }

        return sum;
    }

    /// <summary>When so much open time is over.</summary>
    public DateTimeOffset After(DateTimeOffset from, TimeSpan open)
    {
        var at = from;
        while (open > TimeSpan.Zero)
        {
            var next = EndOfMinute(at);
            if (!IsOpen(at))
            {
                at = next;
                continue;
            }

            next = Earlier(next, at + open);
            open -= next - at;
            at = next;
        }

        return at;
    }

    /// <summary>The end of the last of so many days, the first not counted: when it closes, or day and night the same time of the wall's clock.</summary>
    public DateTimeOffset AfterDays(DateTimeOffset from, int days)
    {
        var local = TimeZoneInfo.ConvertTime(from, _zone).DateTime;
        if (_week is null)
        {
            var end = local.AddDays(days);
            return new DateTimeOffset(end, _zone.GetUtcOffset(end)).ToUniversalTime();
        }

        var day = DateOnly.FromDateTime(local);
        while (days > 0)
        {
            day = day.AddDays(1);
            days -= HoursOf(day).Count > 0 ? 1 : 0;
        }

        var closing = day.ToDateTime(TimeOnly.MinValue).AddMinutes(HoursOf(day).Max(hours => hours.To));
        return new DateTimeOffset(closing, _zone.GetUtcOffset(closing)).ToUniversalTime();
    }

    private static List<(int From, int To)>[] WeekOf(JsonNode hours) =>
        [.. Enum.GetNames<DayOfWeek>().Select(day => (hours[day.ToLowerInvariant()]?.AsArray() ?? []).Select(window => WindowOf((string)window!)).ToList())];

    private static (int From, int To) WindowOf(string text) => text.Split('-') is [var from, var to]
        ? (MinuteOf(from), MinuteOf(to))
        : throw new FormatException($"{text} are no hours.");

    private static int MinuteOf(string text) =>
        (int.Parse(text.AsSpan(0, 2), CultureInfo.InvariantCulture) * 60) + int.Parse(text.AsSpan(3), CultureInfo.InvariantCulture);

    private static DateTimeOffset EndOfMinute(DateTimeOffset at) => new DateTimeOffset(at.UtcTicks - (at.UtcTicks % Minute.Ticks), TimeSpan.Zero) + Minute;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private bool IsOpen(DateTimeOffset at)
    {
        if (_week is null)
        {
            return true;
        }

        var local = TimeZoneInfo.ConvertTime(at, _zone).DateTime;
        var minute = (local.Hour * 60) + local.Minute;
        return HoursOf(DateOnly.FromDateTime(local)).Exists(hours => hours.From <= minute && minute < hours.To);
    }

    private List<(int From, int To)> HoursOf(DateOnly day) => _holidays.Contains(day) ? [] : _week![(int)day.DayOfWeek];
}
