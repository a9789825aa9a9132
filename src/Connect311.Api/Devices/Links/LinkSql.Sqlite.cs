namespace Connect311.Api.Devices.Links;

internal sealed partial record LinkSql
{
    public static LinkSql Sqlite { get; } = new()
    {
        Page = """
            WITH changed AS (
                SELECT l.RequestId, l.IsLinked, l.Follows,
                    CASE WHEN l.IsLinked = 1 AND n.Position > l.Position THEN n.Position ELSE l.Position END AS Position,
                    CASE WHEN l.IsLinked = 1 AND n.Position > l.Position THEN 0 ELSE l.Number END AS Number
                FROM DeviceLink l
                JOIN ServiceRequest q ON q.Id = l.RequestId
                JOIN ServiceRequestEvent n ON n.RequestId = q.Id AND n.Number = q.EventCount
                WHERE l.DeviceId = @DeviceId AND (l.IsLinked = 1 OR @AfterPosition > 0)
            ),
            page AS (
                SELECT c.RequestId, c.IsLinked, c.Follows, c.Position, c.Number
                FROM changed c
                WHERE c.Position > @AfterPosition OR (c.Position = @AfterPosition AND c.Number > @AfterNumber)
                ORDER BY c.Position, c.Number
                LIMIT @Take
            )
            SELECT p.Position, p.Number, p.IsLinked, p.Follows,
                r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.Department, r.Status, r.ReceivedAt, r.UpdatedAt,
                r.DueAt, r.ClosedAt, r.Outcome, r.WaitingFor, r.ReopenCount, r.ExternalId, r.AnswerUntil, r.Areas, r.PublicLatitude,
                r.PublicLongitude, r.PublicPlace, r.Version, r.AcknowledgeDueAt, r.InspectDueAt, r.PausedAt, r.ClockMarks,
                e.RequestId, e.Kind, e.At, e.Data,
                CASE WHEN e.Kind IN ('updated', 'clarification-asked', 'closed', 'dispute-rejected') THEN (
                    SELECT d.Content FROM EventDetail d WHERE d.Position = e.Position) END AS Content
            FROM page p
            JOIN ServiceRequest r ON r.Id = p.RequestId
            JOIN ServiceRequestEvent e ON e.RequestId = r.Id
            ORDER BY p.Position, p.Number, e.Number;
            """,
        Listed = """
            SELECT RequestId, IsLinked, Follows
            FROM DeviceLink
            WHERE DeviceId = @DeviceId AND RequestId > @After
            ORDER BY RequestId
            LIMIT @Take;
            """,
    };
}
