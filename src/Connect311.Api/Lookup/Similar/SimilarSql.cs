using Connect311.Api.Databases;

namespace Connect311.Api.Lookup.Similar;

/// <summary>
/// Public reports that stand open in some cells. The cell is of the exact place, which lies in that of the published one or right beside
/// it: it bounds what is read, and nothing that is answered depends on it.
/// </summary>
internal sealed record SimilarSql
{
    public static SimilarSql Sqlite { get; } = new()
    {
        Near = """
            SELECT r.Id, r.ServiceType, r.Department, r.Status, r.ReceivedAt, r.PublicLatitude, r.PublicLongitude, r.PublicPlace, i.LastReportAt,
                (SELECT COUNT(*) FROM DeviceLink f WHERE f.RequestId = r.Id AND f.Follows = 1 AND f.IsLinked = 1) AS Followers,
                (SELECT d.IsLinked FROM DeviceLink d WHERE d.DeviceId = @DeviceId AND d.RequestId = r.Id) AS IsLinked,
                (SELECT d.Follows FROM DeviceLink d WHERE d.DeviceId = @DeviceId AND d.RequestId = r.Id) AS Follows
            FROM json_each(@Ranges) k
            JOIN ServiceRequest r ON r.Cell BETWEEN json_extract(k.value, '$.from') AND json_extract(k.value, '$.to')
            LEFT JOIN Incident i ON i.Id = r.IncidentId
            WHERE r.ServiceType = @ServiceType AND r.IsOpen = 1 AND r.Status <> 'submitted' AND r.Visibility = 'public'
              AND r.PublicLatitude IS NOT NULL;
            """,
    };

    public static SimilarSql SqlServer { get; } = new()
    {
        Near = """
            SELECT r.Id, r.ServiceType, r.Department, r.Status, r.ReceivedAt, r.PublicLatitude, r.PublicLongitude, r.PublicPlace, i.LastReportAt,
                (SELECT COUNT(*) FROM DeviceLink f WHERE f.RequestId = r.Id AND f.Follows = 1 AND f.IsLinked = 1) AS Followers,
                (SELECT d.IsLinked FROM DeviceLink d WHERE d.DeviceId = @DeviceId AND d.RequestId = r.Id) AS IsLinked,
                (SELECT d.Follows FROM DeviceLink d WHERE d.DeviceId = @DeviceId AND d.RequestId = r.Id) AS Follows
            FROM OPENJSON(@Ranges) WITH (CellFrom bigint '$.from', CellTo bigint '$.to') k
            JOIN ServiceRequest r ON r.Cell BETWEEN k.CellFrom AND k.CellTo
            LEFT JOIN Incident i ON i.Id = r.IncidentId
            WHERE r.ServiceType = @ServiceType AND r.IsOpen = 1 AND r.Status <> 'submitted' AND r.Visibility = 'public'
              AND r.PublicLatitude IS NOT NULL;
            """,
    };

    /// <summary>What stands open in some cells and is public, each with how many follow it; held-back reports are left out.</summary>
    [Parameters(typeof(NearParameters))]
    public required string Near { get; init; }

    public static SimilarSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <param name="DeviceId">The caller's device; empty where there is none.</param>
    /// <param name="Ranges">A JSON array of <see cref="Incidents.CellRange"/>.</param>
    internal sealed record NearParameters(string ServiceType, string DeviceId, string Ranges);
}

/// <summary>A public report that stands open.</summary>
internal sealed record SimilarRow
{
    public required long Id { get; init; }

    public required string ServiceType { get; init; }

    public required string Department { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required double PublicLatitude { get; init; }

    public required double PublicLongitude { get; init; }

    public required string PublicPlace { get; init; }

    /// <summary>When the thing was last reported; null where it is in no incident.</summary>
    public DateTimeOffset? LastReportAt { get; init; }

    public required int Followers { get; init; }

    /// <summary>Whether it is on the caller's phone; null where it never was.</summary>
    public bool? IsLinked { get; init; }

    public bool? Follows { get; init; }

    public DateTimeOffset LastAt => LastReportAt > ReceivedAt ? LastReportAt.Value : ReceivedAt;
}
