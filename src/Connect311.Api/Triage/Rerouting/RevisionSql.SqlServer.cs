namespace Connect311.Api.Triage.Rerouting;

internal sealed partial record RevisionSql
{
    public static RevisionSql SqlServer { get; } = new()
    {
        FindOpen = """
            SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.CatalogVersion, r.Department, r.Queue, r.RoutingRule,
                r.RuleSetVersion, r.Status, r.Priority, r.IsDanger, r.Channel, r.ReceivedAt, r.ReportedAt, r.DueAt, r.UpdatedAt,
                r.ClosedAt, r.Outcome, r.Description, r.Answers, r.PhotoIds, r.Latitude, r.Longitude, r.AccuracyMetres,
                r.LocationSource, r.AddressText, r.Areas, r.Cell, r.PublicLatitude, r.PublicLongitude, r.PublicPlace,
                r.ProposedDepartment, r.ProposedQueue, r.ProposedPriority, r.ProposedRule, r.ProposedRuleSetVersion, r.Aside,
                r.Assignee, r.WaitingFor, r.ReopenCount, r.ExternalId, r.TransferCount, r.AnswerUntil, r.IsOpen, r.IncidentId, r.Version, r.EventCount, r.HeadHash,
                r.AcknowledgeDueAt, r.InspectDueAt, r.HeldDueAt, r.PausedAt, r.Targets, r.TargetsVersion, r.ClockMarks, r.IsEscalated,
                e.Number, e.Kind, e.Data
            FROM ServiceRequest r
            JOIN ServiceRequestEvent e ON e.RequestId = r.Id
            WHERE r.Id IN (SELECT n.RequestId FROM OPENJSON(@Ids) WITH (RequestId bigint '$') n) AND r.Status NOT IN ('closed', 'cancelled')
              AND e.Number = (
                  SELECT MAX(d.Number)
                  FROM ServiceRequestEvent d
                  WHERE d.RequestId = r.Id
                    AND d.Kind IN ('submitted', 'released', 'corrected', 'rerouted', 'transferred', 'requeued', 'rerouting-dismissed'))
            ORDER BY r.Id;
            """,
        PageOfOpen = """
            SELECT TOP (@Take) r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.CatalogVersion, r.Department, r.Queue, r.RoutingRule,
                r.RuleSetVersion, r.Status, r.Priority, r.IsDanger, r.Channel, r.ReceivedAt, r.ReportedAt, r.DueAt, r.UpdatedAt,
                r.ClosedAt, r.Outcome, r.Description, r.Answers, r.PhotoIds, r.Latitude, r.Longitude, r.AccuracyMetres,
                r.LocationSource, r.AddressText, r.Areas, r.Cell, r.PublicLatitude, r.PublicLongitude, r.PublicPlace,
                r.ProposedDepartment, r.ProposedQueue, r.ProposedPriority, r.ProposedRule, r.ProposedRuleSetVersion, r.Aside,
                r.Assignee, r.WaitingFor, r.ReopenCount, r.ExternalId, r.TransferCount, r.AnswerUntil, r.IsOpen, r.IncidentId, r.Version, r.EventCount, r.HeadHash,
                r.AcknowledgeDueAt, r.InspectDueAt, r.HeldDueAt, r.PausedAt, r.Targets, r.TargetsVersion, r.ClockMarks, r.IsEscalated,
                e.Number, e.Kind, e.Data
            FROM ServiceRequest r
            JOIN ServiceRequestEvent e ON e.RequestId = r.Id
            WHERE r.Id > @After AND r.Id <= @Last AND r.Status NOT IN ('closed', 'cancelled')
              AND (@Department IS NULL OR r.Department = @Department)
              AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
              AND (@Status IS NULL OR r.Status = @Status)
              AND (@AreaPattern IS NULL OR r.Areas LIKE @AreaPattern)
              AND (@Since IS NULL OR r.ReceivedAt >= @Since)
              AND (@Before IS NULL OR r.ReceivedAt < @Before)
              AND e.Number = (
                  SELECT MAX(d.Number)
                  FROM ServiceRequestEvent d
                  WHERE d.RequestId = r.Id
                    AND d.Kind IN ('submitted', 'released', 'corrected', 'rerouted', 'transferred', 'requeued', 'rerouting-dismissed'))
            ORDER BY r.Id;
            """,
    };
}
