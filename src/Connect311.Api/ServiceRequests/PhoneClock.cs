namespace Connect311.Api.ServiceRequests;

/// <summary>What a phone says of the time.</summary>
internal static class PhoneClock
{
    /// <summary>No queue waits as long.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>A clock may be as much ahead of ours, and a message on its way.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    /// <summary>Whether a report can hardly have been finished when the phone says.</summary>
    public static bool IsSuspect(DateTimeOffset? reportedAt, DateTimeOffset receivedAt) =>
        reportedAt is { } reported && (reported > receivedAt + Tolerance || reported < receivedAt - Longest);
}
