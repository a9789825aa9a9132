namespace Connect311.Api.ServiceLevels;

/// <summary>A part of a day on the wall's clocks in which a department works.</summary>
/// <param name="From">The first minute, counted from midnight.</param>
/// <param name="To">The first minute after; 1440 is the end of the day.</param>
internal readonly record struct OpenWindow(int From, int To)
{
    public const int MinutesOfDay = 24 * 60;

    public static readonly OpenWindow WholeDay = new(0, MinutesOfDay);
}

/// <summary>A stretch of time without a break, its end not in it; UTC.</summary>
internal readonly record struct OpenSpan(DateTimeOffset From, DateTimeOffset To)
{
    public TimeSpan Length => To - From;

    /// <summary>What of it lies in another stretch; empty or turned about when there is nothing.</summary>
    public OpenSpan Within(DateTimeOffset from, DateTimeOffset to) => new(From > from ? From : from, To < to ? To : to);
}
