using Connect311.Api.Databases;

namespace Connect311.Api.Incidents;

/// <summary>The statements of incidents. Locks are taken in this order: the gate, the incident, its requests.</summary>
internal sealed partial record IncidentSql
{
    public string FindGate { get; } = """
        SELECT Passed, LastId
        FROM IncidentGate
        WHERE Id = 1;
        """;

    /// <summary>The statement decides: of two who saw the same, one looks again.</summary>
    [Parameters(typeof(GateParameters))]
    public string PassGate { get; } = """
        UPDATE IncidentGate
        SET Passed = Passed + 1, LastId = LastId + @Taken
        WHERE Id = 1 AND Passed = @Passed;
        """;

    [Parameters(typeof(IncidentParameters))]
    public string Find { get; } = """
        SELECT Id, ServiceType, CreatedAt, UpdatedAt, LastReportAt, ReportCount, ReporterCount, ChangeCount, Version
        FROM Incident
        WHERE Id = @IncidentId;
        """;

    /// <summary>Some incidents; those that are not there are left out.</summary>
    [Parameters(typeof(IdsParameters))]
    public required string FindMany { get; init; }

    [Parameters(typeof(InsertParameters))]
    public string Insert { get; } = """
        INSERT INTO Incident (Id, ServiceType, CreatedAt, UpdatedAt, LastReportAt, ReportCount, ReporterCount, ChangeCount, Version)
        VALUES (@IncidentId, @IncidentType, @ChangedAt, @ChangedAt, @LastReportAt, @ReportCount, @ReporterCount, @ChangeCount, 1);
        """;

    /// <summary>The statement decides: it changes the incident only in the version, and with the reports, that were seen.</summary>
    [Parameters(typeof(ChangeParameters))]
    public string Change { get; } = """
        UPDATE Incident
        SET UpdatedAt = @ChangedAt, LastReportAt = @LastReportAt, ReportCount = @ReportCount, ReporterCount = @ReporterCount,
            ChangeCount = @ChangeCount, Version = Version + 1
        WHERE Id = @IncidentId AND Version = @IncidentVersion AND ReportCount = @SeenCount;
        """;

    /// <summary>The same for reports that machines add: whoever works on the incident need not look again.</summary>
    [Parameters(typeof(CountParameters))]
    public string Count { get; } = """
        UPDATE Incident
        SET UpdatedAt = @ChangedAt, LastReportAt = @LastReportAt, ReportCount = @ReportCount, ReporterCount = @ReporterCount
        WHERE Id = @IncidentId AND Version = @IncidentVersion AND ReportCount = @SeenCount;
        """;

    /// <summary>Moves a request in the version, and behind the event, that was seen. Its clocks are looked at once it is listed.</summary>
    [Parameters(typeof(MoveParameters))]
    public string Move { get; } = """
        UPDATE ServiceRequest
        SET IncidentId = @MovedTo, IsOpen = @MovedIsOpen,
            NextMarkAt = CASE WHEN @LooksAtClocks = 1 THEN @MovedAt WHEN @IsHidden = 1 THEN NULL ELSE NextMarkAt END,
            UpdatedAt = @MovedAt, ErasedScopes = ErasedScopes & ~4, Version = Version + 1, EventCount = EventCount + 1, HeadHash = @MovedHash
        WHERE Id = @MovedId AND Version = @MovedVersion AND HeadHash = @MovedPrevious;
        """;

    [Parameters(typeof(AddChangeParameters))]
    public string AddChange { get; } = """
        INSERT INTO IncidentChange (IncidentId, Number, RequestId, Kind, At)
        VALUES (@IncidentId, @ChangeNumber, @MovedId, @MoveKind, @ChangedAt);
        """;

    [Parameters(typeof(UndoParameters))]
    public string Undo { get; } = """
        UPDATE IncidentChange
        SET UndoneAt = @ChangedAt
        WHERE IncidentId = @IncidentId AND Number = @UndoneNumber;
        """;

    /// <summary>The newest change of staff that is not undone, request by request.</summary>
    [Parameters(typeof(IncidentParameters))]
    public string LastChange { get; } = """
        SELECT Number, RequestId, Kind
        FROM IncidentChange
        WHERE IncidentId = @IncidentId
          AND Number = (SELECT MAX(c.Number) FROM IncidentChange c WHERE c.IncidentId = @IncidentId AND c.UndoneAt IS NULL)
        ORDER BY RequestId;
        """;

    /// <summary>Some requests, in the order of their numbers.</summary>
    [Parameters(typeof(IdsParameters))]
    public required string Requests { get; init; }

