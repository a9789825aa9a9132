namespace Connect311.Api.Triage.Claims;

internal sealed partial record ClaimSql
{
    public static ClaimSql Sqlite { get; } = new()
    {
        Find = """
            SELECT r.Id, r.Department, r.Visibility, r.IsDanger, r.IsEscalated, r.Status, r.UpdatedAt, r.Version, r.EventCount, r.HeadHash,
                r.Assignee, m.Name AS AssigneeName, r.ClaimToken, r.ClaimedUntil, r.IsOpen,
                r.IsOpen = 1 AND r.Assignee IS NOT NULL
                    AND r.ClaimedUntil > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset AS IsClaimed
            FROM ServiceRequest r
            LEFT JOIN StaffMember m ON m.Id = r.Assignee
            WHERE r.Id = @Id;
            """,
        Candidates = """
            SELECT r.Id, r.Department, r.Visibility, r.IsDanger, r.IsEscalated, r.Status, r.UpdatedAt, r.Version, r.EventCount, r.HeadHash,
                r.Assignee, r.ClaimToken, r.ClaimedUntil, 0 AS IsClaimed
            FROM ServiceRequest r
            WHERE r.Department = @Department AND r.IsOpen = 1 AND r.Status <> 'waiting'
              AND (r.Assignee IS NULL OR r.ClaimedUntil <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset)
              AND (@Queue IS NULL OR r.Queue = @Queue)
              AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
              AND (@AreaPattern IS NULL OR r.Areas LIKE @AreaPattern)
              AND (r.Visibility <> 'confidential' OR @WithConfidential = 1)
            ORDER BY r.Priority, r.DueAt, r.Id
            LIMIT @Take;
            """,
        Take = """
            UPDATE ServiceRequest
            SET Assignee = @Assignee, ClaimToken = @Token,
                ClaimedUntil = CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset + @Milliseconds,
                UpdatedAt = @At, ErasedScopes = ErasedScopes & ~4, Version = Version + 1, EventCount = EventCount + 1, HeadHash = @HeadHash
            WHERE Id = @Id AND Version = @Version AND HeadHash = @PreviousHash
              AND Department = @Department AND IsOpen = 1 AND (ClaimToken IS NULL OR ClaimToken < @Token)
              AND (@IsAssigned = 1 OR Assignee IS NULL
                OR ClaimedUntil <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset);
            """,
        Renew = """
            UPDATE ServiceRequest
            SET ClaimedUntil = CASE
                WHEN ClaimedUntil > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset + @Milliseconds THEN ClaimedUntil
                ELSE CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset + @Milliseconds END
            WHERE Id = @Id AND IsOpen = 1 AND Assignee = @Assignee AND ClaimToken = @Token
              AND ClaimedUntil > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset;
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
              AND r.ClaimedUntil > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset
              AND (r.Visibility <> 'confidential' OR @WithConfidential = 1)
            GROUP BY r.Assignee;
            """,
    };
}
