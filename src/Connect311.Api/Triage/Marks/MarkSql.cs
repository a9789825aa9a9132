using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Marks;

/// <summary>How requests are found whose clocks are to be looked at, and what is said of them written.</summary>
internal sealed record MarkSql
{
    public static MarkSql Sqlite { get; } = new()
    {
        Due = """
            SELECT Id, ServiceType, ServiceTypeText, Visibility, CatalogVersion, Department, Queue, RoutingRule, RuleSetVersion,
                Status, Priority, IsDanger, Channel, ReceivedAt, DueAt, UpdatedAt, ClosedAt, Outcome, Areas, Version, EventCount,
                HeadHash, AcknowledgeDueAt, InspectDueAt, HeldDueAt, PausedAt, Targets, TargetsVersion, ClockMarks, IsEscalated
            FROM ServiceRequest
            WHERE NextMarkAt IS NOT NULL AND NextMarkAt <= @Now
            ORDER BY NextMarkAt, Id
            LIMIT @Take;
            """,
    };

    public static MarkSql SqlServer { get; } = new()
    {
        Due = """
            SELECT TOP (@Take) Id, ServiceType, ServiceTypeText, Visibility, CatalogVersion, Department, Queue, RoutingRule, RuleSetVersion,
                Status, Priority, IsDanger, Channel, ReceivedAt, DueAt, UpdatedAt, ClosedAt, Outcome, Areas, Version, EventCount,
                HeadHash, AcknowledgeDueAt, InspectDueAt, HeldDueAt, PausedAt, Targets, TargetsVersion, ClockMarks, IsEscalated
            FROM ServiceRequest
            WHERE NextMarkAt IS NOT NULL AND NextMarkAt <= @Now
            ORDER BY NextMarkAt, Id;
            """,
    };

    /// <summary>The requests whose clocks are to be looked at, the longest overdue first.</summary>
    [Parameters(typeof(DueParameters))]
    public required string Due { get; init; }

    /// <summary>The statement decides: it marks the request only in the version, and behind the event, that was seen, and under the lease.</summary>
    [Parameters(typeof(MarkParameters))]
    public string Mark { get; } = """
        UPDATE ServiceRequest
        SET Priority = @Priority, Queue = @Queue, IsEscalated = @IsEscalated, UpdatedAt = @At,
            ErasedScopes = ErasedScopes & ~4, Version = Version + 1, EventCount = EventCount + 1, HeadHash = @HeadHash
        WHERE Id = @Id AND Version = @Version AND HeadHash = @PreviousHash
          AND EXISTS (SELECT 1 FROM Lease WHERE Name = @LeaseName AND Owner = @LeaseOwner AND Token = @LeaseToken);
        """;

    /// <summary>Looks again later, where nothing happened to the request meanwhile.</summary>
    [Parameters(typeof(MoveParameters))]
    public string Move { get; } = """
        UPDATE ServiceRequest
        SET NextMarkAt = @NextMarkAt
        WHERE Id = @Id AND HeadHash = @PreviousHash;
        """;

    public static MarkSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record DueParameters(DateTimeOffset Now, int Take);

    internal sealed record MoveParameters(long Id, string PreviousHash, DateTimeOffset? NextMarkAt);

    internal sealed record MarkParameters
    {
        public required long Id { get; init; }

        public required int Version { get; init; }

        public required string PreviousHash { get; init; }

        public required string HeadHash { get; init; }

        public required DateTimeOffset At { get; init; }

        public required int Priority { get; init; }

        public required string? Queue { get; init; }

        public required bool IsEscalated { get; init; }

        public required string LeaseName { get; init; }

        public required string LeaseOwner { get; init; }

        public required long LeaseToken { get; init; }
    }
}
