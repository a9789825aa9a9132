namespace Connect311.Api.ServiceLevels;

/// <summary>How a zone's clocks stand on a day: by one offset, or by two when they are set on it.</summary>
/// <param name="At">When they are set; the end of time when they are not.</param>
/// <param name="First">The offset until then.</param>
/// <param name="Second">The offset from then on.</param>
internal readonly record struct ClockShift(DateTimeOffset At, TimeSpan First, TimeSpan Second)
{
    /// <summary>No zone is farther from UTC, in hours.</summary>
    private const int Farthest = 15;

    public static ClockShift On(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var (before, after) = (midnight.AddHours(-Farthest), midnight.AddHours(24 + Farthest));
        var (first, second) = (zone.GetUtcOffset(before), zone.GetUtcOffset(after));
        return first == second
            ? new(DateTimeOffset.MaxValue, first, second)
            : new(Find(zone, before, after, first), first, second);
    }

    /// <summary>What of a window lies before the clocks are set.</summary>
    public IEnumerable<OpenSpan> Before(DateOnly day, OpenWindow window) =>
        Some(Span(day, window, First).Within(DateTimeOffset.MinValue, At));

    /// <summary>What of it lies after.</summary>
    public IEnumerable<OpenSpan> After(DateOnly day, OpenWindow window) =>
        At == DateTimeOffset.MaxValue ? [] : Some(Span(day, window, Second).Within(At, DateTimeOffset.MaxValue));

    private static IEnumerable<OpenSpan> Some(OpenSpan span) => span.Length > TimeSpan.Zero ? [span] : [];

    private static OpenSpan Span(DateOnly day, OpenWindow window, TimeSpan offset)
    {
        var midnight = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) - offset;
        return new(midnight.AddMinutes(window.From), midnight.AddMinutes(window.To));
    }

    /// <summary>The first millisecond at which the first offset no longer holds.</summary>
    private static DateTimeOffset Find(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to, TimeSpan first)
    {
        var (low, high) = (from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds());
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = zone.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(middle)) == first ? (middle, high) : (low, middle);
        }

        return DateTimeOffset.FromUnixTimeMilliseconds(high);
    }
}
