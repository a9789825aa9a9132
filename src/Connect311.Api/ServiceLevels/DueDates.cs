using Connect311.Api.Catalog;

namespace Connect311.Api.ServiceLevels;

/// <summary>By when a request should be resolved.</summary>
internal static class DueDates
{
    /// <summary>
    /// The due time, or null without a target. Hours run on the clock; days end at the same local time of a later
    /// day, at its first occurrence where the clocks go back and after the gap where they go forward.
    /// </summary>
    public static DateTimeOffset? Of(ServiceLevel? level, DateTimeOffset receivedAt, TimeZoneInfo zone)
    {
        if (level is null)
        {
            return null;
        }

        if (level.Hours is { } hours)
        {
            return receivedAt.AddHours(hours);
        }

        var local = TimeZoneInfo.ConvertTime(receivedAt, zone).DateTime.AddDays(level.Days!.Value);
        return LocalTimes.ToUtc(local, zone, out _);
    }
}