    /// <summary>Who holds the requests of an incident, and how openly; all of them, however many.</summary>
    [Parameters(typeof(IncidentParameters))]
    public string Holders { get; } = """
        SELECT DISTINCT r.Department, r.Visibility, CASE WHEN r.IsDanger = 1 OR r.IsEscalated = 1 THEN 1 ELSE 0 END AS Shown
        FROM ServiceRequest r
        WHERE r.IncidentId = @IncidentId AND r.IncidentId IS NOT NULL;
        """;

    /// <summary>The open requests of an incident whose newest event is an update with this content.</summary>
    [Parameters(typeof(ToldParameters))]
    public required string Told { get; init; }

    /// <summary>The requests of an incident that are held so, or all of them: first those of people, then those of each machine.</summary>
    [Parameters(typeof(HeldMembersParameters))]
    public required string Members { get; init; }

    /// <summary>Its open requests that follow it.</summary>
    [Parameters(typeof(MembersParameters))]
    public required string Followers { get; init; }

    /// <summary>Its open requests that stand in a queue.</summary>
    [Parameters(typeof(MembersParameters))]
    public required string Listed { get; init; }

    /// <summary>The first that follows it in a department where, but for some requests, none stands in the queue; or nothing.</summary>
    [Parameters(typeof(HeirParameters))]
    public required string Heir { get; init; }

    /// <summary>Who reported an incident's requests: people one by one, the reports of each machine together.</summary>
    [Parameters(typeof(IncidentParameters))]
    public string Voices { get; } = """
        SELECT r.SensorKey, c.EmailHash, c.PhoneHash, d.DeviceHash, (r.ErasedScopes & 1) AS Erased, 1 AS Reports
        FROM ServiceRequest r
        LEFT JOIN Contact c ON c.RequestId = r.Id
        LEFT JOIN ReportDevice d ON d.RequestId = r.Id
        WHERE r.IncidentId = @IncidentId AND r.IncidentId IS NOT NULL AND r.SensorKey IS NULL
        UNION ALL
        SELECT r.SensorKey, NULL AS EmailHash, NULL AS PhoneHash, NULL AS DeviceHash, 0 AS Erased, COUNT(*) AS Reports
        FROM ServiceRequest r
        WHERE r.IncidentId = @IncidentId AND r.IncidentId IS NOT NULL AND r.SensorKey IS NOT NULL
        GROUP BY r.SensorKey;
        """;

    /// <summary>The devices that follow requests of some incidents, once a request; none that reported one of the same incident itself.</summary>
    [Parameters(typeof(IdsParameters))]
    public required string Follows { get; init; }

    /// <summary>Who reported some requests, one row each.</summary>
    [Parameters(typeof(IdsParameters))]
    public required string VoicesOf { get; init; }

    public static IncidentSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record GateParameters(long Passed, int Taken);

    internal sealed record IncidentParameters(long IncidentId);

    /// <param name="Ids">A JSON array of numbers.</param>
    internal sealed record IdsParameters(string Ids);

    internal sealed record InsertParameters(
        long IncidentId, string IncidentType, DateTimeOffset ChangedAt, DateTimeOffset LastReportAt, int ReportCount, int ReporterCount, int ChangeCount);

    internal sealed record ChangeParameters(
        long IncidentId,
        int IncidentVersion,
        int SeenCount,
        DateTimeOffset ChangedAt,
        DateTimeOffset LastReportAt,
        int ReportCount,
        int ReporterCount,
        int ChangeCount);

    internal sealed record CountParameters(
        long IncidentId, int IncidentVersion, int SeenCount, DateTimeOffset ChangedAt, DateTimeOffset LastReportAt, int ReportCount, int ReporterCount);

    internal sealed record MoveParameters(
        long MovedId,
        int MovedVersion,
        string MovedPrevious,
        string MovedHash,
        DateTimeOffset MovedAt,
        long? MovedTo,
        bool MovedIsOpen,
        bool LooksAtClocks,
        bool IsHidden)
    {
        public static MoveParameters Of(Move move) => new(
            move.Seen.Id, move.Seen.Version, move.Seen.HeadHash, move.Event.Hash, move.Event.At, move.IncidentId, move.IsOpen, move.IsListed, move.IsHidden);
    }

    internal sealed record AddChangeParameters(long IncidentId, int ChangeNumber, long MovedId, string MoveKind, DateTimeOffset ChangedAt);

    internal sealed record UndoParameters(long IncidentId, int UndoneNumber, DateTimeOffset ChangedAt);

    internal sealed record MembersParameters(long IncidentId, int Take);

    /// <param name="Holders">A JSON array of <see cref="HolderRow.Key"/>; null lets all through.</param>
    internal sealed record HeldMembersParameters(long IncidentId, string? Holders, int Take);

    internal sealed record ToldParameters(long IncidentId, string Content);

    /// <param name="Ids">The requests that do not count, a JSON array of numbers.</param>
    internal sealed record HeirParameters(long IncidentId, string Department, string Ids);
}
