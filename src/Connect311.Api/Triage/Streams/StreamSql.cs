using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Streams;

/// <summary>What happened to requests, in the order of its positions, with what the event before said of each.</summary>
internal sealed record StreamSql
{
    public static StreamSql Sqlite { get; } = new()
    {
        Happened = """
            SELECT e.Position, e.RequestId, e.Kind, e.At, e.Data, p.Data AS DataBefore,
                r.ServiceType, r.Visibility, r.IsDanger, r.IsEscalated, r.Priority, r.Queue, r.Version
            FROM ServiceRequestEvent e
            JOIN ServiceRequest r ON r.Id = e.RequestId
            LEFT JOIN ServiceRequestEvent p ON p.RequestId = e.RequestId AND p.Number = e.Number - 1
            WHERE e.Position > @After
            ORDER BY e.Position
            LIMIT @Take;
            """,
    };

    public static StreamSql SqlServer { get; } = new()
    {
        Happened = """
            SELECT TOP (@Take) e.Position, e.RequestId, e.Kind, e.At, e.Data, p.Data AS DataBefore,
                r.ServiceType, r.Visibility, r.IsDanger, r.IsEscalated, r.Priority, r.Queue, r.Version
            FROM ServiceRequestEvent e
            JOIN ServiceRequest r ON r.Id = e.RequestId
            LEFT JOIN ServiceRequestEvent p ON p.RequestId = e.RequestId AND p.Number = e.Number - 1
            WHERE e.Position > @After
            ORDER BY e.Position;
            """,
    };

    /// <summary>Events behind a position, whatever the Visibility of their requests: who may see them is decided for each reader.</summary>
    [Parameters(typeof(AfterParameters))]
    public required string Happened { get; init; }

    public string LastPosition { get; } = """
        SELECT Position
        FROM FeedPosition
        WHERE Id = 1;
        """;

    public static StreamSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record AfterParameters(long After, int Take);
}
