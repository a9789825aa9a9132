using Connect311.Api.Databases;

namespace Connect311.Api.ServiceRequests.History;

/// <summary>One line of a request's history with its erasable details, as it is inserted.</summary>
internal sealed class EventRow
{
    public static RowType<EventRow> Rows { get; } = new(
        "EventRow",
        "events",
        RowColumn<EventRow>.Int("Behind", row => row.Behind),
        RowColumn<EventRow>.Long("RequestId", row => row.RequestId),
        RowColumn<EventRow>.Int("Number", row => row.Number),
        RowColumn<EventRow>.Text("Kind", 30, row => row.Kind),
        RowColumn<EventRow>.Time("At", row => row.At),
        RowColumn<EventRow>.Text("Data", 4000, row => row.Data),
        RowColumn<EventRow>.Text("Digests", 1000, row => row.Digests),
        RowColumn<EventRow>.Text("PreviousHash", 43, row => row.PreviousHash),
        RowColumn<EventRow>.Text("Hash", 43, row => row.Hash),
        RowColumn<EventRow>.Text("Salt", 43, row => row.Salt),
        RowColumn<EventRow>.LongText("Content", row => row.Content));

    /// <summary>How far the position lies behind the last one that the transaction takes; set when it is written.</summary>
    public int Behind { get; set; }

    public required long RequestId { get; init; }

    /// <summary>1 for the first event of a request.</summary>
    public required int Number { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Data { get; init; }

    public required string Digests { get; init; }

    public required string PreviousHash { get; init; }

    public required string Hash { get; init; }

    public required string Salt { get; init; }

    public required string Content { get; init; }
}
