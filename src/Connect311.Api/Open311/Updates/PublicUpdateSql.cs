using Connect311.Api.Databases;

namespace Connect311.Api.Open311.Updates;

/// <summary>Which events of public requests happened when. A confidential request is left out by the statement.</summary>
internal sealed record PublicUpdateSql
{
    public static PublicUpdateSql Sqlite { get; } = new()
    {
        Between = """
            SELECT e.RequestId, e.Number
            FROM ServiceRequestEvent e
            JOIN ServiceRequest r ON r.Id = e.RequestId
            WHERE e.Kind <> 'submitted' AND e.At >= @Since AND e.At <= @Until AND r.Visibility <> 'confidential' AND r.Status <> 'submitted'
              AND (@Departments IS NULL OR r.Department IN (SELECT value FROM json_each(@Departments)))
              AND (@Area IS NULL OR (r.Visibility = 'public' AND r.Areas LIKE @Area))
              AND e.Kind IN ('released', 'acknowledged', 'started', 'waiting', 'resumed', 'clarification-asked', 'clarification-answered', 'clarification-expired', 'closed', 'cancelled', 'withdrawn', 'reopened', 'disputed', 'dispute-upheld', 'dispute-rejected', 'updated', 'corrected', 'rerouted', 'transferred', 'photo-released')
            ORDER BY e.At, e.Position
            LIMIT @Take;
            """,
    };

    public static PublicUpdateSql SqlServer { get; } = new()
    {
        Between = """
            SELECT TOP (@Take) e.RequestId, e.Number
            FROM ServiceRequestEvent e
            JOIN ServiceRequest r ON r.Id = e.RequestId
            WHERE e.Kind <> 'submitted' AND e.At >= @Since AND e.At <= @Until AND r.Visibility <> 'confidential' AND r.Status <> 'submitted'
              AND (@Departments IS NULL OR r.Department IN (
                  SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@Departments) WITH (Code nvarchar(20) '$')))
              AND (@Area IS NULL OR (r.Visibility = 'public' AND r.Areas LIKE @Area))
              AND e.Kind IN ('released', 'acknowledged', 'started', 'waiting', 'resumed', 'clarification-asked', 'clarification-answered', 'clarification-expired', 'closed', 'cancelled', 'withdrawn', 'reopened', 'disputed', 'dispute-upheld', 'dispute-rejected', 'updated', 'corrected', 'rerouted', 'transferred', 'photo-released')
            ORDER BY e.At, e.Position;
            """,
    };

    [Parameters(typeof(BetweenParameters))]
    public required string Between { get; init; }

    public static PublicUpdateSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <param name="Since">The first moment of the time.</param>
    /// <param name="Until">The last.</param>
    /// <param name="Departments">A JSON array of codes; null for all.</param>
    /// <param name="Area">A pattern of <see cref="ServiceRequests.AreaList"/>; null for anywhere.</param>
    /// <param name="Take">How many at most.</param>
    internal sealed record BetweenParameters(DateTimeOffset Since, DateTimeOffset Until, string? Departments, string? Area, int Take);
}
