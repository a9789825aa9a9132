namespace Connect311.Api.Triage.Holds;

internal sealed partial record HoldSql
{
    public static HoldSql SqlServer { get; } = new()
    {
        Active = """
            SELECT Id, ValueHash
            FROM ReportHold
            WHERE EndedAt IS NULL AND Until > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME());
            """,
        Add = """
            INSERT INTO ReportHold (Id, Kind, ValueHash, SealedValue, Reason, CreatedBy, CreatedAt, Until, Version)
            SELECT @Id, @Kind, @ValueHash, @SealedValue, @Reason, @By, @At,
                DATEADD(second, @Seconds, DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())), 1
            WHERE NOT EXISTS (
                SELECT 1
                FROM ReportHold h
                WHERE h.ValueHash = @ValueHash AND h.EndedAt IS NULL AND h.Until > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()));
            """,
        Over = """
            SELECT TOP (@Take) Id
            FROM ReportHold
            WHERE EndedAt IS NULL AND Until <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()) AND ValueHash <> '' AND Id > @After
            ORDER BY Id;
            """,
        Page = """
            SELECT TOP (@Take) h.Id, h.Kind, h.SealedValue, h.Reason, h.CreatedBy, h.CreatedAt, h.Until, h.EndedBy, h.EndedAt, h.Version,
                CAST(CASE WHEN h.EndedAt IS NULL AND h.Until > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()) THEN 1 ELSE 0 END AS bit) AS IsActive,
                (SELECT COUNT(*) FROM HeldReport w JOIN ServiceRequest s ON s.Id = w.RequestId
                    WHERE w.HoldId = h.Id AND s.Status = 'submitted'
                      AND (s.Visibility <> 'confidential' OR @WithConfidential = 1)) AS Waiting
            FROM ReportHold h
            WHERE h.Id < @Before
            ORDER BY h.Id DESC;
            """,
        Find = """
            SELECT h.Id, h.Kind, h.SealedValue, h.Reason, h.CreatedBy, h.CreatedAt, h.Until, h.EndedBy, h.EndedAt, h.Version,
                CAST(CASE WHEN h.EndedAt IS NULL AND h.Until > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()) THEN 1 ELSE 0 END AS bit) AS IsActive,
                (SELECT COUNT(*) FROM HeldReport w JOIN ServiceRequest s ON s.Id = w.RequestId
                    WHERE w.HoldId = h.Id AND s.Status = 'submitted'
                      AND (s.Visibility <> 'confidential' OR @WithConfidential = 1)) AS Waiting
            FROM ReportHold h
            WHERE h.Id = @Id;
            """,
    };
}
