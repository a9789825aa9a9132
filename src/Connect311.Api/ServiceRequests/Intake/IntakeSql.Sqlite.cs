namespace Connect311.Api.ServiceRequests.Intake;

internal sealed partial record IntakeSql
{
    public static IntakeSql Sqlite { get; } = new()
    {
        FindByKeys = """
            SELECT r.Id, r.KeyHash, r.BodyHash, r.Areas, e.At, e.Data
            FROM ServiceRequest r
            JOIN ServiceRequestEvent e ON e.RequestId = r.Id AND e.Number = 1
            WHERE r.KeyHash IN (SELECT value FROM json_each(@Keys));
            """,
        InsertRequests = """
            INSERT INTO ServiceRequest (
                Id, KeyHash, BodyHash, ServiceType, ServiceTypeText, Visibility, CatalogVersion, Channel,
                Department, Queue, RoutingRule, RuleSetVersion, Status, IsOpen, Priority, IsDanger, ReceivedAt,
                ReportedAt, DueAt, UpdatedAt, ClosedAt, Outcome, Description, Answers, PhotoIds, Latitude,
                Longitude, AccuracyMetres, LocationSource, AddressText, Areas, Cell, PublicLatitude,
                PublicLongitude, PublicPlace, Aside, Version, EventCount, HeadHash, AcknowledgeDueAt, InspectDueAt,
                Targets, TargetsVersion, ClockMarks, NextMarkAt, IncidentId, SensorKey, ResemblesId)
            VALUES (
                @Id, @KeyHash, @BodyHash, @ServiceType, @ServiceTypeText, @Visibility, @CatalogVersion,
                @Channel, @Department, @Queue, @RoutingRule, @RuleSetVersion, @Status, @IsOpen, @Priority,
                @IsDanger, @ReceivedAt, @ReportedAt, @DueAt, @UpdatedAt, @ClosedAt, @Outcome, @Description,
                @Answers, @PhotoIds, @Latitude, @Longitude, @AccuracyMetres, @LocationSource, @AddressText,
                @Areas, @Cell, @PublicLatitude, @PublicLongitude, @PublicPlace, @Aside, @Version, @EventCount,
                @HeadHash, @AcknowledgeDueAt, @InspectDueAt, @Targets, @TargetsVersion, @ClockMarks, @NextMarkAt,
                @IncidentId, @SensorKey, @ResemblesId);
            """,
        InsertContacts = """
            INSERT INTO Contact (RequestId, Content, EmailHash, PhoneHash, WantsNotice)
            VALUES (@RequestId, @Content, @EmailHash, @PhoneHash, @WantsNotice);
            """,
        InsertPhotos = """
            INSERT INTO RequestPhoto (RequestId, PhotoId, Owner, Device, Number, EventNumber, LapsesAt)
            VALUES (@RequestId, @PhotoId, @Owner, @Device, @Number, @EventNumber,
                CASE WHEN EXISTS (SELECT 1 FROM RequestPhoto r WHERE r.PhotoId = @PhotoId AND r.ReleasedAt IS NOT NULL) THEN 0 ELSE @LapsesAt END);
            """,
        InsertHeld = """
            INSERT INTO HeldReport (RequestId, HoldId)
            VALUES (@RequestId, @HoldId);
            """,
        InsertDevices = """
            INSERT INTO ReportDevice (RequestId, DeviceHash)
            VALUES (@RequestId, @DeviceHash);
            """,
        InsertLinks = """
            INSERT INTO DeviceLink (DeviceId, RequestId, IsLinked, Position, Number)
            SELECT v.Id, @RequestId, 1, 0, 0
            FROM Device v
            WHERE v.Id = @DeviceId AND v.RevokedAt IS NULL;
            """,
        InsertOutbox = """
            INSERT INTO Outbox (RequestId, EventNumber, Kind, CreatedAt, NextAttemptAt, Attempts)
            VALUES (@RequestId, @EventNumber, @Kind, @CreatedAt, @CreatedAt, 0);
            """,
        InsertImported = """
            INSERT INTO ImportedRow (RequestId, ExternalId, HeadingsHash, Cells)
            VALUES (@RequestId, @ExternalId, @HeadingsHash, @Cells);
            """,
        TakeNumbers = """
            UPDATE RequestNumber
            SET NextValue = NextValue + 1000
            WHERE Id = 1
            RETURNING NextValue - 1000;
            """,
    };
}
