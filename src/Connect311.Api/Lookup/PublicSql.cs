using Connect311.Api.Databases;

namespace Connect311.Api.Lookup;

/// <summary>What anybody may read. A confidential request is left out by the statement, so it takes the time of an unknown one.</summary>
internal sealed record PublicSql
{
    public static PublicSql Sqlite { get; } = new()
    {
        FindMany = """
            SELECT Id, ServiceType, ServiceTypeText, Visibility, Department, Status, ReceivedAt, UpdatedAt, DueAt, ClosedAt,
                Outcome, Areas, PublicLatitude, PublicLongitude, PublicPlace, Version, EventCount
            FROM ServiceRequest
            WHERE Id IN (SELECT value FROM json_each(@Ids))
              AND (Visibility <> 'confidential' OR Id = @OwnId);
            """,
        HistoryOfMany = """
            SELECT RequestId, Number, Kind, At, Data
            FROM ServiceRequestEvent
            WHERE RequestId IN (SELECT value FROM json_each(@Ids))
            ORDER BY RequestId, Number;
            """,
    };

    public static PublicSql SqlServer { get; } = new()
    {
        FindMany = """
            SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.Department, r.Status, r.ReceivedAt, r.UpdatedAt,
                r.DueAt, r.ClosedAt, r.Outcome, r.Areas, r.PublicLatitude, r.PublicLongitude, r.PublicPlace, r.Version, r.EventCount
            FROM OPENJSON(@Ids) WITH (Id bigint '$') i
            JOIN ServiceRequest r ON r.Id = i.Id
            WHERE r.Visibility <> 'confidential' OR r.Id = @OwnId;
            """,
        HistoryOfMany = """
            SELECT e.RequestId, e.Number, e.Kind, e.At, e.Data
            FROM OPENJSON(@Ids) WITH (Id bigint '$') i
            JOIN ServiceRequestEvent e ON e.RequestId = i.Id
            ORDER BY e.RequestId, e.Number;
            """,
    };

    [Parameters(typeof(FindParameters))]
    public string Find { get; } = """
        SELECT Id, ServiceType, ServiceTypeText, Visibility, Department, Status, ReceivedAt, UpdatedAt, DueAt, ClosedAt,
            Outcome, Areas, PublicLatitude, PublicLongitude, PublicPlace, Version, EventCount
        FROM ServiceRequest
        WHERE Id = @Id AND (Visibility <> 'confidential' OR Id = @OwnId);
        """;

    [Parameters(typeof(HistoryParameters))]
    public string History { get; } = """
        SELECT RequestId, Number, Kind, At, Data
        FROM ServiceRequestEvent
        WHERE RequestId = @Id
        ORDER BY Number;
        """;

    [Parameters(typeof(FindManyParameters))]
    public required string FindMany { get; init; }

    [Parameters(typeof(HistoryOfManyParameters))]
    public required string HistoryOfMany { get; init; }

    public static PublicSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <param name="OwnId">The request that the caller's reporter key fits, or 0.</param>
    internal sealed record FindParameters(long Id, long OwnId);

    internal sealed record HistoryParameters(long Id);

    /// <param name="Ids">A JSON array of ids.</param>
    /// <param name="OwnId">The request that the caller's reporter key fits, or 0.</param>
    internal sealed record FindManyParameters(string Ids, long OwnId);

    /// <param name="Ids">A JSON array of ids.</param>
    internal sealed record HistoryOfManyParameters(string Ids);
}
