namespace Connect311.Api.Triage.Claims;

internal sealed partial record ClaimSql
{
    public static ClaimSql SqlServer { get; } = new()
    {
        Find = """
            SELECT r.Id, r.Department, r.Visibility, r.IsDanger, r.IsEscalated, r.Status, r.UpdatedAt, r.Version, r.EventCount, r.HeadHash,
                r.Assignee, m.Name AS AssigneeName, r.ClaimToken, r.ClaimedUntil, r.IsOpen,
                CAST(CASE WHEN r.IsOpen = 1 AND r.Assignee IS NOT NULL
                    AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()) THEN 1 ELSE 0 END AS bit) AS IsClaimed
            FROM ServiceRequest r
            LEFT JOIN StaffMember m ON m.Id = r.Assignee
            WHERE r.Id = @Id;
            """,
        Candidates = """
            SELECT TOP (@Take) r.Id, r.Department, r.Visibility, r.IsDanger, r.IsEscalated, r.Status, r.UpdatedAt, r.Version, r.EventCount, r.HeadHash,
                r.Assignee, r.ClaimToken, r.ClaimedUntil, CAST(0 AS bit) AS IsClaimed
            FROM ServiceRequest r
            WHERE r.Department = @Department AND r.IsOpen = 1 AND r.Status <> 'waiting'
              AND (r.Assignee IS NULL OR r.ClaimedUntil <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()))
              AND (@Queue IS NULL OR r.Queue = @Queue)
              AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
              AND (@AreaPattern IS NULL OR r.Areas LIKE @AreaPattern)
              AND (r.Visibility <> 'confidential' OR @WithConfidential = 1)
            ORDER BY r.Priority, r.DueAt, r.Id;
            """,
        Take = """
            UPDATE ServiceRequest
            SET Assignee = @Assignee, ClaimToken = @Token,
                ClaimedUntil = DATEADD(millisecond, @ClockOffset + @Milliseconds, SYSUTCDATETIME()),
                UpdatedAt = @At, ErasedScopes = ErasedScopes & ~4, Version = Version + 1, EventCount = EventCount + 1, HeadHash = @HeadHash
            WHERE Id = @Id AND Version = @Version AND HeadHash = @PreviousHash
              AND Department = @Department AND IsOpen = 1 AND (ClaimToken IS NULL OR ClaimToken < @Token)
              AND (@IsAssigned = 1 OR Assignee IS NULL
                OR ClaimedUntil <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()));
            """,
        Renew = """
            UPDATE ServiceRequest
            SET ClaimedUntil = CASE
                WHEN ClaimedUntil > DATEADD(millisecond, @ClockOffset + @Milliseconds, SYSUTCDATETIME()) THEN ClaimedUntil
                ELSE DATEADD(millisecond, @ClockOffset + @Milliseconds, SYSUTCDATETIME()) END
            WHERE Id = @Id AND IsOpen = 1 AND Assignee = @Assignee AND ClaimToken = @Token
              AND ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME());
            """,
        Release = """
            UPDATE ServiceRequest
            SET Assignee = NULL, ClaimedUntil = NULL, UpdatedAt = @At,
                ErasedScopes = ErasedScopes & ~4, Version = Version + 1, EventCount = EventCount + 1, HeadHash = @HeadHash
            WHERE Id = @Id AND Version = @Version AND HeadHash = @PreviousHash
              AND IsOpen = 1 AND Assignee = @Assignee AND ClaimToken = @Token;
            """,
        Workload = """
            SELECT r.Assignee, MAX(m.Name) AS Name, COUNT(*) AS Claimed,
                SUM(CASE WHEN r.DueAt < @Now THEN 1 ELSE 0 END) AS Overdue, MIN(r.ReceivedAt) AS OldestReceivedAt
            FROM ServiceRequest r
            LEFT JOIN StaffMember m ON m.Id = r.Assignee
            WHERE r.Department = @Department AND r.Assignee IS NOT NULL AND r.IsOpen = 1
              AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())
              AND (r.Visibility <> 'confidential' OR @WithConfidential = 1)
            GROUP BY r.Assignee;
            """,
    };
}
