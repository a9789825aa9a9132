using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Subscriptions;

/// <summary>
/// What somebody can be told of: kinds of events that staff caused. What residents do themselves they know, and what goes on
/// inside a department is nobody else's.
/// </summary>
internal static class Topic
{
    /// <summary>No event: the address is asked to confirm.</summary>
    public const string Confirm = "confirm";

    public static readonly string[] All =
    [
        EventKind.Released, EventKind.Acknowledged, EventKind.Started, EventKind.Waiting, EventKind.Resumed, EventKind.ClarificationAsked,
        EventKind.ClarificationExpired, EventKind.Updated, EventKind.Rerouted, EventKind.Transferred, EventKind.Closed, EventKind.Cancelled,
        EventKind.DisputeUpheld, EventKind.DisputeRejected, EventKind.Reopened,
    ];

    /// <summary>Choices as they are stored; null for all.</summary>
    public static string? Store(IReadOnlyCollection<string>? topics) => topics is null ? null : string.Join(',', topics.Order(StringComparer.Ordinal));

    /// <summary>Choices as they were stored.</summary>
    public static string[]? Read(string? topics) => topics?.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a stored choice holds a topic.</summary>
    public static bool Holds(string? topics, string topic) => All.Contains(topic) && (topics is null || Read(topics)!.Contains(topic));
}
