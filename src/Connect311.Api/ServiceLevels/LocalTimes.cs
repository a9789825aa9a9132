namespace Connect311.Api.ServiceLevels;

/// <summary>Turns a city's clock times into UTC.</summary>
internal static class LocalTimes
{
    public enum Oddity
    {
        None,

        /// <summary>The clocks went back and showed it twice; the first is meant.</summary>
        Doubled,

        /// <summary>The clocks went forward over it; it is moved by the length of the gap.</summary>
        Missing,
    }

    public static DateTimeOffset ToUtc(DateTime local, TimeZoneInfo zone, out Oddity oddity)
    {
        if (zone.IsInvalidTime(local))
        {
            oddity = Oddity.Missing;
            var before = zone.GetUtcOffset(local.AddDays(-1));
            return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), before).ToUniversalTime();
        }

        oddity = zone.IsAmbiguousTime(local) ? Oddity.Doubled : Oddity.None;

        // The larger offset is daylight-saving time, which the clock showed first.
        var offset = oddity == Oddity.Doubled ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset).ToUniversalTime();
    }
}
