namespace Connect311.Api.Incidents;

internal sealed partial record IncidentSql
{
    public static IncidentSql Sqlite { get; } = new()
    {
        FindMany = """
            SELECT Id, ServiceType, CreatedAt, UpdatedAt, LastReportAt, ReportCount, ReporterCount, ChangeCount, Version
            FROM Incident
            WHERE Id IN (SELECT value FROM json_each(@Ids));
            """,
        Requests = """
            SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.CatalogVersion, r.Department, r.Queue, r.RoutingRule, r.RuleSetVersion,
                r.Status, r.Priority, r.IsDanger, r.Channel, r.ReceivedAt, r.DueAt, r.UpdatedAt, r.ClosedAt, r.Outcome, r.Latitude, r.Longitude,
                r.Areas, r.Cell, r.Assignee, r.WaitingFor, r.ReopenCount, r.ExternalId, r.TransferCount, r.AnswerUntil, r.DuplicateOf, r.DisputedAt,
                r.IsOpen, r.IncidentId, r.Version, r.EventCount, r.HeadHash, r.AcknowledgeDueAt, r.InspectDueAt, r.HeldDueAt, r.PausedAt, r.Targets,
                r.TargetsVersion, r.ClockMarks, r.IsEscalated
            FROM ServiceRequest r
            WHERE r.Id IN (SELECT value FROM json_each(@Ids))
            ORDER BY r.Id;
            """,
        Told = """
            SELECT r.Id
            FROM ServiceRequest r
            JOIN ServiceRequestEvent e ON e.RequestId = r.Id AND e.Number = r.EventCount
            JOIN EventDetail d ON d.Position = e.Position
            WHERE r.IncidentId = @IncidentId AND r.IncidentId IS NOT NULL AND r.Visibility <> 'confidential'
              AND e.Kind = 'updated' AND d.Content = @Content;
            """,
        Members = """
            SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.CatalogVersion, r.Department, r.Queue, r.RoutingRule, r.RuleSetVersion,
                r.Status, r.Priority, r.IsDanger, r.Channel, r.ReceivedAt, r.DueAt, r.UpdatedAt, r.ClosedAt, r.Outcome, r.Latitude, r.Longitude,
                r.Areas, r.Cell, r.Assignee, r.WaitingFor, r.ReopenCount, r.ExternalId, r.TransferCount, r.AnswerUntil, r.DuplicateOf, r.DisputedAt,
                r.IsOpen, r.IncidentId, r.Version, r.EventCount, r.HeadHash, r.AcknowledgeDueAt, r.InspectDueAt, r.HeldDueAt, r.PausedAt, r.Targets,
                r.TargetsVersion, r.ClockMarks, r.IsEscalated
            FROM ServiceRequest r
            WHERE r.IncidentId = @IncidentId AND r.IncidentId IS NOT NULL
              AND (@Holders IS NULL
                OR r.Department || '|' || r.Visibility || CASE WHEN r.IsDanger = 1 OR r.IsEscalated = 1 THEN '|1' ELSE '|0' END
                    IN (SELECT value FROM json_each(@Holders)))
            ORDER BY r.SensorKey, r.Id
            LIMIT @Take;
            """,
        Followers = """
            SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.CatalogVersion, r.Department, r.Queue, r.RoutingRule, r.RuleSetVersion,
                r.Status, r.Priority, r.IsDanger, r.Channel, r.ReceivedAt, r.DueAt, r.UpdatedAt, r.ClosedAt, r.Outcome, r.Latitude, r.Longitude,
                r.Areas, r.Cell, r.Assignee, r.WaitingFor, r.ReopenCount, r.ExternalId, r.TransferCount, r.AnswerUntil, r.DuplicateOf, r.DisputedAt,
                r.IsOpen, r.IncidentId, r.Version, r.EventCount, r.HeadHash, r.AcknowledgeDueAt, r.InspectDueAt, r.HeldDueAt, r.PausedAt, r.Targets,
                r.TargetsVersion, r.ClockMarks, r.IsEscalated
            FROM ServiceRequest r
            WHERE r.IncidentId = @IncidentId AND r.IncidentId IS NOT NULL AND r.IsOpen = 0 AND r.Status NOT IN ('closed', 'cancelled')
            ORDER BY r.SensorKey, r.Id
            LIMIT @Take;
            """,
        Listed = """
            SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.CatalogVersion, r.Department, r.Queue, r.RoutingRule, r.RuleSetVersion,
                r.Status, r.Priority, r.IsDanger, r.Channel, r.ReceivedAt, r.DueAt, r.UpdatedAt, r.ClosedAt, r.Outcome, r.Latitude, r.Longitude,
                r.Areas, r.Cell, r.Assignee, r.WaitingFor, r.ReopenCount, r.ExternalId, r.TransferCount, r.AnswerUntil, r.DuplicateOf, r.DisputedAt,
                r.IsOpen, r.IncidentId, r.Version, r.EventCount, r.HeadHash, r.AcknowledgeDueAt, r.InspectDueAt, r.HeldDueAt, r.PausedAt, r.Targets,
                r.TargetsVersion, r.ClockMarks, r.IsEscalated
            FROM ServiceRequest r
            WHERE r.IncidentId = @IncidentId AND r.IncidentId IS NOT NULL AND r.IsOpen = 1
            ORDER BY r.SensorKey, r.Id
            LIMIT @Take;
            """,
        Heir = """
            SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.CatalogVersion, r.Department, r.Queue, r.RoutingRule, r.RuleSetVersion,
                r.Status, r.Priority, r.IsDanger, r.Channel, r.ReceivedAt, r.DueAt, r.UpdatedAt, r.ClosedAt, r.Outcome, r.Latitude, r.Longitude,
                r.Areas, r.Cell, r.Assignee, r.WaitingFor, r.ReopenCount, r.ExternalId, r.TransferCount, r.AnswerUntil, r.DuplicateOf, r.DisputedAt,
                r.IsOpen, r.IncidentId, r.Version, r.EventCount, r.HeadHash, r.AcknowledgeDueAt, r.InspectDueAt, r.HeldDueAt, r.PausedAt, r.Targets,
                r.TargetsVersion, r.ClockMarks, r.IsEscalated
            FROM ServiceRequest r
            WHERE r.IncidentId = @IncidentId AND r.IncidentId IS NOT NULL AND r.IsOpen = 0 AND r.Status NOT IN ('closed', 'cancelled')
              AND r.Department = @Department AND r.Id NOT IN (SELECT value FROM json_each(@Ids))
              AND NOT EXISTS (
                  SELECT 1
                  FROM ServiceRequest o
                  WHERE o.IncidentId = @IncidentId AND o.IncidentId IS NOT NULL AND o.IsOpen = 1 AND o.Department = @Department
                    AND o.Id NOT IN (SELECT value FROM json_each(@Ids)))
            ORDER BY r.SensorKey, r.Id
            LIMIT 1;
            """,
        Follows = """
            SELECT r.IncidentId, l.DeviceId
            FROM json_each(@Ids) n
            JOIN ServiceRequest r ON r.IncidentId = n.value AND r.IncidentId IS NOT NULL
            JOIN DeviceLink l ON l.RequestId = r.Id AND l.Follows = 1
            WHERE l.IsLinked = 1
              AND NOT EXISTS (
                  SELECT 1
                  FROM DeviceLink o
                  JOIN ServiceRequest q ON q.Id = o.RequestId
                  WHERE o.DeviceId = l.DeviceId AND o.IsLinked = 1 AND o.Follows = 0 AND q.IncidentId = r.IncidentId);
            """,
        VoicesOf = """
            SELECT r.SensorKey, CASE WHEN r.SensorKey IS NULL THEN c.EmailHash ELSE NULL END AS EmailHash,
                CASE WHEN r.SensorKey IS NULL THEN c.PhoneHash ELSE NULL END AS PhoneHash,
                CASE WHEN r.SensorKey IS NULL THEN d.DeviceHash ELSE NULL END AS DeviceHash,
                CASE WHEN r.SensorKey IS NULL THEN (r.ErasedScopes & 1) ELSE 0 END AS Erased, 1 AS Reports
            FROM ServiceRequest r
            LEFT JOIN Contact c ON c.RequestId = r.Id
            LEFT JOIN ReportDevice d ON d.RequestId = r.Id
            WHERE r.Id IN (SELECT value FROM json_each(@Ids));
            """,
    };
}
