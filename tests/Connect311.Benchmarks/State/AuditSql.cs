namespace Connect311.Benchmarks.State;

/// <summary>What an auditor reads straight from the database file.</summary>
internal static class AuditSql
{
    public const string Events = """
        SELECT e.Position, e.RequestId, e.Number, e.Kind, e.At, e.Data, e.Digests, e.PreviousHash, e.Hash, d.Salt, d.Content, d.ErasedAt
        FROM ServiceRequestEvent e
        LEFT JOIN EventDetail d ON d.Position = e.Position
        WHERE e.Position > @after
        ORDER BY e.Position;
        """;

    public const string Row = """
        SELECT Status, IsOpen, Department, Outcome, ClosedAt, UpdatedAt, ReceivedAt, Version, EventCount, HeadHash,
            ServiceType, Channel, Priority, RoutingRule, RuleSetVersion, Queue, DueAt, IsDanger, CatalogVersion, Visibility,
            ProposedDepartment, ProposedQueue, ProposedPriority, ProposedRule, ProposedRuleSetVersion,
            Latitude, Longitude, AccuracyMetres, LocationSource, AddressText, Answers, Description, KeyHash,
            WaitingFor, ReopenCount, ExternalId, TransferCount, AnswerUntil, DuplicateOf, DisputedAt, Assignee, ClaimToken, ClaimedUntil,
            ErasedScopes, LegalHoldAt, ForgetAskedAt,
            AcknowledgedAt, HeldDueAt, AcknowledgeDueAt, InspectDueAt, PausedAt, Targets, TargetsVersion, ClockMarks, IsEscalated, NextMarkAt, IncidentId
        FROM ServiceRequest
        WHERE Id = @id;
        """;

    public const string Closings = """
        SELECT EventNumber, At, Department, ClosedBy, IsDisputed, IsUpheld, IsReopened
        FROM Closing
        WHERE RequestId = @id
        ORDER BY EventNumber;
        """;

    public const string LastPosition = "SELECT Position FROM FeedPosition WHERE Id = 1;";

    public const string HighestPosition = "SELECT COALESCE(MAX(Position), 0) FROM ServiceRequestEvent;";

    public const string CountEvents = "SELECT COUNT(*) FROM ServiceRequestEvent;";

    public const string CountDetails = "SELECT COUNT(*) FROM EventDetail;";

    public const string CountRequests = "SELECT COUNT(*) FROM ServiceRequest;";

    public const string CountKeys = "SELECT COUNT(DISTINCT KeyHash) FROM ServiceRequest;";

    public const string LooseMessages = """
        SELECT COUNT(*)
        FROM Outbox o
        WHERE NOT EXISTS (SELECT 1 FROM ServiceRequestEvent e WHERE e.RequestId = o.RequestId AND e.Number = o.EventNumber);
        """;

    public const string LooseContacts = """
        SELECT COUNT(*)
        FROM Contact c
        WHERE NOT EXISTS (SELECT 1 FROM ServiceRequest r WHERE r.Id = c.RequestId);
        """;

    public const string MiscountedIncidents = """
        SELECT COUNT(*)
        FROM Incident i
        WHERE i.ReportCount <> (SELECT COUNT(*) FROM ServiceRequest r WHERE r.IncidentId = i.Id)
           OR i.ReporterCount > i.ReportCount
           OR (i.ReportCount > 0 AND i.ReporterCount = 0);
        """;

    /// <summary>Open requests of an incident that no queue shows, since none of its department stands for them.</summary>
    public const string UnseenFollowers = """
        SELECT COUNT(*)
        FROM ServiceRequest r
        WHERE r.IncidentId IS NOT NULL AND r.IsOpen = 0 AND r.Status NOT IN ('closed', 'cancelled')
          AND NOT EXISTS (
              SELECT 1
              FROM ServiceRequest o
              WHERE o.IncidentId = r.IncidentId AND o.Department = r.Department AND o.IsOpen = 1);
        """;

    public const string WaitingWithoutHold = """
        SELECT COUNT(*)
        FROM ServiceRequest r
        WHERE r.Status = 'submitted' AND NOT EXISTS (SELECT 1 FROM HeldReport h WHERE h.RequestId = r.Id);
        """;

    public const string Integrity = "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok';";
}
