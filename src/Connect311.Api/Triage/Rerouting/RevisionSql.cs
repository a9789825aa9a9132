using Connect311.Api.Databases;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>How requests are read with what was decided about them, and revised.</summary>
internal sealed partial record RevisionSql
{
    /// <summary>A request beside the newest event that says what was decided about it.</summary>
    [Parameters(typeof(StaffSql.IdParameters))]
    public string Find { get; } = """
        SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Visibility, r.CatalogVersion, r.Department, r.Queue, r.RoutingRule,
            r.RuleSetVersion, r.Status, r.Priority, r.IsDanger, r.Channel, r.ReceivedAt, r.ReportedAt, r.DueAt, r.UpdatedAt,
            r.ClosedAt, r.Outcome, r.Description, r.Answers, r.PhotoIds, r.Latitude, r.Longitude, r.AccuracyMetres,
            r.LocationSource, r.AddressText, r.Areas, r.Cell, r.PublicLatitude, r.PublicLongitude, r.PublicPlace,
            r.ProposedDepartment, r.ProposedQueue, r.ProposedPriority, r.ProposedRule, r.ProposedRuleSetVersion, r.Aside,
            r.Assignee, r.WaitingFor, r.ReopenCount, r.ExternalId, r.TransferCount, r.AnswerUntil, r.Version, r.EventCount, r.HeadHash,
            r.IsOpen, r.IncidentId, r.LegalHoldAt,
            r.AcknowledgeDueAt, r.InspectDueAt, r.HeldDueAt, r.PausedAt, r.Targets, r.TargetsVersion, r.ClockMarks, r.IsEscalated,
            e.Number, e.Kind, e.Data
        FROM ServiceRequest r
        JOIN ServiceRequestEvent e ON e.RequestId = r.Id
        WHERE r.Id = @Id
          AND e.Number = (
              SELECT MAX(d.Number)
              FROM ServiceRequestEvent d
              WHERE d.RequestId = @Id
                AND d.Kind IN ('submitted', 'released', 'corrected', 'rerouted', 'transferred', 'requeued', 'rerouting-dismissed'));
        """;

    /// <summary>Those of some requests that are open, in the order of their numbers.</summary>
    [Parameters(typeof(IdsParameters))]
    public required string FindOpen { get; init; }

    /// <summary>A page of open requests, with those that follow an incident, in the order of their numbers; a filter that is null lets all through.</summary>
    [Parameters(typeof(PageParameters))]
    public required string PageOfOpen { get; init; }

    /// <summary>How many requests the pages hold together.</summary>
    [Parameters(typeof(CountParameters))]
    public string CountOpen { get; } = """
        SELECT COUNT(*)
        FROM ServiceRequest
        WHERE Id > @After AND Id <= @Last AND Status NOT IN ('closed', 'cancelled')
          AND (@Department IS NULL OR Department = @Department)
          AND (@ServiceType IS NULL OR ServiceType = @ServiceType)
          AND (@Status IS NULL OR Status = @Status)
          AND (@AreaPattern IS NULL OR Areas LIKE @AreaPattern)
          AND (@Since IS NULL OR ReceivedAt >= @Since)
          AND (@Before IS NULL OR ReceivedAt < @Before);
        """;

    public string LastId { get; } = """
        SELECT MAX(Id)
        FROM ServiceRequest;
        """;

