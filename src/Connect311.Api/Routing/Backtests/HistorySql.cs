using Connect311.Api.Databases;

namespace Connect311.Api.Routing.Backtests;

/// <summary>
/// The statements that read what was stored, in the order of numbers. Confidential requests are left out, counts included:
/// only the department that holds one may know of it, and whoever tries rules works for all of them.
/// </summary>
internal sealed record HistorySql
{
    public static HistorySql Sqlite { get; } = new()
    {
        LastId = """
            SELECT Id
            FROM ServiceRequest
            WHERE Id > 0 AND Visibility <> 'confidential'
            ORDER BY Id DESC
            LIMIT 1;
            """,
        NextId = """
            SELECT Id
            FROM ServiceRequest
            WHERE Id > @After AND Visibility <> 'confidential'
            ORDER BY Id
            LIMIT 1;
            """,
    };

    public static HistorySql SqlServer { get; } = new()
    {
        LastId = """
            SELECT TOP (1) Id
            FROM ServiceRequest
            WHERE Id > 0 AND Visibility <> 'confidential'
            ORDER BY Id DESC;
            """,
        NextId = """
            SELECT TOP (1) Id
            FROM ServiceRequest
            WHERE Id > @After AND Visibility <> 'confidential'
            ORDER BY Id;
            """,
    };

    /// <summary>The newest number.</summary>
    public required string LastId { get; init; }

    /// <summary>The first number behind another: numbers come in blocks, with gaps.</summary>
    [Parameters(typeof(AfterParameters))]
    public required string NextId { get; init; }

    [Parameters(typeof(RangeParameters))]
    public string Count { get; } = """
        SELECT COUNT(*)
        FROM ServiceRequest
        WHERE Id > @After AND Id <= @Until AND ReceivedAt >= @Since AND ReceivedAt < @Before AND Visibility <> 'confidential';
        """;

    /// <summary>
    /// What was decided, and on what. ErasedAt is asked only of reports that could have had words and have none; imported ones
    /// never had any, and of those only where the exact place is gone and what was published of it is not.
    /// </summary>
    [Parameters(typeof(RangeParameters))]
    public string Range { get; } = """
        SELECT Id, ServiceType, RoutingRule, RuleSetVersion, Channel, ReceivedAt, Latitude, Longitude, AccuracyMetres,
            Answers, Description,
            CASE WHEN Description IS NULL AND (Channel <> 'import' OR (Latitude IS NULL AND PublicPlace IS NOT NULL)) THEN (
                SELECT d.ErasedAt
                FROM ServiceRequestEvent e
                INNER JOIN EventDetail d ON d.Position = e.Position
                WHERE e.RequestId = ServiceRequest.Id AND e.Number = 1) END AS ErasedAt
        FROM ServiceRequest
        WHERE Id > @After AND Id <= @Until AND ReceivedAt >= @Since AND ReceivedAt < @Before AND Visibility <> 'confidential'
        ORDER BY Id;
        """;

    public static HistorySql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record AfterParameters(long After);

    internal sealed record RangeParameters(long After, long Until, DateTimeOffset Since, DateTimeOffset Before);
}
