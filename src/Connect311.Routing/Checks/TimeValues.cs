using Connect311.Routing.Conditions;

namespace Connect311.Routing.Checks;

/// <summary>The times on the city's clocks that windows can tell apart.</summary>
internal static class TimeValues
{
    /// <summary>Each condition takes a bit of what a time fares with all of them.</summary>
    private const int MaxConditions = 64;

    private const int MaxLooks = 4_000_000;

    /// <summary>In so many years every date falls on every weekday, 29 February too, even if a century without one is among them.</summary>
    private const int YearsOfEverything = 72;

    /// <summary>In so many years every date comes, 29 February too: 2096 and 2104 have one, 2100 has not.</summary>
    private const int YearsOfLeap = 9;

    private const int DaysOfWeek = 7;

    private static readonly DateOnly Start = new(2000, 1, 1);

    /// <returns>How each time fares: a bit for each condition that holds; null when there are too many to look at.</returns>
    public static List<ulong>? Of(IReadOnlyList<LocalTimeCondition> conditions)
    {
        if (conditions.Count > MaxConditions)
        {
            return null;
        }

        var clocks = conditions.SelectMany(condition => new[] { condition.From, condition.To })
            .Append(TimeOnly.MinValue).Distinct().ToList();
        if (DatesOf(conditions) is not { } dates
            || (long)dates.Count * clocks.Count * conditions.Count > MaxLooks)
        {
            return null;
        }

        return [.. dates.SelectMany(date => clocks.Select(clock => Fare(conditions, date.ToDateTime(clock)))).Distinct()];
    }

    private static ulong Fare(IReadOnlyList<LocalTimeCondition> conditions, DateTime time)
    {
        var fare = 0UL;
        for (var i = 0; i < conditions.Count; i++)
        {
            fare |= conditions[i].Holds(time) ? 1UL << i : 0;
        }

        return fare;
    }

    /// <summary>Dates enough that every date fares with all spans and weekdays as one of them does; null for too many.</summary>
    private static List<DateOnly>? DatesOf(IReadOnlyList<LocalTimeCondition> conditions)
    {
        var spans = conditions.Select(condition => condition.Dates).OfType<DateSpan>().ToList();
        // A window over midnight reaches into the day after its dates.
        var cuts = spans.OfType<DateSpan.Once>()
            .SelectMany(span => new[] { (span.First, 0), (span.First, 1), (span.Last, 1), (span.Last, 2) })
            .Where(cut => cut.Item1 is not null)
            .Select(cut => cut.Item1!.Value.DayNumber + cut.Item2)
            .Distinct().Order().ToList();
        var years = conditions.Any(condition => condition.Weekdays.Count > 0) ? YearsOfEverything : YearsOfLeap;
        var perSegment = spans.Exists(span => span is DateSpan.EveryYear)
            ? Start.AddYears(years).DayNumber - Start.DayNumber
            : DaysOfWeek;
        if ((long)cuts.Count * perSegment > MaxLooks)
        {
            return null;
        }

        var days = new HashSet<int>(Enumerable.Range((cuts.Count == 0 ? Start.DayNumber : cuts[0]) - perSegment, perSegment));
        for (var i = 0; i < cuts.Count; i++)
        {
            var end = i + 1 < cuts.Count ? Math.Min(cuts[i + 1], cuts[i] + perSegment) : cuts[i] + perSegment;
            days.UnionWith(Enumerable.Range(cuts[i], end - cuts[i]));
        }

        return [.. days.Where(day => day > 0 && day <= DateOnly.MaxValue.DayNumber).Select(DateOnly.FromDayNumber)];
    }
}
