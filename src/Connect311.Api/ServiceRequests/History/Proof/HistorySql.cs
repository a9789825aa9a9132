using Connect311.Api.Databases;

namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>What whoever verifies histories reads: hashes, codes and, of what is not erased, the values behind them.</summary>
internal sealed partial record HistorySql
{
    /// <summary>One request, confidential or not: <c>Visibility</c> is for who decides whether it is shown.</summary>
    [Parameters(typeof(IdParameters))]
    public string Find { get; } = """
        SELECT Id, EventCount, HeadHash, ServiceType, Visibility, Department, IsDanger
        FROM ServiceRequest
        WHERE Id = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string Lines { get; } = """
        SELECT e.Position, e.RequestId, e.Number, e.Kind, e.At, e.Data, e.Digests, e.PreviousHash, e.Hash,
            d.Salt, d.Content, d.ErasedAt
        FROM ServiceRequestEvent e
        LEFT JOIN EventDetail d ON d.Position = e.Position
        WHERE e.RequestId = @Id
        ORDER BY e.Number;
        """;

    /// <summary>The next requests; all of them, whatever their Visibility, for they are verified and not shown.</summary>
    [Parameters(typeof(HeadsParameters))]
    public required string Heads { get; init; }

    [Parameters(typeof(RangeParameters))]
    public string LinesOfRange { get; } = """
        SELECT e.Position, e.RequestId, e.Number, e.Kind, e.At, e.Data, e.Digests, e.PreviousHash, e.Hash,
            d.Salt, d.Content, d.ErasedAt
        FROM ServiceRequestEvent e
        LEFT JOIN EventDetail d ON d.Position = e.Position
        WHERE e.RequestId BETWEEN @FirstId AND @LastId
        ORDER BY e.RequestId, e.Number;
        """;

    [Parameters(typeof(LeavesParameters))]
    public string Leaves { get; } = """
        SELECT Position, Hash
        FROM ServiceRequestEvent
        WHERE Position BETWEEN @FirstPosition AND @LastPosition
        ORDER BY Position;
        """;

    public string LastPosition { get; } = """
        SELECT Position
        FROM FeedPosition
        WHERE Id = 1;
        """;

    public string LastRoot { get; } = """
        SELECT Number, Day, FirstPosition, LastPosition, Tree, PreviousHash, Hash, KeyId, Signature, CreatedAt
        FROM HistoryRoot
        WHERE Number = (SELECT MAX(Number) FROM HistoryRoot);
        """;

    [Parameters(typeof(PositionParameters))]
    public required string RootOfPosition { get; init; }

    [Parameters(typeof(PageParameters))]
    public required string Roots { get; init; }

    [Parameters(typeof(DailyRoot))]
    public string InsertRoot { get; } = """
        INSERT INTO HistoryRoot (
            Number, Day, FirstPosition, LastPosition, Tree, PreviousHash, Hash, KeyId, Signature, CreatedAt)
        VALUES (@Number, @Day, @FirstPosition, @LastPosition, @Tree, @PreviousHash, @Hash, @KeyId, @Signature, @CreatedAt);
        """;

    public static HistorySql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record IdParameters(long Id);

    internal sealed record HeadsParameters(long AfterId, int Take);

    internal sealed record RangeParameters(long FirstId, long LastId);

    internal sealed record LeavesParameters(long FirstPosition, long LastPosition);

    internal sealed record PositionParameters(long Position);

    internal sealed record PageParameters(int AfterNumber, int Take);
}
