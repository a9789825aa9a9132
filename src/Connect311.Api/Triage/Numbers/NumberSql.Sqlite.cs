namespace Connect311.Api.Triage.Numbers;

internal sealed partial record NumberSql
{
    public static NumberSql Sqlite { get; } = new()
    {
        Requests = """
            SELECT Bucket, COUNT(*) AS Received, SUM(IsOpen) AS StillOpen, SUM(IsOverdue) AS Overdue, SUM(IsClosed) AS Closed,
                MAX(Acknowledged) AS Acknowledged,
                MIN(CASE WHEN AcknowledgePlace >= (Acknowledged + 1) / 2 THEN AcknowledgeSeconds END) AS AcknowledgeMedian,
                MIN(CASE WHEN AcknowledgePlace >= (Acknowledged * 9 + 9) / 10 THEN AcknowledgeSeconds END) AS AcknowledgeP90,
                MAX(Resolved) AS Resolved,
                MIN(CASE WHEN ResolvePlace >= (Resolved + 1) / 2 THEN ResolveSeconds END) AS ResolveMedian,
                MIN(CASE WHEN ResolvePlace >= (Resolved * 9 + 9) / 10 THEN ResolveSeconds END) AS ResolveP90
            FROM (
                SELECT Bucket, IsOpen, IsOverdue, IsClosed, AcknowledgeSeconds, ResolveSeconds,
                    COUNT(AcknowledgeSeconds) OVER (PARTITION BY Bucket) AS Acknowledged,
                    ROW_NUMBER() OVER (
                        PARTITION BY Bucket
                        ORDER BY CASE WHEN AcknowledgeSeconds IS NULL THEN 1 ELSE 0 END, AcknowledgeSeconds) AS AcknowledgePlace,
                    COUNT(ResolveSeconds) OVER (PARTITION BY Bucket) AS Resolved,
                    ROW_NUMBER() OVER (
                        PARTITION BY Bucket
                        ORDER BY CASE WHEN ResolveSeconds IS NULL THEN 1 ELSE 0 END, ResolveSeconds) AS ResolvePlace
                FROM (
                    SELECT
                        CASE @By
                            WHEN 'department' THEN r.Department
                            WHEN 'serviceType' THEN r.ServiceType
                            WHEN 'area' THEN CASE WHEN INSTR(r.Areas, @AreaPrefix) > 0 THEN SUBSTR(
                                r.Areas,
                                INSTR(r.Areas, @AreaPrefix) + LENGTH(@AreaPrefix),
                                INSTR(SUBSTR(r.Areas, INSTR(r.Areas, @AreaPrefix) + LENGTH(@AreaPrefix)), '|') - 1) END
                            ELSE '' END AS Bucket,
                        CASE WHEN r.Status IN ('closed', 'cancelled') THEN 0 ELSE 1 END AS IsOpen,
                        CASE WHEN r.Status NOT IN ('closed', 'cancelled') AND r.DueAt < @Now THEN 1 ELSE 0 END AS IsOverdue,
                        CASE WHEN r.Status = 'closed' THEN 1 ELSE 0 END AS IsClosed,
                        (r.AcknowledgedAt - r.ReceivedAt) / 1000 AS AcknowledgeSeconds,
                        CASE WHEN r.Status = 'closed' AND r.ClosedAt >= r.ReceivedAt THEN (r.ClosedAt - r.ReceivedAt) / 1000 END AS ResolveSeconds
                    FROM ServiceRequest r
                    WHERE r.ReceivedAt >= @From AND r.ReceivedAt < @Until
                      AND (@Department IS NULL OR r.Department = @Department)
                      AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
                      AND (r.Visibility <> 'confidential' OR r.Department = @ConfidentialOf)
                ) AS asked
            ) AS placed
            GROUP BY Bucket;
            """,
        Transfers = """
            SELECT Bucket, COUNT(*) AS Transfers
            FROM (
                SELECT
                    CASE @By
                        WHEN 'department' THEN t.FromDepartment
                        WHEN 'serviceType' THEN r.ServiceType
                        WHEN 'area' THEN CASE WHEN INSTR(r.Areas, @AreaPrefix) > 0 THEN SUBSTR(
                            r.Areas,
                            INSTR(r.Areas, @AreaPrefix) + LENGTH(@AreaPrefix),
                            INSTR(SUBSTR(r.Areas, INSTR(r.Areas, @AreaPrefix) + LENGTH(@AreaPrefix)), '|') - 1) END
                        ELSE '' END AS Bucket
                FROM ServiceRequest r
                JOIN Transfer t ON t.RequestId = r.Id
                WHERE r.ReceivedAt >= @From AND r.ReceivedAt < @Until
                  AND (@Department IS NULL OR t.FromDepartment = @Department)
                  AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
                  AND (r.Visibility <> 'confidential' OR r.Department = @ConfidentialOf)
            ) AS sent
            GROUP BY Bucket;
            """,
        Closings = """
            SELECT grouped.Bucket, m.Name, grouped.Closings, grouped.Disputed, grouped.Upheld, grouped.Reopened,
                grouped.Resolved, grouped.ResolveMedian, grouped.ResolveP90
            FROM (
                SELECT Bucket, COUNT(*) AS Closings, SUM(IsDisputed) AS Disputed, SUM(IsUpheld) AS Upheld, SUM(IsReopened) AS Reopened,
                    MAX(Resolved) AS Resolved,
                    MIN(CASE WHEN ResolvePlace >= (Resolved + 1) / 2 THEN ResolveSeconds END) AS ResolveMedian,
                    MIN(CASE WHEN ResolvePlace >= (Resolved * 9 + 9) / 10 THEN ResolveSeconds END) AS ResolveP90
                FROM (
                    SELECT Bucket, IsDisputed, IsUpheld, IsReopened, ResolveSeconds,
                        COUNT(ResolveSeconds) OVER (PARTITION BY Bucket) AS Resolved,
                        ROW_NUMBER() OVER (
                            PARTITION BY Bucket
                            ORDER BY CASE WHEN ResolveSeconds IS NULL THEN 1 ELSE 0 END, ResolveSeconds) AS ResolvePlace
                    FROM (
                        SELECT
                            CASE @By
                                WHEN 'agent' THEN c.ClosedBy
                                WHEN 'department' THEN c.Department
                                WHEN 'serviceType' THEN r.ServiceType
                                WHEN 'area' THEN CASE WHEN INSTR(r.Areas, @AreaPrefix) > 0 THEN SUBSTR(
                                    r.Areas,
                                    INSTR(r.Areas, @AreaPrefix) + LENGTH(@AreaPrefix),
                                    INSTR(SUBSTR(r.Areas, INSTR(r.Areas, @AreaPrefix) + LENGTH(@AreaPrefix)), '|') - 1) END
                                ELSE '' END AS Bucket,
                            c.IsDisputed, c.IsUpheld, c.IsReopened,
                            CASE WHEN c.IsReopened = 0 THEN (c.At - r.ReceivedAt) / 1000 END AS ResolveSeconds
                        FROM ServiceRequest r
                        JOIN Closing c ON c.RequestId = r.Id
                        WHERE r.ReceivedAt >= @From AND r.ReceivedAt < @Until
                          AND (@Department IS NULL OR c.Department = @Department)
                          AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
                          AND (r.Visibility <> 'confidential' OR r.Department = @ConfidentialOf)
                    ) AS closed
                ) AS placed
                GROUP BY Bucket
            ) AS grouped
            LEFT JOIN StaffMember m ON m.Id = grouped.Bucket;
            """,
    };
}
