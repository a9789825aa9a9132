using System.Globalization;

namespace Connect311.Routing.Conditions;

/// <summary>A span of dates, both ends among them.</summary>
internal abstract record DateSpan
{
    public abstract bool Contains(DateOnly date);

    /// <summary>What is asked of the date, in one clause or two.</summary>
    public abstract IEnumerable<Clause> Asks { get; }

    /// <summary>Dates of certain years.</summary>
    /// <param name="First">The first date; null for no beginning.</param>
    /// <param name="Last">The last date; null for no end.</param>
    internal sealed record Once(DateOnly? First, DateOnly? Last) : DateSpan
    {
        public override bool Contains(DateOnly date) => !(date < First) && !(date > Last);

        public override IEnumerable<Clause> Asks => new[] { (ClauseCode.FromDate, First), (ClauseCode.UntilDate, Last) }
            .Where(end => end.Item2 is not null)
            .Select(end => new Clause(end.Item1, (ClauseValue.Date, [end.Item2!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)])));

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{(First is { } first ? $"from {first:yyyy-MM-dd} " : "")}{(Last is { } last ? $"until {last:yyyy-MM-dd}" : "on")}").Trim();
    }

    /// <summary>The same dates of every year; a span that ends before it begins runs over the new year.</summary>
    internal sealed record EveryYear(MonthDay First, MonthDay Last) : DateSpan
    {
        public override bool Contains(DateOnly date)
        {
            var day = new MonthDay(date.Month, date.Day);
            return First.Index <= Last.Index
                ? First.Index <= day.Index && day.Index <= Last.Index
                : First.Index <= day.Index || day.Index <= Last.Index;
        }

        public override IEnumerable<Clause> Asks =>
            [new(ClauseCode.EveryYear, (ClauseValue.Date, [First.ToString()]), (ClauseValue.LastDate, [Last.ToString()]))];

        public override string ToString() => $"every year from {First} until {Last}";
    }

    /// <summary>A day of every year; 29 February is one that some years lack.</summary>
    internal readonly record struct MonthDay(int Month, int Day)
    {
        /// <summary>Grows from day to day within the year.</summary>
        public int Index => (Month * 100) + Day;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Month:00}-{Day:00}");
    }
}
