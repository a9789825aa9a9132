using Connect311.Api.Databases;

namespace Connect311.Api.ServiceLevels.Estimates;

/// <summary>How long requests took is observed in the database, a service type at a time, and kept in a small table.</summary>
internal sealed record EstimateSql
{
    public static EstimateSql Sqlite { get; } = new()
    {
        Observe = """
            SELECT Area, Closings,
                MIN(CASE WHEN Place >= (Closings + 1) / 2 THEN Seconds END) AS HalfWithin,
                MIN(CASE WHEN Place >= (Closings * 4 + 4) / 5 THEN Seconds END) AS MostWithin
            FROM (
                SELECT k.value AS Area, c.Seconds,
                    ROW_NUMBER() OVER (PARTITION BY k.value ORDER BY c.Seconds) AS Place,
                    COUNT(*) OVER (PARTITION BY k.value) AS Closings
                FROM (
                    SELECT (ClosedAt - ReceivedAt) / 1000 AS Seconds, Areas
                    FROM ServiceRequest
                    WHERE ServiceType = @ServiceType AND ClosedAt IS NOT NULL AND ClosedAt >= @Since
                      AND Status = 'closed' AND Visibility <> 'confidential' AND ClosedAt >= ReceivedAt
                    ORDER BY ClosedAt DESC
                    LIMIT @Most
                ) c
                JOIN json_each(@Areas) k ON c.Areas LIKE '%' || k.value || '%'
            ) AS placed
            GROUP BY Area, Closings;
            """,
        Set = """
            UPDATE ClosingEstimate
            SET Closings = @Closings, HalfWithin = @HalfWithin, MostWithin = @MostWithin, SinceAt = @SinceAt, ComputedAt = @ComputedAt
            WHERE ServiceType = @ServiceType AND Area = @Area;
            """,
        Add = """
            INSERT INTO ClosingEstimate (ServiceType, Area, Closings, HalfWithin, MostWithin, SinceAt, ComputedAt)
            SELECT @ServiceType, @Area, @Closings, @HalfWithin, @MostWithin, @SinceAt, @ComputedAt
            WHERE NOT EXISTS (SELECT 1 FROM ClosingEstimate WHERE ServiceType = @ServiceType AND Area = @Area);
            """,
    };

    public static EstimateSql SqlServer { get; } = new()
    {
        Observe = """
            SELECT Area, Closings,
                MIN(CASE WHEN Place >= (Closings + 1) / 2 THEN Seconds END) AS HalfWithin,
                MIN(CASE WHEN Place >= (Closings * 4 + 4) / 5 THEN Seconds END) AS MostWithin
            FROM (
                SELECT k.Area, c.Seconds,
                    ROW_NUMBER() OVER (PARTITION BY k.Area ORDER BY c.Seconds) AS Place,
                    COUNT(*) OVER (PARTITION BY k.Area) AS Closings
                FROM (
                    SELECT TOP (@Most) DATEDIFF(second, ReceivedAt, ClosedAt) AS Seconds, Areas
                    FROM ServiceRequest
                    WHERE ServiceType = @ServiceType AND ClosedAt IS NOT NULL AND ClosedAt >= @Since
                      AND Status = N'closed' AND Visibility <> N'confidential' AND ClosedAt >= ReceivedAt
                    ORDER BY ClosedAt DESC
                ) c
                JOIN OPENJSON(@Areas) WITH (Area nvarchar(100) '$') k
                    ON c.Areas LIKE N'%' + k.Area COLLATE Latin1_General_100_BIN2 + N'%'
            ) AS placed
            GROUP BY Area, Closings;
            """,
        Set = """
            UPDATE e
            SET Closings = r.Closings, HalfWithin = r.HalfWithin, MostWithin = r.MostWithin, SinceAt = r.SinceAt,
                ComputedAt = r.ComputedAt
            FROM ClosingEstimate e
            JOIN @estimates r ON r.ServiceType = e.ServiceType AND r.Area = e.Area;
            """,
        Add = """
            INSERT INTO ClosingEstimate (ServiceType, Area, Closings, HalfWithin, MostWithin, SinceAt, ComputedAt)
            SELECT r.ServiceType, r.Area, r.Closings, r.HalfWithin, r.MostWithin, r.SinceAt, r.ComputedAt
            FROM @estimates r
            WHERE NOT EXISTS (SELECT 1 FROM ClosingEstimate e WHERE e.ServiceType = r.ServiceType AND e.Area = r.Area);
            """,
    };

    /// <summary>
    /// How long the newest closings of a type took, in each area: the time within which half of them were closed, and four in
    /// five. Confidential requests are left out.
    /// </summary>
    [Parameters(typeof(ObserveParameters))]
    public required string Observe { get; init; }

    /// <summary>Keeps what was observed of what was known before.</summary>
    [RowsOf(typeof(ClosingEstimate))]
    public required string Set { get; init; }

    /// <summary>Keeps what was observed for the first time; behind <see cref="Set"/>.</summary>
    [RowsOf(typeof(ClosingEstimate))]
    public required string Add { get; init; }

    /// <summary>What was not observed any more is not known any more.</summary>
    [Parameters(typeof(ForgetParameters))]
    public string Forget { get; } = """
        UPDATE ClosingEstimate
        SET Closings = 0
        WHERE ComputedAt < @ComputedAt;
        """;

    /// <summary>All that rest on so many closings at least.</summary>
    [Parameters(typeof(AllParameters))]
    public string All { get; } = """
        SELECT ServiceType, Area, Closings, HalfWithin, MostWithin, SinceAt, ComputedAt
        FROM ClosingEstimate
        WHERE Closings >= @Least;
        """;

    public string Newest { get; } = """
        SELECT MAX(ComputedAt) AS ComputedAt
        FROM ClosingEstimate;
        """;

    public static EstimateSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <param name="Areas">A JSON array of areas as the column holds them, such as <c>|borough:brooklyn|</c>; <c>|</c> is anywhere.</param>
    /// <param name="Most">How many closings are looked at, the newest first.</param>
    internal sealed record ObserveParameters(string ServiceType, DateTimeOffset Since, string Areas, int Most);

    internal sealed record ForgetParameters(DateTimeOffset ComputedAt);

    internal sealed record AllParameters(int Least);
}
