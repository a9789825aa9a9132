using Connect311.Api.Databases;

namespace Connect311.Api.Delivery;

/// <summary>Something to send because of an event, written in the event's own transaction so that it cannot be lost.</summary>
/// <param name="Kind">See <see cref="OutboxKind"/>.</param>
internal sealed record OutboxRow(long RequestId, int EventNumber, string Kind, DateTimeOffset CreatedAt)
{
    public static RowType<OutboxRow> Rows { get; } = new(
        "OutboxRow",
        "outbox",
        RowColumn<OutboxRow>.Long("RequestId", row => row.RequestId),
        RowColumn<OutboxRow>.Int("EventNumber", row => row.EventNumber),
        RowColumn<OutboxRow>.Text("Kind", 20, row => row.Kind),
        RowColumn<OutboxRow>.Time("CreatedAt", row => row.CreatedAt));
}

internal static class OutboxKind
{
    /// <summary>Tell the resident, who asked for it.</summary>
    public const string Notify = "notify";

    /// <summary>Hand the request to a department that works in its own system.</summary>
    public const string Forward = "forward";
}
