namespace Connect311.Api.Triage.Numbers;

internal sealed partial record NumberSql
{
    public static NumberSql SqlServer { get; } = new()
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
                            WHEN N'department' THEN r.Department
                            WHEN N'serviceType' THEN r.ServiceType
                            WHEN N'area' THEN CASE WHEN CHARINDEX(@AreaPrefix, r.Areas) > 0 THEN SUBSTRING(
                                r.Areas,
                                CHARINDEX(@AreaPrefix, r.Areas) + LEN(@AreaPrefix),
                                CHARINDEX(N'|', r.Areas, CHARINDEX(@AreaPrefix, r.Areas) + LEN(@AreaPrefix)) - CHARINDEX(@AreaPrefix, r.Areas) - LEN(@AreaPrefix)) END
                            ELSE N'' END AS Bucket,
                        CASE WHEN r.Status IN ('closed', 'cancelled') THEN 0 ELSE 1 END AS IsOpen,
                        CASE WHEN r.Status NOT IN ('closed', 'cancelled') AND r.DueAt < @Now THEN 1 ELSE 0 END AS IsOverdue,
                        CASE WHEN r.Status = N'closed' THEN 1 ELSE 0 END AS IsClosed,
                        DATEDIFF(second, r.ReceivedAt, r.AcknowledgedAt)
                            - CASE WHEN DATEADD(second, DATEDIFF(second, r.ReceivedAt, r.AcknowledgedAt), r.ReceivedAt) > r.AcknowledgedAt THEN 1 ELSE 0 END AS AcknowledgeSeconds,
                        CASE WHEN r.Status = N'closed' AND r.ClosedAt >= r.ReceivedAt THEN DATEDIFF(second, r.ReceivedAt, r.ClosedAt)
                            - CASE WHEN DATEADD(second, DATEDIFF(second, r.ReceivedAt, r.ClosedAt), r.ReceivedAt) > r.ClosedAt THEN 1 ELSE 0 END END AS ResolveSeconds
                    FROM ServiceRequest r
                    WHERE r.ReceivedAt >= @From AND r.ReceivedAt < @Until
                      AND (@Department IS NULL OR r.Department = @Department)
                      AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
                      AND (r.Visibility <> N'confidential' OR r.Department = @ConfidentialOf)
                ) AS asked
            ) AS placed
            GROUP BY Bucket;
            """,
        Transfers = """
            SELECT Bucket, COUNT(*) AS Transfers
            FROM (
                SELECT
                    CASE @By
                        WHEN N'department' THEN t.FromDepartment
                        WHEN N'serviceType' THEN r.ServiceType
                        WHEN N'area' THEN CASE WHEN CHARINDEX(@AreaPrefix, r.Areas) > 0 THEN SUBSTRING(
                            r.Areas,
                            CHARINDEX(@AreaPrefix, r.Areas) + LEN(@AreaPrefix),
                            CHARINDEX(N'|', r.Areas, CHARINDEX(@AreaPrefix, r.Areas) + LEN(@AreaPrefix)) - CHARINDEX(@AreaPrefix, r.Areas) - LEN(@AreaPrefix)) END
                        ELSE N'' END AS Bucket
                FROM ServiceRequest r
                JOIN Transfer t ON t.RequestId = r.Id
                WHERE r.ReceivedAt >= @From AND r.ReceivedAt < @Until
                  AND (@Department IS NULL OR t.FromDepartment = @Department)
                  AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
                  AND (r.Visibility <> N'confidential' OR r.Department = @ConfidentialOf)
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
                                WHEN N'agent' THEN c.ClosedBy
                                WHEN N'department' THEN c.Department
                                WHEN N'serviceType' THEN r.ServiceType
                                WHEN N'area' THEN CASE WHEN CHARINDEX(@AreaPrefix, r.Areas) > 0 THEN SUBSTRING(
                                    r.Areas,
                                    CHARINDEX(@AreaPrefix, r.Areas) + LEN(@AreaPrefix),
                                    CHARINDEX(N'|', r.Areas, CHARINDEX(@AreaPrefix, r.Areas) + LEN(@AreaPrefix)) - CHARINDEX(@AreaPrefix, r.Areas) - LEN(@AreaPrefix)) END
                                ELSE N'' END AS Bucket,
                            CASE WHEN c.IsDisputed = 1 THEN 1 ELSE 0 END AS IsDisputed,
                            CASE WHEN c.IsUpheld = 1 THEN 1 ELSE 0 END AS IsUpheld,
                            CASE WHEN c.IsReopened = 1 THEN 1 ELSE 0 END AS IsReopened,
                            CASE WHEN c.IsReopened = 0 THEN DATEDIFF(second, r.ReceivedAt, c.At)
                                - CASE WHEN DATEADD(second, DATEDIFF(second, r.ReceivedAt, c.At), r.ReceivedAt) > c.At THEN 1 ELSE 0 END END AS ResolveSeconds
                        FROM ServiceRequest r
                        JOIN Closing c ON c.RequestId = r.Id
                        WHERE r.ReceivedAt >= @From AND r.ReceivedAt < @Until
                          AND (@Department IS NULL OR c.Department = @Department)
                          AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
                          AND (r.Visibility <> N'confidential' OR r.Department = @ConfidentialOf)
                    ) AS closed
                ) AS placed
                GROUP BY Bucket
            ) AS grouped
            LEFT JOIN StaffMember m ON m.Id = grouped.Bucket;
            """,
    };
}
