namespace Connect311.Api.ServiceRequests.Intake;

internal sealed partial record IntakeSql
{
    public static IntakeSql SqlServer { get; } = new()
    {
        FindByKeys = """
            SELECT r.Id, r.KeyHash, r.BodyHash, r.Areas, e.At, e.Data
            FROM OPENJSON(@Keys) WITH (KeyHash nvarchar(43) '$') k
            JOIN ServiceRequest r ON r.KeyHash = k.KeyHash COLLATE Latin1_General_100_BIN2
            JOIN ServiceRequestEvent e ON e.RequestId = r.Id AND e.Number = 1;
            """,
        InsertRequests = """
            INSERT INTO ServiceRequest (
                Id, KeyHash, BodyHash, ServiceType, ServiceTypeText, Visibility, CatalogVersion, Channel,
                Department, Queue, RoutingRule, RuleSetVersion, Status, IsOpen, Priority, IsDanger, ReceivedAt,
                ReportedAt, DueAt, UpdatedAt, ClosedAt, Outcome, Description, Answers, PhotoIds, Latitude,
                Longitude, AccuracyMetres, LocationSource, AddressText, Areas, Cell, PublicLatitude,
                PublicLongitude, PublicPlace, Aside, Version, EventCount, HeadHash, AcknowledgeDueAt, InspectDueAt,
                Targets, TargetsVersion, ClockMarks, NextMarkAt, IncidentId, SensorKey, ResemblesId)
            SELECT
                Id, KeyHash, BodyHash, ServiceType,
                REPLACE(ServiceTypeText, NCHAR(1), N'''') AS ServiceTypeText,
                Visibility, CatalogVersion, Channel,
                Department, Queue, RoutingRule, RuleSetVersion, Status, IsOpen, Priority, IsDanger, ReceivedAt,
                ReportedAt, DueAt, UpdatedAt, ClosedAt, Outcome,
                REPLACE(Description, NCHAR(1), N'''') AS Description,
                Answers, PhotoIds, Latitude,
                Longitude, AccuracyMetres, LocationSource,
                REPLACE(AddressText, NCHAR(1), N'''') AS AddressText,
                Areas, Cell, PublicLatitude,
                PublicLongitude, PublicPlace, Aside, Version, EventCount, HeadHash, AcknowledgeDueAt, InspectDueAt,
                Targets, TargetsVersion, ClockMarks, NextMarkAt, IncidentId, SensorKey, ResemblesId
            FROM @requests
            ORDER BY Id;
            """,
        InsertContacts = """
            INSERT INTO Contact (RequestId, Content, EmailHash, PhoneHash, WantsNotice)
            SELECT RequestId, Content, EmailHash, PhoneHash, WantsNotice
            FROM @contacts
            ORDER BY RequestId;
            """,
        InsertPhotos = """
            INSERT INTO RequestPhoto (RequestId, PhotoId, Owner, Device, Number, EventNumber, LapsesAt)
            SELECT RequestId, PhotoId, Owner, Device, Number, EventNumber,
                CASE WHEN EXISTS (SELECT 1 FROM RequestPhoto r WHERE r.PhotoId = p.PhotoId AND r.ReleasedAt IS NOT NULL)
                    THEN CAST('1970-01-01' AS datetime2(3)) ELSE p.LapsesAt END AS LapsesAt
            FROM @photos p
            ORDER BY RequestId, PhotoId;
            """,
        InsertHeld = """
            INSERT INTO HeldReport (RequestId, HoldId)
            SELECT RequestId, HoldId
            FROM @held;
            """,
        InsertDevices = """
            INSERT INTO ReportDevice (RequestId, DeviceHash)
            SELECT RequestId, DeviceHash
            FROM @origins
            ORDER BY RequestId;
            """,
        InsertLinks = """
            INSERT INTO DeviceLink (DeviceId, RequestId, IsLinked, Position, Number)
            SELECT v.Id, l.RequestId, 1, 0, 0
            FROM @links l
            JOIN Device v ON v.Id = l.DeviceId
            WHERE v.RevokedAt IS NULL
            ORDER BY v.Id, l.RequestId;
            """,
        InsertOutbox = """
            INSERT INTO Outbox (RequestId, EventNumber, Kind, CreatedAt, NextAttemptAt, Attempts)
            SELECT RequestId, EventNumber, Kind, CreatedAt, CreatedAt, 0
            FROM @outbox
            ORDER BY RequestId, EventNumber;
            """,
        InsertImported = """
            INSERT INTO ImportedRow (RequestId, ExternalId, HeadingsHash, Cells)
            SELECT RequestId, ExternalId, HeadingsHash, Cells
            FROM @imported
            ORDER BY RequestId;
            """,
        TakeNumbers = """
            SELECT NEXT VALUE FOR RequestNumber;
            """,
    };
}
