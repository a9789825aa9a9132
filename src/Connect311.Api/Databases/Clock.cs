namespace Connect311.Api.Databases;

internal static class Clock
{
    /// <summary>Stands for "no due time"; sorts last within its priority.</summary>
    public static readonly DateTimeOffset Never = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Now, in UTC, truncated to the millisecond that the columns keep.</summary>
    public static DateTimeOffset Now(this TimeProvider time) => Truncated(time.GetUtcNow());

    /// <summary>Now, but not before another time, though the clock may have been set back since.</summary>
    public static DateTimeOffset NowAfter(this TimeProvider time, DateTimeOffset earlier) =>
        time.Now() is var now && now > earlier ? now : earlier;

    public static DateTimeOffset Truncated(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
