using Connect311.Api.Databases;

namespace Connect311.Api.Triage;

/// <summary>
/// The statements of a department's queue. Each walks one index in its order; the filters only narrow the range
/// that department and openness already bound.
/// </summary>
internal sealed partial record QueueSql
{
    /// <summary>A page of a department's requests, open or not open.</summary>
    [Parameters(typeof(PageParameters))]
    public required string Page { get; init; }

    /// <summary>The same for the operators, who also see every department's danger reports, and what a missed target shows to them.</summary>
    [Parameters(typeof(PageParameters))]
    public required string OperatorPage { get; init; }

    /// <summary>One request, if it stands in the queue and the filters let it through.</summary>
    [Parameters(typeof(OneParameters))]
    public string One { get; } = """
        SELECT Id, ServiceType, ServiceTypeText, Department, Queue, Status, Priority, IsDanger, Channel, ReceivedAt,
            DueAt, Description, AddressText, Latitude, Longitude, AccuracyMetres, LocationSource, Areas, WaitingFor, ReopenCount,
            AcknowledgeDueAt, InspectDueAt, PausedAt, ClockMarks, IsEscalated, Version
        FROM ServiceRequest
        WHERE Id = @Id
          AND (Department = @Department OR ((IsDanger = 1 OR IsEscalated = 1) AND @IsOperator = 1))
          AND (@Queue IS NULL OR Queue = @Queue)
          AND (@Status IS NULL OR Status = @Status)
          AND (@ServiceType IS NULL OR ServiceType = @ServiceType)
          AND (@AreaPattern IS NULL OR Areas LIKE @AreaPattern)
          AND (@SilentBefore IS NULL OR (Status = 'assigned' AND UpdatedAt <= @SilentBefore))
          AND (Visibility <> 'confidential' OR (Department = @Department AND @WithConfidential = 1));
        """;

    public static QueueSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <summary>A page begins behind (Priority, DueAt, Id); a filter that is null narrows nothing.</summary>
    internal sealed record PageParameters
    {
        public required string Department { get; init; }

        public required bool IsOpen { get; init; }

        public required int Priority { get; init; }

        public required DateTimeOffset DueAt { get; init; }

        public required long Id { get; init; }

        public string? Queue { get; init; }

        public string? Status { get; init; }

        public string? ServiceType { get; init; }

        public string? AreaPattern { get; init; }

        public DateTimeOffset? SilentBefore { get; init; }

        public required bool WithConfidential { get; init; }

        public required int Take { get; init; }
    }

    /// <summary>A filter that is null narrows nothing.</summary>
    internal sealed record OneParameters
    {
        public required long Id { get; init; }

        public required string Department { get; init; }

        public required bool IsOperator { get; init; }

        public string? Queue { get; init; }

        public string? Status { get; init; }

        public string? ServiceType { get; init; }

        public string? AreaPattern { get; init; }

        public DateTimeOffset? SilentBefore { get; init; }

        public required bool WithConfidential { get; init; }
    }
}
