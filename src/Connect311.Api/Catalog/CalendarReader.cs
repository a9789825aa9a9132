using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Connect311.Api.ServiceLevels;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>Reads calendars.json: lists of holidays, and the weekly hours of calendars, which may keep one of the lists.</summary>
internal static class CalendarReader
{
    private const string DateForm = "yyyy-MM-dd";
    private const string EndOfDay = "24:00";

    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    /// <param name="zone">The city's; a calendar may name another.</param>
    public static FrozenDictionary<string, ServiceCalendar> Read(JsonElement json, TimeZoneInfo zone, List<Fault> faults)
    {
        var root = new ObjectReader(json, "", faults);
        var holidays = ReadAll(root, "holidays", ReadHolidays);
        var calendars = ReadAll(root, "calendars", entry => ReadCalendar(entry, zone, holidays));
        root.End();
        return calendars.ToFrozenDictionary();
    }

    /// <summary>The entries of a list by their codes; a code given twice is a fault.</summary>
    private static Dictionary<string, T> ReadAll<T>(ObjectReader root, string name, Func<ObjectReader, T> read)
    {
        var items = new Dictionary<string, T>();
        foreach (var entry in root.Objects(name, 100))
        {
            var code = entry.RequiredCode("code", 50);
            if (!items.TryAdd(code, read(entry)) && code.Length > 0)
            {
                entry.Add("code", FaultCodes.Duplicate);
            }

            entry.End();
        }

        return items;
    }

    private static List<DateOnly> ReadHolidays(ObjectReader entry)
    {
        entry.RequiredText("source", 500);
        var days = new List<DateOnly>();
        foreach (var day in entry.Objects("days", 1_000))
        {
            day.RequiredTexts("name", 100);
            var date = day.RequiredText("date", DateForm.Length);
            if (DateOnly.TryParseExact(date, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            {
                days.Add(read);
            }
            else if (date.Length > 0)
            {
                day.Add("date", FaultCodes.InvalidFormat, "expected", DateForm);
            }

            day.End();
        }

        return days;
    }

    private static ServiceCalendar ReadCalendar(ObjectReader entry, TimeZoneInfo zone, Dictionary<string, List<DateOnly>> holidays)
    {
        entry.RequiredTexts("name", 200);
        entry.RequiredText("source", 500);
        var own = entry.Has("timeZone") ? entry.RequiredTimeZone("timeZone") : zone;
        var days = new List<DateOnly>();
        if (entry.Code("holidays", 50) is { } list && !holidays.TryGetValue(list, out days))
        {
            entry.Add("holidays", FaultCodes.Undefined, "what", $"the holidays {list}");
        }

        return new(own, ReadWeek(entry), days ?? []);
    }

    private static List<OpenWindow>[] ReadWeek(ObjectReader entry)
    {
        entry.Require("hours");
        if (entry.Object("hours") is not { } hours)
        {
            return [.. Weekdays.Select(_ => new List<OpenWindow>())];
        }

        List<OpenWindow>[] week = [.. Weekdays.Select(day => ReadDay(hours, day))];
        hours.End();
        if (week.All(day => day.Count == 0))
        {
            // Nothing would ever be due.
            entry.Add("hours", FaultCodes.Required);
        }

        return week;
    }

    private static List<OpenWindow> ReadDay(ObjectReader hours, string day)
    {
        var windows = new List<OpenWindow>();
        foreach (var text in hours.TextList(day, 10, 11) ?? [])
        {
            if (ReadWindow(text) is not { } window || (windows.Count > 0 && window.From < windows[^1].To))
            {
                hours.Add(day, FaultCodes.InvalidFormat, "expected", "windows such as 09:00-17:00, in order");
                break;
            }

            windows.Add(window);
        }

        return windows;
    }

    private static OpenWindow? ReadWindow(string text) =>
        text.Split('-') is [var from, var to] && Minute(from) is { } first && (to == EndOfDay ? OpenWindow.MinutesOfDay : Minute(to)) is { } end && first < end
            ? new(first, end)
            : null;

    private static int? Minute(string clock) =>
        TimeOnly.TryParseExact(clock, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? (time.Hour * 60) + time.Minute
            : null;
}
