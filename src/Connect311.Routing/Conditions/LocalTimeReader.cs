using System.Globalization;
using Connect311.Routing.Documents;

namespace Connect311.Routing.Conditions;

/// <summary>Reads a <c>localTime</c>: weekdays, clock times and dates.</summary>
internal static class LocalTimeReader
{
    private const string ClockForm = "HH:mm";
    private const string DateForm = "yyyy-MM-dd";
    private const int ALeapYear = 2000;

    // Enum.TryParse would also take numbers, spaces and "monday,tuesday".
    private static readonly Dictionary<string, DayOfWeek> Days =
        Enum.GetValues<DayOfWeek>().ToDictionary(day => day.ToString(), StringComparer.OrdinalIgnoreCase);

    public static LocalTimeCondition Read(ObjectReader window)
    {
        var condition = new LocalTimeCondition(Weekdays(window), Dates(window), Clock(window, "from"), Clock(window, "to"))
        {
            At = window.Pointer,
        };
        window.End();
        return condition;
    }

    private static List<DayOfWeek> Weekdays(ObjectReader window)
    {
        var days = new List<DayOfWeek>();
        foreach (var name in ValueLists.Read(window, "weekdays", _ => true) ?? [])
        {
            if (Days.TryGetValue(name, out var day))
            {
                days.Add(day);
            }
            else
            {
                window.Add("weekdays", FaultCodes.UnknownValue, "allowed", "sunday, monday, tuesday, wednesday, thursday, friday, saturday");
            }
        }

        return days;
    }

    private static TimeOnly Clock(ObjectReader window, string name)
    {
        if (window.Text(name, ClockForm.Length) is not { } text)
        {
            return TimeOnly.MinValue;
        }

        if (!TimeOnly.TryParseExact(text, ClockForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            window.Add(name, FaultCodes.InvalidFormat, "expected", ClockForm);
        }

        return clock;
    }

    /// <summary>Both dates with a year, of which one may be left out, or both without.</summary>
    private static DateSpan? Dates(ObjectReader window)
    {
        var before = window.Faults.Count;
        var (first, last) = (Date(window, "firstDate"), Date(window, "lastDate"));
        if ((first is null && last is null) || window.Faults.Count > before)
        {
            return null;
        }

        if (first?.HasYear != false && last?.HasYear != false)
        {
            return new DateSpan.Once(first?.Date, last?.Date);
        }

        if (first is { HasYear: false, Date: var from } && last is { HasYear: false, Date: var until })
        {
            return new DateSpan.EveryYear(new(from.Month, from.Day), new(until.Month, until.Day));
        }

        // One date without its year would leave open where the year begins or ends.
        window.AddHere(FaultCodes.TwoWays, "allowed", "firstDate and lastDate as MM-dd, or either or both as yyyy-MM-dd");
        return null;
    }

    private static (DateOnly Date, bool HasYear)? Date(ObjectReader window, string name)
    {
        if (window.Text(name, DateForm.Length) is not { } text)
        {
            return null;
        }

        var hasYear = text.Length == DateForm.Length;
        var whole = hasYear ? text : $"{ALeapYear}-{text}";
        if (DateOnly.TryParseExact(whole, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return (date, hasYear);
        }

        if (IsFormed(whole))
        {
            window.Add(name, FaultCodes.NoSuchDate);
        }
        else
        {
            window.Add(name, FaultCodes.InvalidFormat, "expected", "yyyy-MM-dd, or MM-dd for every year");
        }

        return null;
    }

    private static bool IsFormed(string text) =>
        text.Length == DateForm.Length && text.Select((c, i) => i is 4 or 7 ? c == '-' : char.IsAsciiDigit(c)).All(fits => fits);
}
