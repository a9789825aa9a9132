namespace Connect311.Api.Triage.Holds;

internal sealed partial record HoldSql
{
    public static HoldSql Sqlite { get; } = new()
    {
        Active = """
            SELECT Id, ValueHash
            FROM ReportHold
            WHERE EndedAt IS NULL AND Until > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset;
            """,
        Add = """
            INSERT INTO ReportHold (Id, Kind, ValueHash, SealedValue, Reason, CreatedBy, CreatedAt, Until, Version)
            SELECT @Id, @Kind, @ValueHash, @SealedValue, @Reason, @By, @At,
                CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset + 1000 * @Seconds, 1
            WHERE NOT EXISTS (
                SELECT 1
                FROM ReportHold h
                WHERE h.ValueHash = @ValueHash AND h.EndedAt IS NULL AND h.Until > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset);
            """,
        Over = """
            SELECT Id
            FROM ReportHold
            WHERE EndedAt IS NULL AND Until <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset AND ValueHash <> '' AND Id > @After
            ORDER BY Id
            LIMIT @Take;
            """,
        Page = """
            SELECT h.Id, h.Kind, h.SealedValue, h.Reason, h.CreatedBy, h.CreatedAt, h.Until, h.EndedBy, h.EndedAt, h.Version,
                h.EndedAt IS NULL AND h.Until > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset AS IsActive,
                (SELECT COUNT(*) FROM HeldReport w JOIN ServiceRequest s ON s.Id = w.RequestId
                    WHERE w.HoldId = h.Id AND s.Status = 'submitted'
                      AND (s.Visibility <> 'confidential' OR @WithConfidential = 1)) AS Waiting
            FROM ReportHold h
            WHERE h.Id < @Before
            ORDER BY h.Id DESC
            LIMIT @Take;
            """,
        Find = """
            SELECT h.Id, h.Kind, h.SealedValue, h.Reason, h.CreatedBy, h.CreatedAt, h.Until, h.EndedBy, h.EndedAt, h.Version,
                h.EndedAt IS NULL AND h.Until > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset AS IsActive,
                (SELECT COUNT(*) FROM HeldReport w JOIN ServiceRequest s ON s.Id = w.RequestId
                    WHERE w.HoldId = h.Id AND s.Status = 'submitted'
                      AND (s.Visibility <> 'confidential' OR @WithConfidential = 1)) AS Waiting
            FROM ReportHold h
            WHERE h.Id = @Id;
            """,
    };
}
