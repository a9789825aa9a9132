namespace Connect311.Api.Triage;

internal sealed partial record QueueSql
{
    public static QueueSql SqlServer { get; } = new()
    {
        Page = """
            SELECT TOP (@Take) r.Id, r.ServiceType, r.ServiceTypeText, r.Department, r.Queue, r.Status, r.Priority, r.IsDanger, r.Channel,
                r.ReceivedAt, r.DueAt, r.Description, r.AddressText, r.Latitude, r.Longitude, r.AccuracyMetres, r.LocationSource,
                r.Areas, r.WaitingFor, r.ReopenCount, r.AcknowledgeDueAt, r.InspectDueAt, r.PausedAt, r.ClockMarks, r.IsEscalated,
                r.IncidentId, r.ResemblesId, r.Version, r.Assignee, m.Name AS AssigneeName, r.ClaimedUntil,
                CAST(CASE WHEN r.Assignee IS NOT NULL AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())
                    THEN 1 ELSE 0 END AS bit) AS IsClaimed
            FROM ServiceRequest r
            LEFT JOIN StaffMember m ON m.Id = r.Assignee
            WHERE r.Department = @Department AND r.IsOpen = @IsOpen
              AND (@IsOpen = 1 OR r.Status IN ('closed', 'cancelled'))
              AND r.Priority >= @Priority
              AND (r.Priority > @Priority OR r.DueAt > @DueAt OR (r.DueAt = @DueAt AND r.Id > @Id))
              AND (@Queue IS NULL OR r.Queue = @Queue)
              AND (@Status IS NULL OR r.Status = @Status)
              AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
              AND (@ServiceTypes IS NULL OR r.ServiceType IN (
                  SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
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
                OR (r.Assignee = @Assignee AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())))
              AND (@IsUnclaimed = 0 OR r.Assignee IS NULL
                OR r.ClaimedUntil <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()))
              AND (r.Visibility <> 'confidential' OR @WithConfidential = 1)
            ORDER BY r.Priority, r.DueAt, r.Id;
            """,
        OperatorPage = """
            SELECT TOP (@Take) Id, ServiceType, ServiceTypeText, Department, Queue, Status, Priority, IsDanger, Channel, ReceivedAt, DueAt,
                Description, AddressText, Latitude, Longitude, AccuracyMetres, LocationSource, Areas, WaitingFor, ReopenCount,
                AcknowledgeDueAt, InspectDueAt, PausedAt, ClockMarks, IsEscalated, IncidentId, ResemblesId, Version, Assignee, AssigneeName, ClaimedUntil, IsClaimed
            FROM (
                SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Department, r.Queue, r.Status, r.Priority, r.IsDanger, r.Channel,
                    r.ReceivedAt, r.DueAt, r.Description, r.AddressText, r.Latitude, r.Longitude, r.AccuracyMetres, r.LocationSource,
                    r.Areas, r.WaitingFor, r.ReopenCount, r.AcknowledgeDueAt, r.InspectDueAt, r.PausedAt, r.ClockMarks, r.IsEscalated,
                    r.IncidentId, r.ResemblesId, r.Version, r.Assignee, m.Name AS AssigneeName, r.ClaimedUntil,
                    CAST(CASE WHEN r.Assignee IS NOT NULL AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())
                        THEN 1 ELSE 0 END AS bit) AS IsClaimed
                FROM ServiceRequest r
                LEFT JOIN StaffMember m ON m.Id = r.Assignee
                WHERE r.Department = @Department AND r.IsOpen = @IsOpen
                  AND (@IsOpen = 1 OR r.Status IN ('closed', 'cancelled'))
                  AND r.Priority >= @Priority
                  AND (r.Priority > @Priority OR r.DueAt > @DueAt OR (r.DueAt = @DueAt AND r.Id > @Id))
                  AND (@Queue IS NULL OR r.Queue = @Queue)
                  AND (@Status IS NULL OR r.Status = @Status)
                  AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
                  AND (@ServiceTypes IS NULL OR r.ServiceType IN (
                      SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
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
                    OR (r.Assignee = @Assignee AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())))
                  AND (@IsUnclaimed = 0 OR r.Assignee IS NULL
                    OR r.ClaimedUntil <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()))
                  AND (r.Visibility <> 'confidential' OR @WithConfidential = 1)
                UNION ALL
                SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Department, r.Queue, r.Status, r.Priority, r.IsDanger, r.Channel,
                    r.ReceivedAt, r.DueAt, r.Description, r.AddressText, r.Latitude, r.Longitude, r.AccuracyMetres, r.LocationSource,
                    r.Areas, r.WaitingFor, r.ReopenCount, r.AcknowledgeDueAt, r.InspectDueAt, r.PausedAt, r.ClockMarks, r.IsEscalated,
                    r.IncidentId, r.ResemblesId, r.Version, r.Assignee, m.Name AS AssigneeName, r.ClaimedUntil,
                    CAST(CASE WHEN r.Assignee IS NOT NULL AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())
                        THEN 1 ELSE 0 END AS bit) AS IsClaimed
                FROM ServiceRequest r
                LEFT JOIN StaffMember m ON m.Id = r.Assignee
                WHERE r.IsDanger = 1 AND r.IsOpen = @IsOpen AND r.Department <> @Department
                  AND (@IsOpen = 1 OR r.Status IN ('closed', 'cancelled'))
                  AND r.Priority >= @Priority
                  AND (r.Priority > @Priority OR r.DueAt > @DueAt OR (r.DueAt = @DueAt AND r.Id > @Id))
                  AND (@Queue IS NULL OR r.Queue = @Queue)
                  AND (@Status IS NULL OR r.Status = @Status)
                  AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
                  AND (@ServiceTypes IS NULL OR r.ServiceType IN (
                      SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
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
                    OR (r.Assignee = @Assignee AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())))
                  AND (@IsUnclaimed = 0 OR r.Assignee IS NULL
                    OR r.ClaimedUntil <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()))
                  AND r.Visibility <> 'confidential'
                UNION ALL
                SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Department, r.Queue, r.Status, r.Priority, r.IsDanger, r.Channel,
                    r.ReceivedAt, r.DueAt, r.Description, r.AddressText, r.Latitude, r.Longitude, r.AccuracyMetres, r.LocationSource,
                    r.Areas, r.WaitingFor, r.ReopenCount, r.AcknowledgeDueAt, r.InspectDueAt, r.PausedAt, r.ClockMarks, r.IsEscalated,
                    r.IncidentId, r.ResemblesId, r.Version, r.Assignee, m.Name AS AssigneeName, r.ClaimedUntil,
                    CAST(CASE WHEN r.Assignee IS NOT NULL AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())
                        THEN 1 ELSE 0 END AS bit) AS IsClaimed
                FROM ServiceRequest r
                LEFT JOIN StaffMember m ON m.Id = r.Assignee
                WHERE r.IsEscalated = 1 AND r.IsDanger = 0 AND r.IsOpen = @IsOpen AND r.Department <> @Department
                  AND (@IsOpen = 1 OR r.Status IN ('closed', 'cancelled'))
                  AND r.Priority >= @Priority
                  AND (r.Priority > @Priority OR r.DueAt > @DueAt OR (r.DueAt = @DueAt AND r.Id > @Id))
                  AND (@Queue IS NULL OR r.Queue = @Queue)
                  AND (@Status IS NULL OR r.Status = @Status)
                  AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
                  AND (@ServiceTypes IS NULL OR r.ServiceType IN (
                      SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
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
                    OR (r.Assignee = @Assignee AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())))
                  AND (@IsUnclaimed = 0 OR r.Assignee IS NULL
                    OR r.ClaimedUntil <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()))
                  AND r.Visibility <> 'confidential'
            ) AS seen
            ORDER BY Priority, DueAt, Id;
            """,
        Held = """
            SELECT TOP (@Take) r.Id, r.ServiceType, r.ServiceTypeText, r.Department, r.Queue, r.Status, r.Priority, r.IsDanger, r.Channel,
                r.ReceivedAt, r.DueAt, r.Description, r.AddressText, r.Latitude, r.Longitude, r.AccuracyMetres, r.LocationSource,
                r.Areas, r.WaitingFor, r.ReopenCount, r.AcknowledgeDueAt, r.InspectDueAt, r.PausedAt, r.ClockMarks, r.IsEscalated,
                r.IncidentId, r.ResemblesId, r.Version, r.Assignee, m.Name AS AssigneeName, r.ClaimedUntil,
                CAST(CASE WHEN r.Assignee IS NOT NULL AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())
                    THEN 1 ELSE 0 END AS bit) AS IsClaimed
            FROM ServiceRequest r
            LEFT JOIN StaffMember m ON m.Id = r.Assignee
            WHERE r.Department = @Department AND r.IsOpen = 1
              AND r.Assignee = @Assignee AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())
              AND r.Priority >= @Priority
              AND (r.Priority > @Priority OR r.DueAt > @DueAt OR (r.DueAt = @DueAt AND r.Id > @Id))
              AND (@Queue IS NULL OR r.Queue = @Queue)
              AND (@Status IS NULL OR r.Status = @Status)
              AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
              AND (@ServiceTypes IS NULL OR r.ServiceType IN (
                  SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
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
              AND (@IsUnclaimed = 0 OR r.Assignee IS NULL
                OR r.ClaimedUntil <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()))
              AND (r.Visibility <> 'confidential' OR @WithConfidential = 1)
            ORDER BY r.Priority, r.DueAt, r.Id;
            """,
        One = """
            SELECT r.Id, r.ServiceType, r.ServiceTypeText, r.Department, r.Queue, r.Status, r.Priority, r.IsDanger, r.Channel,
                r.ReceivedAt, r.DueAt, r.Description, r.AddressText, r.Latitude, r.Longitude, r.AccuracyMetres, r.LocationSource,
                r.Areas, r.WaitingFor, r.ReopenCount, r.AcknowledgeDueAt, r.InspectDueAt, r.PausedAt, r.ClockMarks, r.IsEscalated,
                r.IncidentId, r.ResemblesId, r.Version, r.Assignee, m.Name AS AssigneeName, r.ClaimedUntil,
                CAST(CASE WHEN r.Assignee IS NOT NULL AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())
                    THEN 1 ELSE 0 END AS bit) AS IsClaimed
            FROM ServiceRequest r
            LEFT JOIN StaffMember m ON m.Id = r.Assignee
            WHERE r.Id = @Id
              AND (r.IsOpen = 1 OR @IsOfOpenWork = 0)
              AND (r.Department = @Department OR ((r.IsDanger = 1 OR r.IsEscalated = 1) AND @IsOperator = 1))
              AND (@Queue IS NULL OR r.Queue = @Queue)
              AND (@Status IS NULL OR r.Status = @Status)
              AND (@ServiceType IS NULL OR r.ServiceType = @ServiceType)
              AND (@ServiceTypes IS NULL OR r.ServiceType IN (
                  SELECT Code COLLATE Latin1_General_100_BIN2 FROM OPENJSON(@ServiceTypes) WITH (Code nvarchar(100) '$')))
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
                OR (r.Assignee = @Assignee AND r.ClaimedUntil > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME())))
              AND (@IsUnclaimed = 0 OR r.Assignee IS NULL
                OR r.ClaimedUntil <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()))
              AND (r.Visibility <> 'confidential' OR (r.Department = @Department AND @WithConfidential = 1));
            """,
    };
}
