using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Incidents;

/// <summary>Cells, both ends included.</summary>
internal sealed record CellRange(long From, long To);

/// <summary>An open request that stands in a queue, with its incident: what another report may be the same as.</summary>
internal sealed record Lookalike
{
    public required long Id { get; init; }

    public required string ServiceType { get; init; }

    public required string Department { get; init; }

    public required string Status { get; init; }

    public string? Outcome { get; init; }

    public required double Latitude { get; init; }

    public required double Longitude { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The machine that sent it; null where a person did.</summary>
    public string? SensorKey { get; init; }

    public required int Version { get; init; }

    public required int EventCount { get; init; }

    public required string HeadHash { get; init; }

    public long? IncidentId { get; init; }

    public int? IncidentVersion { get; init; }

    public int? ReportCount { get; init; }

    public int? ReporterCount { get; init; }

    public DateTimeOffset? LastReportAt { get; init; }

    /// <summary>When the thing was last reported.</summary>
    public DateTimeOffset LastAt => LastReportAt > ReceivedAt ? LastReportAt.Value : ReceivedAt;

    /// <summary>The cells around a place.</summary>
    public static IEnumerable<CellRange> RangesOf(double latitude, double longitude, double metres) =>
        GridCell.CoverCircle(latitude, longitude, metres).Select(range => new CellRange(range.First, range.Last));

    /// <summary>How far it is from a place, in metres.</summary>
    public double MetresFrom(double latitude, double longitude) => GridCell.Metres(latitude, longitude, Latitude, Longitude);
}

/// <summary>What stands open near some places. The index of a department's open work by cell bounds it.</summary>
internal sealed record LookalikeSql
{
    public static LookalikeSql Sqlite { get; } = new()
    {
        Near = """
            SELECT r.Id, r.ServiceType, r.Department, r.Status, r.Outcome, r.Latitude, r.Longitude, r.ReceivedAt, r.UpdatedAt, r.SensorKey,
                r.Version, r.EventCount, r.HeadHash, r.IncidentId, i.Version AS IncidentVersion, i.ReportCount, i.ReporterCount, i.LastReportAt
            FROM json_each(@Ranges) k
            JOIN ServiceRequest r ON r.Cell BETWEEN json_extract(k.value, '$.from') AND json_extract(k.value, '$.to')
            LEFT JOIN Incident i ON i.Id = r.IncidentId
            WHERE r.Department = @Department AND r.IsOpen = 1 AND r.ServiceType = @ServiceType AND r.Visibility <> 'confidential';
            """,
        Machines = """
            SELECT k.value
            FROM json_each(@Keys) k
            WHERE EXISTS (
                SELECT 1
                FROM ServiceRequest r
                WHERE r.IncidentId = @IncidentId AND r.IncidentId IS NOT NULL AND r.SensorKey = k.value);
            """,
        Unlooked = """
            SELECT Id, ServiceType, Department, Visibility, Latitude, Longitude, ReceivedAt
            FROM ServiceRequest
            WHERE ResemblesId = 0
            ORDER BY Id
            LIMIT @Take;
            """,
    };

    public static LookalikeSql SqlServer { get; } = new()
    {
        Near = """
            SELECT r.Id, r.ServiceType, r.Department, r.Status, r.Outcome, r.Latitude, r.Longitude, r.ReceivedAt, r.UpdatedAt, r.SensorKey,
                r.Version, r.EventCount, r.HeadHash, r.IncidentId, i.Version AS IncidentVersion, i.ReportCount, i.ReporterCount, i.LastReportAt
            FROM OPENJSON(@Ranges) WITH (CellFrom bigint '$.from', CellTo bigint '$.to') k
            JOIN ServiceRequest r ON r.Cell BETWEEN k.CellFrom AND k.CellTo
            LEFT JOIN Incident i ON i.Id = r.IncidentId
            WHERE r.Department = @Department AND r.IsOpen = 1 AND r.ServiceType = @ServiceType AND r.Visibility <> 'confidential';
            """,
        Machines = """
            SELECT k.SensorKey
            FROM OPENJSON(@Keys) WITH (SensorKey nvarchar(64) '$') k
            WHERE EXISTS (
                SELECT 1
                FROM ServiceRequest r
                WHERE r.IncidentId = @IncidentId AND r.IncidentId IS NOT NULL
                  AND r.SensorKey = k.SensorKey COLLATE Latin1_General_100_BIN2);
            """,
        Unlooked = """
            SELECT TOP (@Take) Id, ServiceType, Department, Visibility, Latitude, Longitude, ReceivedAt
            FROM ServiceRequest
            WHERE ResemblesId = 0
            ORDER BY Id;
            """,
    };

    /// <summary>What stands open in some cells, of one type and department, and not confidential.</summary>
    [Parameters(typeof(NearParameters))]
    public required string Near { get; init; }

    /// <summary>Which of some machines have reports in an incident.</summary>
    [Parameters(typeof(MachinesParameters))]
    public required string Machines { get; init; }

    /// <summary>New reports of which nobody looked what they resemble, the oldest first.</summary>
    [Parameters(typeof(UnlookedParameters))]
    public required string Unlooked { get; init; }

    /// <summary>Notes what a report resembles. No change of the request: neither version nor event.</summary>
    [Parameters(typeof(NoteParameters))]
    public string Note { get; } = """
        UPDATE ServiceRequest
        SET ResemblesId = @ResemblesId
        WHERE Id = @Id AND ResemblesId = 0;
        """;

    public static LookalikeSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <param name="Ranges">A JSON array of <see cref="CellRange"/>.</param>
    internal sealed record NearParameters(string Department, string ServiceType, string Ranges);

    /// <param name="Keys">A JSON array of app keys.</param>
    internal sealed record MachinesParameters(long IncidentId, string Keys);

    internal sealed record UnlookedParameters(int Take);

    internal sealed record NoteParameters(long Id, long? ResemblesId);
}
