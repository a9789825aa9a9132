using Connect311.Api.Databases;

namespace Connect311.Api.Triage;

/// <summary>What staff read of one request, and how they change it.</summary>
internal sealed record StaffSql
{
    public static StaffSql Instance { get; } = new();

    [Parameters(typeof(IdParameters))]
    public string Find { get; } = """
        SELECT Id, ServiceType, ServiceTypeText, Visibility, CatalogVersion, Department, Queue, RoutingRule, RuleSetVersion,
            Status, Priority, IsDanger, Channel, ReceivedAt, ReportedAt, DueAt, UpdatedAt, ClosedAt, Outcome, Description,
            Answers, PhotoIds, Latitude, Longitude, AccuracyMetres, LocationSource, AddressText, Areas, Cell,
            PublicLatitude, PublicLongitude, PublicPlace, ProposedDepartment, ProposedQueue, ProposedPriority, ProposedRule,
            ProposedRuleSetVersion, Aside, Assignee, WaitingFor, ReopenCount, ExternalId, TransferCount, AnswerUntil,
            DuplicateOf, DisputedAt, ErasedScopes, LegalHoldAt, ForgetAskedAt, IsOpen, IncidentId, ResemblesId,
            Version, EventCount, HeadHash, AcknowledgeDueAt, InspectDueAt, HeldDueAt, PausedAt, Targets, TargetsVersion,
            ClockMarks, IsEscalated,
            CASE WHEN EXISTS (SELECT 1 FROM RequestPhoto l WHERE l.RequestId = @Id) THEN 1 ELSE 0 END AS HasPhotos
        FROM ServiceRequest
        WHERE Id = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string FindContact { get; } = """
        SELECT Content
        FROM Contact
        WHERE RequestId = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string History { get; } = """
        SELECT e.Number, e.Kind, e.At, e.Data, d.Content
        FROM ServiceRequestEvent e
        LEFT JOIN EventDetail d ON d.Position = e.Position
        WHERE e.RequestId = @Id
        ORDER BY e.Number;
        """;

    /// <summary>
    /// The statement decides: it changes the row only in the version, and behind the event, that was seen. With a request
    /// ends what was proposed for it, and whoever has it in hand lays it down. What is written with it is not erased.
    /// </summary>
    [Parameters(typeof(ChangeParameters))]
    public string Change { get; } = """
        UPDATE ServiceRequest
        SET Status = @Status, IsOpen = @IsListed, Outcome = @Outcome, ClosedAt = @ClosedAt, UpdatedAt = @At,
            WaitingFor = @WaitingFor, AnswerUntil = @AnswerUntil, ReopenCount = @ReopenCount, ExternalId = @ExternalId,
            DuplicateOf = @DuplicateOf, DisputedAt = @DisputedAt, AcknowledgedAt = COALESCE(AcknowledgedAt, @AcknowledgedAt),
            ProposedDepartment = CASE WHEN @IsOpen = 1 THEN ProposedDepartment ELSE NULL END,
            ProposedQueue = CASE WHEN @IsOpen = 1 THEN ProposedQueue ELSE NULL END,
            ProposedPriority = CASE WHEN @IsOpen = 1 THEN ProposedPriority ELSE NULL END,
            ProposedRule = CASE WHEN @IsOpen = 1 THEN ProposedRule ELSE NULL END,
            ProposedRuleSetVersion = CASE WHEN @IsOpen = 1 THEN ProposedRuleSetVersion ELSE NULL END,
            Assignee = CASE WHEN @IsOpen = 1 THEN Assignee ELSE NULL END,
            ClaimedUntil = CASE WHEN @IsOpen = 1 THEN ClaimedUntil ELSE NULL END,
            ErasedScopes = ErasedScopes & @KeptErased,
            Version = Version + 1, EventCount = EventCount + 1, HeadHash = @HeadHash
        WHERE Id = @Id AND Version = @Version AND HeadHash = @PreviousHash;
        """;

    [Parameters(typeof(EventParameters))]
    public string HasEvent { get; } = """
        SELECT COUNT(*)
        FROM ServiceRequestEvent
        WHERE RequestId = @Id AND Number = @Number AND Hash = @Hash;
        """;

    /// <summary>Tells the resident, who asked for it at intake.</summary>
    [Parameters(typeof(NotifyParameters))]
    public string Notify { get; } = """
        INSERT INTO Outbox (RequestId, EventNumber, Kind, CreatedAt, NextAttemptAt, Attempts)
        SELECT RequestId, @EventNumber, @Kind, @At, @At, 0
        FROM Contact
        WHERE RequestId = @Id AND WantsNotice = 1;
        """;

    /// <summary>Tells a department that works in its own system.</summary>
    [Parameters(typeof(ForwardParameters))]
    public string Forward { get; } = """
        INSERT INTO Outbox (RequestId, EventNumber, Kind, CreatedAt, NextAttemptAt, Attempts)
        VALUES (@Id, @EventNumber, @ForwardKind, @At, @At, 0);
        """;

    internal sealed record IdParameters(long Id);

    internal sealed record ChangeParameters(
        long Id,
        int Version,
        string PreviousHash,
        string HeadHash,
        string Status,
        bool IsOpen,
        bool IsListed,
        string? Outcome,
        DateTimeOffset? ClosedAt,
        DateTimeOffset At,
        string? WaitingFor,
        DateTimeOffset? AnswerUntil,
        int ReopenCount,
        string? ExternalId,
        long? DuplicateOf,
        DateTimeOffset? DisputedAt,
        DateTimeOffset? AcknowledgedAt,
        int KeptErased);

    internal sealed record EventParameters(long Id, int Number, string Hash);

    internal sealed record NotifyParameters(long Id, int EventNumber, string Kind, DateTimeOffset At);

    internal sealed record ForwardParameters(long Id, int EventNumber, string ForwardKind, DateTimeOffset At);
}
