namespace Connect311.Api.Triage;

internal sealed partial record QueueSql
{
    public static QueueSql SqlServer { get; } = new()
    {
        Page = """
            SELECT TOP (@Take) Id, ServiceType, ServiceTypeText, Department, Queue, Status, Priority, IsDanger, Channel, ReceivedAt,
                DueAt, Description, AddressText, Latitude, Longitude, AccuracyMetres, LocationSource, Areas, WaitingFor, ReopenCount,
                AcknowledgeDueAt, InspectDueAt, PausedAt, ClockMarks, IsEscalated, Version
            FROM ServiceRequest
            WHERE Department = @Department AND IsOpen = @IsOpen
              AND Priority >= @Priority
              AND (Priority > @Priority OR DueAt > @DueAt OR (DueAt = @DueAt AND Id > @Id))
              AND (@Queue IS NULL OR Queue = @Queue)
              AND (@Status IS NULL OR Status = @Status)
              AND (@ServiceType IS NULL OR ServiceType = @ServiceType)
              AND (@AreaPattern IS NULL OR Areas LIKE @AreaPattern)
              AND (@SilentBefore IS NULL OR (Status = 'assigned' AND UpdatedAt <= @SilentBefore))
              AND (Visibility <> 'confidential' OR @WithConfidential = 1)
            ORDER BY Priority, DueAt, Id;
            """,
        OperatorPage = """
            SELECT TOP (@Take) Id, ServiceType, ServiceTypeText, Department, Queue, Status, Priority, IsDanger, Channel, ReceivedAt,
                DueAt, Description, AddressText, Latitude, Longitude, AccuracyMetres, LocationSource, Areas, WaitingFor, ReopenCount,
                AcknowledgeDueAt, InspectDueAt, PausedAt, ClockMarks, IsEscalated, Version
            FROM (
                SELECT Id, ServiceType, ServiceTypeText, Department, Queue, Status, Priority, IsDanger, Channel, ReceivedAt,
                    DueAt, Description, AddressText, Latitude, Longitude, AccuracyMetres, LocationSource, Areas, WaitingFor, ReopenCount,
                    AcknowledgeDueAt, InspectDueAt, PausedAt, ClockMarks, IsEscalated, Version
                FROM ServiceRequest
                WHERE Department = @Department AND IsOpen = @IsOpen
                  AND Priority >= @Priority
                  AND (Priority > @Priority OR DueAt > @DueAt OR (DueAt = @DueAt AND Id > @Id))
                  AND (@Queue IS NULL OR Queue = @Queue)
                  AND (@Status IS NULL OR Status = @Status)
                  AND (@ServiceType IS NULL OR ServiceType = @ServiceType)
                  AND (@AreaPattern IS NULL OR Areas LIKE @AreaPattern)
                  AND (@SilentBefore IS NULL OR (Status = 'assigned' AND UpdatedAt <= @SilentBefore))
                  AND (Visibility <> 'confidential' OR @WithConfidential = 1)
                UNION ALL
                SELECT Id, ServiceType, ServiceTypeText, Department, Queue, Status, Priority, IsDanger, Channel, ReceivedAt,
                    DueAt, Description, AddressText, Latitude, Longitude, AccuracyMetres, LocationSource, Areas, WaitingFor, ReopenCount,
                    AcknowledgeDueAt, InspectDueAt, PausedAt, ClockMarks, IsEscalated, Version
                FROM ServiceRequest
                WHERE IsDanger = 1 AND IsOpen = @IsOpen AND Department <> @Department
                  AND Priority >= @Priority
                  AND (Priority > @Priority OR DueAt > @DueAt OR (DueAt = @DueAt AND Id > @Id))
                  AND (@Queue IS NULL OR Queue = @Queue)
                  AND (@Status IS NULL OR Status = @Status)
                  AND (@ServiceType IS NULL OR ServiceType = @ServiceType)
                  AND (@AreaPattern IS NULL OR Areas LIKE @AreaPattern)
                  AND (@SilentBefore IS NULL OR (Status = 'assigned' AND UpdatedAt <= @SilentBefore))
                  AND Visibility <> 'confidential'
                UNION ALL
                SELECT Id, ServiceType, ServiceTypeText, Department, Queue, Status, Priority, IsDanger, Channel, ReceivedAt,
                    DueAt, Description, AddressText, Latitude, Longitude, AccuracyMetres, LocationSource, Areas, WaitingFor, ReopenCount,
                    AcknowledgeDueAt, InspectDueAt, PausedAt, ClockMarks, IsEscalated, Version
                FROM ServiceRequest
                WHERE IsEscalated = 1 AND IsDanger = 0 AND IsOpen = @IsOpen AND Department <> @Department
                  AND Priority >= @Priority
                  AND (Priority > @Priority OR DueAt > @DueAt OR (DueAt = @DueAt AND Id > @Id))
                  AND (@Queue IS NULL OR Queue = @Queue)
                  AND (@Status IS NULL OR Status = @Status)
                  AND (@ServiceType IS NULL OR ServiceType = @ServiceType)
                  AND (@AreaPattern IS NULL OR Areas LIKE @AreaPattern)
                  AND (@SilentBefore IS NULL OR (Status = 'assigned' AND UpdatedAt <= @SilentBefore))
                  AND Visibility <> 'confidential'
            ) AS seen
            ORDER BY Priority, DueAt, Id;
            """,
    };
}
