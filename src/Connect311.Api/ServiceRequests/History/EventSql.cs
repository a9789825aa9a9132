using Connect311.Api.Databases;

namespace Connect311.Api.ServiceRequests.History;

/// <summary>
/// The last statements of every writing transaction. The lock on the one row of FeedPosition is held until the
/// commit, so positions are committed in their order: a reader of <c>Position &gt; @after</c> misses none.
/// </summary>
internal sealed record EventSql
{
    public static EventSql Sqlite { get; } = new()
    {
        InsertEvents = """
            INSERT INTO ServiceRequestEvent (Position, RequestId, Number, Kind, At, Data, Digests, PreviousHash, Hash)
            VALUES ((SELECT Position FROM FeedPosition WHERE Id = 1) - @Behind,
                @RequestId, @Number, @Kind, @At, @Data, @Digests, @PreviousHash, @Hash);
            """,
        InsertDetails = """
            INSERT INTO EventDetail (Position, Salt, Content)
            VALUES ((SELECT Position FROM FeedPosition WHERE Id = 1) - @Behind, @Salt, @Content);
            """,
    };

    public static EventSql SqlServer { get; } = new()
    {
        InsertEvents = """
            INSERT INTO ServiceRequestEvent (Position, RequestId, Number, Kind, At, Data, Digests, PreviousHash, Hash)
            SELECT f.Position - e.Behind, e.RequestId, e.Number, e.Kind, e.At, e.Data, e.Digests, e.PreviousHash, e.Hash
            FROM @events e
            CROSS JOIN FeedPosition f
            WHERE f.Id = 1
            ORDER BY e.Behind DESC;
            """,
        InsertDetails = """
            INSERT INTO EventDetail (Position, Salt, Content)
            SELECT f.Position - e.Behind, e.Salt, e.Content
            FROM @events e
            CROSS JOIN FeedPosition f
            WHERE f.Id = 1
            ORDER BY e.Behind DESC;
            """,
    };

    [Parameters(typeof(AdvanceParameters))]
    public string Advance { get; } = """
        UPDATE FeedPosition
        SET Position = Position + @EventCount
        WHERE Id = 1;
        """;

    [RowsOf(typeof(EventRow))]
    public required string InsertEvents { get; init; }

    [RowsOf(typeof(EventRow))]
    public required string InsertDetails { get; init; }

    public static EventSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record AdvanceParameters(int EventCount);
}

internal static class EventWrites
{
    /// <summary>Ends a write with its events; nothing may follow, for theirs is the last lock that anyone takes.</summary>
    public static Write Append(this Write write, EventSql sql, IReadOnlyList<EventRow> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            events[i].Behind = events.Count - 1 - i;
        }

        return write
            .Run(sql.Advance, new EventSql.AdvanceParameters(events.Count))
            .Rows(sql.InsertEvents, EventRow.Rows, events)
            .Rows(sql.InsertDetails, EventRow.Rows, events);
    }
}
