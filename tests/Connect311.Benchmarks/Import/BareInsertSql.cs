using Connect311.Api.ServiceRequests.Intake;

namespace Connect311.Benchmarks.Import;

/// <summary>Reads what an import stored, and inserts the same into another file.</summary>
internal static class BareInsertSql
{
    /// <summary>Durable, and with as much memory, as the application's own writer.</summary>
    public const string AsTheServer = "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16384;";

    public const string ReadRequests = """
        SELECT Id, KeyHash, BodyHash, ServiceType, ServiceTypeText, Visibility, CatalogVersion, Channel,
            Department, Queue, RoutingRule, RuleSetVersion, Status, IsOpen, Priority, IsDanger, ReceivedAt,
            ReportedAt, DueAt, UpdatedAt, ClosedAt, Outcome, Description, Answers, PhotoIds, Latitude,
            Longitude, AccuracyMetres, LocationSource, AddressText, Areas, Cell, PublicLatitude,
            PublicLongitude, PublicPlace, Aside, Version, EventCount, HeadHash, AcknowledgeDueAt, InspectDueAt,
            Targets, TargetsVersion, ClockMarks, NextMarkAt, IncidentId, SensorKey, ResemblesId
        FROM ServiceRequest
        ORDER BY Id;
        """;

    public const string ReadEvents = """
        SELECT Position, RequestId, Number, Kind, At, Data, Digests, PreviousHash, Hash
        FROM ServiceRequestEvent
        ORDER BY Position;
        """;

    public const string ReadDetails = """
        SELECT Position, Salt, Content
        FROM EventDetail
        ORDER BY Position;
        """;

    public const string ReadCells = """
        SELECT RequestId, ExternalId, HeadingsHash, Cells
        FROM ImportedRow
        ORDER BY RequestId;
        """;

    public const string InsertEvent = """
        INSERT INTO ServiceRequestEvent (Position, RequestId, Number, Kind, At, Data, Digests, PreviousHash, Hash)
        VALUES (@Position, @RequestId, @Number, @Kind, @At, @Data, @Digests, @PreviousHash, @Hash);
        """;

    public const string InsertDetail = """
        INSERT INTO EventDetail (Position, Salt, Content)
        VALUES (@Position, @Salt, @Content);
        """;

    /// <summary>The application's own statement.</summary>
    public static string InsertRequest => IntakeSql.Sqlite.InsertRequests;

    /// <summary>The application's own statement.</summary>
    public static string InsertCells => IntakeSql.Sqlite.InsertImported;
}