    /// <summary>The statement decides: it changes the row only in the version, and behind the event, that was seen.</summary>
    [Parameters(typeof(ReviseParameters))]
    public string Revise { get; } = """
        UPDATE ServiceRequest
        SET ServiceType = @ServiceType, ServiceTypeText = @ServiceTypeText, Visibility = @Visibility,
            CatalogVersion = @CatalogVersion, Department = @Department, Queue = @Queue, RoutingRule = @RoutingRule,
            RuleSetVersion = @RuleSetVersion, Status = @Status, Priority = @Priority, IsDanger = @IsDanger,
            UpdatedAt = @At, Answers = @Answers, Latitude = @Latitude, Longitude = @Longitude, AccuracyMetres = @AccuracyMetres,
            LocationSource = @LocationSource, AddressText = @AddressText, Areas = @Areas, Cell = @Cell,
            PublicLatitude = @PublicLatitude, PublicLongitude = @PublicLongitude, PublicPlace = @PublicPlace,
            ProposedDepartment = @ProposedDepartment, ProposedQueue = @ProposedQueue, ProposedPriority = @ProposedPriority,
            ProposedRule = @ProposedRule, ProposedRuleSetVersion = @ProposedRuleSetVersion,
            Assignee = CASE WHEN @IsSentOn = 1 THEN NULL ELSE Assignee END,
            ClaimedUntil = CASE WHEN @IsSentOn = 1 THEN NULL ELSE ClaimedUntil END,
            TransferCount = @TransferCount,
            IsOpen = @IsListed,
            IncidentId = CASE WHEN @LeavesIncident = 1 THEN NULL ELSE IncidentId END,
            WaitingFor = CASE WHEN @IsSentOn = 1 THEN NULL ELSE WaitingFor END,
            AnswerUntil = CASE WHEN @IsSentOn = 1 THEN NULL ELSE AnswerUntil END,
            ExternalId = CASE WHEN @IsSentOn = 1 THEN NULL ELSE ExternalId END,
            ErasedScopes = ErasedScopes & @KeptErased,
            Version = Version + 1, EventCount = EventCount + 1, HeadHash = @HeadHash
        WHERE Id = @Id AND Version = @Version AND HeadHash = @PreviousHash;
        """;

    [Parameters(typeof(ContactParameters))]
    public string ChangeContact { get; } = """
        UPDATE Contact
        SET Content = @Content
        WHERE RequestId = @Id;
        """;

    /// <summary>A contact that is an apartment alone, where there was none.</summary>
    [Parameters(typeof(ContactParameters))]
    public string AddContact { get; } = """
        INSERT INTO Contact (RequestId, Content, WantsNotice)
        SELECT @Id, @Content, 0
        WHERE NOT EXISTS (SELECT 1 FROM Contact c WHERE c.RequestId = @Id);
        """;

    [Parameters(typeof(TransferParameters))]
    public string AddTransfer { get; } = """
        INSERT INTO Transfer (RequestId, EventNumber, At, ServiceType, Areas, FromDepartment, FromRule, FromRuleSetVersion, ToDepartment, Reason)
        VALUES (@Id, @EventNumber, @At, @ServiceType, @Areas, @FromDepartment, @FromRule, @FromRuleSetVersion, @ToDepartment, @Reason);
        """;

    public static RevisionSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal record CountParameters
    {
        public required long After { get; init; }

        public required long Last { get; init; }

        public string? Department { get; init; }

        public string? ServiceType { get; init; }

        public string? Status { get; init; }

        public string? AreaPattern { get; init; }

        public DateTimeOffset? Since { get; init; }

        public DateTimeOffset? Before { get; init; }
    }

    /// <param name="Ids">A JSON array of numbers.</param>
    internal sealed record IdsParameters(string Ids);

    internal sealed record PageParameters : CountParameters
    {
        public required int Take { get; init; }
    }

    internal sealed record ContactParameters(long Id, string Content);

    internal sealed record TransferParameters(
        long Id,
        int EventNumber,
        DateTimeOffset At,
        string ServiceType,
        string Areas,
        string FromDepartment,
        string? FromRule,
        int FromRuleSetVersion,
        string ToDepartment,
        string Reason)
    {
        public static TransferParameters Of(StaffRow seen, Revision revision, EventRow happened, SentOnByStaff transfer) => new(
            seen.Id,
            happened.Number,
            happened.At,
            seen.ServiceType,
            seen.Areas,
            seen.Department,
            transfer.AgainstRules ? seen.RoutingRule : null,
            seen.RuleSetVersion,
            revision.After.Department,
            transfer.Reason);
    }

