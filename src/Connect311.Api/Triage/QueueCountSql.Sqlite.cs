namespace Connect311.Api.Triage;

internal sealed partial record QueueCountSql
{
    public static QueueCountSql Sqlite { get; } = new()
    {
        Count = """
            SELECT COUNT(*) AS Total,
                COALESCE(SUM(CASE WHEN r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS Overdue,
                COALESCE(SUM(CASE WHEN r.Assignee IS NULL
                    OR r.ClaimedUntil <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset THEN 1 ELSE 0 END), 0) AS Unclaimed,
                COALESCE(SUM(CASE WHEN r.Status = 'submitted' THEN 1 ELSE 0 END), 0) AS Submitted,
                COALESCE(SUM(CASE WHEN r.Status = 'submitted' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS SubmittedOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'assigned' THEN 1 ELSE 0 END), 0) AS Assigned,
                COALESCE(SUM(CASE WHEN r.Status = 'assigned' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS AssignedOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'acknowledged' THEN 1 ELSE 0 END), 0) AS Acknowledged,
                COALESCE(SUM(CASE WHEN r.Status = 'acknowledged' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS AcknowledgedOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'in-progress' THEN 1 ELSE 0 END), 0) AS InProgress,
                COALESCE(SUM(CASE WHEN r.Status = 'in-progress' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS InProgressOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'waiting' THEN 1 ELSE 0 END), 0) AS Waiting,
                COALESCE(SUM(CASE WHEN r.Status = 'waiting' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS WaitingOverdue
            FROM ServiceRequest r
            WHERE r.Department = @Department AND r.IsOpen = 1
              AND (@Queue IS NULL OR r.Queue = @Queue)
              AND (@Status IS NULL OR r.Status = @Status)
              AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
              AND (@ServiceTypes IS NULL OR r.ServiceType IN (SELECT value FROM json_each(@ServiceTypes)))
              AND (@AreaPattern IS NULL OR r.Areas LIKE @AreaPattern)
              AND (@Channel IS NULL OR r.Channel = @Channel)
              AND (@HasPhoto IS NULL OR @HasPhoto = CASE WHEN EXISTS (
                  SELECT 1
                  FROM RequestPhoto l
                  JOIN Photo p ON p.Id = l.PhotoId AND p.Owner IN (l.Owner, l.Device) AND p.ReceivedAt <= l.LapsesAt
                  WHERE l.RequestId = r.Id AND p.Status = 'ready') THEN 1 ELSE 0 END)
              AND (@TextPattern IS NULL OR r.Description LIKE @TextPattern ESCAPE '\'
                OR r.AddressText LIKE @TextPattern ESCAPE '\')
              AND (@DueFrom IS NULL OR r.DueAt >= @DueFrom)
              AND (@DueBefore IS NULL OR r.DueAt < @DueBefore)
              AND (@SilentBefore IS NULL OR (r.Status = 'assigned' AND r.UpdatedAt <= @SilentBefore))
              AND (@Assignee IS NULL
                OR (r.Assignee = @Assignee AND r.ClaimedUntil > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset))
              AND (@IsUnclaimed = 0 OR r.Assignee IS NULL
                OR r.ClaimedUntil <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset)
              AND (r.Visibility <> 'confidential' OR @WithConfidential = 1);
            """,
        CountDanger = """
            SELECT COUNT(*) AS Total,
                COALESCE(SUM(CASE WHEN r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS Overdue,
                COALESCE(SUM(CASE WHEN r.Assignee IS NULL
                    OR r.ClaimedUntil <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset THEN 1 ELSE 0 END), 0) AS Unclaimed,
                COALESCE(SUM(CASE WHEN r.Status = 'submitted' THEN 1 ELSE 0 END), 0) AS Submitted,
                COALESCE(SUM(CASE WHEN r.Status = 'submitted' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS SubmittedOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'assigned' THEN 1 ELSE 0 END), 0) AS Assigned,
                COALESCE(SUM(CASE WHEN r.Status = 'assigned' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS AssignedOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'acknowledged' THEN 1 ELSE 0 END), 0) AS Acknowledged,
                COALESCE(SUM(CASE WHEN r.Status = 'acknowledged' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS AcknowledgedOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'in-progress' THEN 1 ELSE 0 END), 0) AS InProgress,
                COALESCE(SUM(CASE WHEN r.Status = 'in-progress' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS InProgressOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'waiting' THEN 1 ELSE 0 END), 0) AS Waiting,
                COALESCE(SUM(CASE WHEN r.Status = 'waiting' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS WaitingOverdue
            FROM ServiceRequest r
            WHERE r.IsDanger = 1 AND r.IsOpen = 1 AND r.Department <> @Department
              AND (@Queue IS NULL OR r.Queue = @Queue)
              AND (@Status IS NULL OR r.Status = @Status)
              AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
              AND (@ServiceTypes IS NULL OR r.ServiceType IN (SELECT value FROM json_each(@ServiceTypes)))
              AND (@AreaPattern IS NULL OR r.Areas LIKE @AreaPattern)
              AND (@Channel IS NULL OR r.Channel = @Channel)
              AND (@HasPhoto IS NULL OR @HasPhoto = CASE WHEN EXISTS (
                  SELECT 1
                  FROM RequestPhoto l
                  JOIN Photo p ON p.Id = l.PhotoId AND p.Owner IN (l.Owner, l.Device) AND p.ReceivedAt <= l.LapsesAt
                  WHERE l.RequestId = r.Id AND p.Status = 'ready') THEN 1 ELSE 0 END)
              AND (@TextPattern IS NULL OR r.Description LIKE @TextPattern ESCAPE '\'
                OR r.AddressText LIKE @TextPattern ESCAPE '\')
              AND (@DueFrom IS NULL OR r.DueAt >= @DueFrom)
              AND (@DueBefore IS NULL OR r.DueAt < @DueBefore)
              AND (@SilentBefore IS NULL OR (r.Status = 'assigned' AND r.UpdatedAt <= @SilentBefore))
              AND (@Assignee IS NULL
                OR (r.Assignee = @Assignee AND r.ClaimedUntil > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset))
              AND (@IsUnclaimed = 0 OR r.Assignee IS NULL
                OR r.ClaimedUntil <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset)
              AND r.Visibility <> 'confidential';
            """,
        CountEscalated = """
            SELECT COUNT(*) AS Total,
                COALESCE(SUM(CASE WHEN r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS Overdue,
                COALESCE(SUM(CASE WHEN r.Assignee IS NULL
                    OR r.ClaimedUntil <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset THEN 1 ELSE 0 END), 0) AS Unclaimed,
                COALESCE(SUM(CASE WHEN r.Status = 'submitted' THEN 1 ELSE 0 END), 0) AS Submitted,
                COALESCE(SUM(CASE WHEN r.Status = 'submitted' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS SubmittedOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'assigned' THEN 1 ELSE 0 END), 0) AS Assigned,
                COALESCE(SUM(CASE WHEN r.Status = 'assigned' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS AssignedOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'acknowledged' THEN 1 ELSE 0 END), 0) AS Acknowledged,
                COALESCE(SUM(CASE WHEN r.Status = 'acknowledged' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS AcknowledgedOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'in-progress' THEN 1 ELSE 0 END), 0) AS InProgress,
                COALESCE(SUM(CASE WHEN r.Status = 'in-progress' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS InProgressOverdue,
                COALESCE(SUM(CASE WHEN r.Status = 'waiting' THEN 1 ELSE 0 END), 0) AS Waiting,
                COALESCE(SUM(CASE WHEN r.Status = 'waiting' AND r.DueAt < @Now THEN 1 ELSE 0 END), 0) AS WaitingOverdue
            FROM ServiceRequest r
            WHERE r.IsEscalated = 1 AND r.IsDanger = 0 AND r.IsOpen = 1 AND r.Department <> @Department
              AND (@Queue IS NULL OR r.Queue = @Queue)
              AND (@Status IS NULL OR r.Status = @Status)
              AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
              AND (@ServiceTypes IS NULL OR r.ServiceType IN (SELECT value FROM json_each(@ServiceTypes)))
              AND (@AreaPattern IS NULL OR r.Areas LIKE @AreaPattern)
              AND (@Channel IS NULL OR r.Channel = @Channel)
              AND (@HasPhoto IS NULL OR @HasPhoto = CASE WHEN EXISTS (
                  SELECT 1
                  FROM RequestPhoto l
                  JOIN Photo p ON p.Id = l.PhotoId AND p.Owner IN (l.Owner, l.Device) AND p.ReceivedAt <= l.LapsesAt
                  WHERE l.RequestId = r.Id AND p.Status = 'ready') THEN 1 ELSE 0 END)
              AND (@TextPattern IS NULL OR r.Description LIKE @TextPattern ESCAPE '\'
                OR r.AddressText LIKE @TextPattern ESCAPE '\')
              AND (@DueFrom IS NULL OR r.DueAt >= @DueFrom)
              AND (@DueBefore IS NULL OR r.DueAt < @DueBefore)
              AND (@SilentBefore IS NULL OR (r.Status = 'assigned' AND r.UpdatedAt <= @SilentBefore))
              AND (@Assignee IS NULL
                OR (r.Assignee = @Assignee AND r.ClaimedUntil > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset))
              AND (@IsUnclaimed = 0 OR r.Assignee IS NULL
                OR r.ClaimedUntil <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset)
              AND r.Visibility <> 'confidential';
            """,
    };
}
