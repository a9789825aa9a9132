using Connect311.Api.Databases;

namespace Connect311.Api.Lookup;

/// <summary>
/// What anybody may read: requests, each beside every one of its events. A confidential request is left out by the
/// statement, so it takes the time of an unknown one.
/// </summary>
internal sealed record PublicSql
{
    public static PublicSql Sqlite { get; } = new()
    {
        FindMany = """
            SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.Department, r.Status, r.ReceivedAt, r.UpdatedAt,
                r.DueAt, r.ClosedAt, r.Outcome, r.WaitingFor, r.ReopenCount, r.ExternalId, r.AnswerUntil, r.Areas, r.PublicLatitude,
                r.PublicLongitude, r.PublicPlace, r.Version, r.AcknowledgeDueAt, r.InspectDueAt, r.PausedAt, r.ClockMarks, CASE WHEN EXISTS (SELECT 1 FROM RequestPhoto l WHERE l.RequestId = r.Id) THEN 1 ELSE 0 END AS HasPhotos,
                e.RequestId, e.Kind, e.At, e.Data,
                CASE WHEN e.Kind IN ('updated', 'clarification-asked', 'closed', 'dispute-rejected') THEN (
                    SELECT d.Content FROM EventDetail d WHERE d.Position = e.Position) END AS Content
            FROM ServiceRequest r
            JOIN ServiceRequestEvent e ON e.RequestId = r.Id
            WHERE r.Id IN (SELECT value FROM json_each(@Ids))
              AND (r.Visibility <> 'confidential' OR r.Id = @OwnId)
            ORDER BY r.Id, e.Number;
            """,
    };

    public static PublicSql SqlServer { get; } = new()
    {
        FindMany = """
            SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.Department, r.Status, r.ReceivedAt, r.UpdatedAt,
                r.DueAt, r.ClosedAt, r.Outcome, r.WaitingFor, r.ReopenCount, r.ExternalId, r.AnswerUntil, r.Areas, r.PublicLatitude,
                r.PublicLongitude, r.PublicPlace, r.Version, r.AcknowledgeDueAt, r.InspectDueAt, r.PausedAt, r.ClockMarks, CASE WHEN EXISTS (SELECT 1 FROM RequestPhoto l WHERE l.RequestId = r.Id) THEN 1 ELSE 0 END AS HasPhotos,
                e.RequestId, e.Kind, e.At, e.Data,
                CASE WHEN e.Kind IN ('updated', 'clarification-asked', 'closed', 'dispute-rejected') THEN (
                    SELECT d.Content FROM EventDetail d WHERE d.Position = e.Position) END AS Content
            FROM OPENJSON(@Ids) WITH (Id bigint '$') i
            JOIN ServiceRequest r ON r.Id = i.Id
            JOIN ServiceRequestEvent e ON e.RequestId = r.Id
            WHERE r.Visibility <> 'confidential' OR r.Id = @OwnId
            ORDER BY r.Id, e.Number;
            """,
    };

    [Parameters(typeof(FindParameters))]
    public string Find { get; } = """
        SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.Department, r.Status, r.ReceivedAt, r.UpdatedAt,
            r.DueAt, r.ClosedAt, r.Outcome, r.WaitingFor, r.ReopenCount, r.ExternalId, r.AnswerUntil, r.Areas, r.PublicLatitude,
            r.PublicLongitude, r.PublicPlace, r.Version, r.AcknowledgeDueAt, r.InspectDueAt, r.PausedAt, r.ClockMarks, CASE WHEN EXISTS (SELECT 1 FROM RequestPhoto l WHERE l.RequestId = r.Id) THEN 1 ELSE 0 END AS HasPhotos,
            e.RequestId, e.Kind, e.At, e.Data,
            CASE WHEN e.Kind IN ('updated', 'clarification-asked', 'closed', 'dispute-rejected') THEN (
                SELECT d.Content FROM EventDetail d WHERE d.Position = e.Position) END AS Content
        FROM ServiceRequest r
        JOIN ServiceRequestEvent e ON e.RequestId = r.Id
        WHERE r.Id = @Id AND (r.Visibility <> 'confidential' OR r.Id = @OwnId)
        ORDER BY e.Number;
        """;

    [Parameters(typeof(FindManyParameters))]
    public required string FindMany { get; init; }

    public static PublicSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <param name="OwnId">The request that the caller's reporter key fits, or 0.</param>
    internal sealed record FindParameters(long Id, long OwnId);

    /// <param name="Ids">A JSON array of ids.</param>
    /// <param name="OwnId">The request that the caller's reporter key fits, or 0.</param>
    internal sealed record FindManyParameters(string Ids, long OwnId);
}