    internal sealed record ReviseParameters
    {
        public required long Id { get; init; }

        public required int Version { get; init; }

        public required string PreviousHash { get; init; }

        public required string HeadHash { get; init; }

        public required DateTimeOffset At { get; init; }

        public required bool IsSentOn { get; init; }

        /// <summary>What stays erased with it.</summary>
        public required int KeptErased { get; init; }

        public required bool IsListed { get; init; }

        public required bool LeavesIncident { get; init; }

        public required string ServiceType { get; init; }

        public required string? ServiceTypeText { get; init; }

        public required string Visibility { get; init; }

        public required int CatalogVersion { get; init; }

        public required string Department { get; init; }

        public required string? Queue { get; init; }

        public required string RoutingRule { get; init; }

        public required int RuleSetVersion { get; init; }

        public required string Status { get; init; }

        public required int Priority { get; init; }

        public required bool IsDanger { get; init; }

        public required int TransferCount { get; init; }

        public required string? Answers { get; init; }

        public required double? Latitude { get; init; }

        public required double? Longitude { get; init; }

        public required double? AccuracyMetres { get; init; }

        public required string? LocationSource { get; init; }

        public required string? AddressText { get; init; }

        public required string Areas { get; init; }

        public required long? Cell { get; init; }

        public required double? PublicLatitude { get; init; }

        public required double? PublicLongitude { get; init; }

        public required string? PublicPlace { get; init; }

        public required string? ProposedDepartment { get; init; }

        public required string? ProposedQueue { get; init; }

        public required int? ProposedPriority { get; init; }

        public required string? ProposedRule { get; init; }

        public required int? ProposedRuleSetVersion { get; init; }

        /// <param name="seen">The row as it was read.</param>
        public static ReviseParameters Of(StaffRow seen, Revision revision, string headHash) => new()
        {
            Id = seen.Id,
            Version = seen.Version,
            PreviousHash = seen.HeadHash,
            HeadHash = headHash,
            At = revision.After.UpdatedAt,
            IsSentOn = revision.IsSentOn,
            KeptErased = (int)ErasureScope.Kept(revision.Event.Kind, revision.Changed),
            IsListed = revision.After.IsOpen,
            LeavesIncident = seen.IncidentId is not null && revision.After.IncidentId is null,
            ServiceType = revision.After.ServiceType,
            ServiceTypeText = revision.After.ServiceTypeText,
            Visibility = revision.After.Visibility,
            CatalogVersion = revision.After.CatalogVersion,
            Department = revision.After.Department,
            Queue = revision.After.Queue,
            RoutingRule = revision.After.RoutingRule,
            RuleSetVersion = revision.After.RuleSetVersion,
            Status = revision.After.Status,
            Priority = revision.After.Priority,
            IsDanger = revision.After.IsDanger,
            TransferCount = revision.After.TransferCount,
            Answers = revision.After.Answers,
            Latitude = revision.After.Latitude,
            Longitude = revision.After.Longitude,
            AccuracyMetres = revision.After.AccuracyMetres,
            LocationSource = revision.After.LocationSource,
            AddressText = revision.After.AddressText,
            Areas = revision.After.Areas,
            Cell = revision.After.Cell,
            PublicLatitude = revision.After.PublicLatitude,
            PublicLongitude = revision.After.PublicLongitude,
            PublicPlace = revision.After.PublicPlace,
            ProposedDepartment = revision.After.ProposedDepartment,
            ProposedQueue = revision.After.ProposedQueue,
            ProposedPriority = revision.After.ProposedPriority,
            ProposedRule = revision.After.ProposedRule,
            ProposedRuleSetVersion = revision.After.ProposedRuleSetVersion,
        };
    }
}
