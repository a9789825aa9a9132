namespace Connect311.Benchmarks.Seeding;

/// <summary>
/// Makes millions of requests of some thousand samples that the server itself stored, set by set. A set takes the rows of
/// the samples as they are, whatever columns they have, and changes only what tells one request from another. Within a set,
/// every @Stride-th request is open and belongs to one department; the others are closed.
/// </summary>
internal static class SeedSql
{
    /// <summary>Nothing of it must outlive a crash: what breaks off is made anew.</summary>
    public const string Fast = """
        PRAGMA foreign_keys = OFF;
        PRAGMA journal_mode = OFF;
        PRAGMA synchronous = OFF;
        PRAGMA cache_size = -1000000;
        PRAGMA temp_store = MEMORY;
        """;

    /// <summary>As the server keeps it.</summary>
    public const string Durable = "PRAGMA journal_mode = WAL;";

    /// <summary>Nothing may be left in a log beside a file that is copied.</summary>
    public const string Checkpoint = "PRAGMA wal_checkpoint(TRUNCATE);";

    /// <summary>Confidential ones are left out: a look-up would rightly find nothing.</summary>
    public const string TakeSamples = """
        CREATE TEMP TABLE Sample AS
        SELECT *
        FROM ServiceRequest
        WHERE Visibility <> 'confidential'
        ORDER BY Id;

        CREATE TEMP TABLE SampleEvent AS
        SELECT *
        FROM ServiceRequestEvent
        WHERE Number = 1;
        CREATE INDEX temp.IX_SampleEvent ON SampleEvent (RequestId);

        CREATE TEMP TABLE OpenSample AS
        SELECT rowid AS SampleRow
        FROM temp.Sample
        WHERE Department = @Department
        ORDER BY rowid;
        """;

    public const string DropSamples = """
        DELETE FROM Delivery;
        DELETE FROM Subscription;
        DELETE FROM Outbox;
        DELETE FROM Contact;
        DELETE FROM EventDetail;
        DELETE FROM ServiceRequestEvent;
        DELETE FROM ServiceRequest;
        """;

    public const string CountSamples = """
        SELECT (SELECT COUNT(*) FROM temp.Sample) AS Samples, (SELECT COUNT(*) FROM temp.OpenSample) AS OpenSamples;
        """;

    /// <summary>A set before it is changed: one row a place, from 1 to @Size.</summary>
    public const string Choose = """
        DROP TABLE IF EXISTS temp.Request;
        DROP TABLE IF EXISTS temp.Event;
        CREATE TEMP TABLE Request AS
        WITH RECURSIVE Place (Number) AS (SELECT 1 UNION ALL SELECT Number + 1 FROM Place WHERE Number < @Size)
        SELECT s.*
        FROM Place p
        JOIN temp.Sample s ON s.rowid = CASE
            WHEN p.Number % @Stride = 0 THEN (
                SELECT SampleRow FROM temp.OpenSample WHERE rowid = (@Set * @Size + p.Number) / @Stride % @OpenSamples + 1)
            ELSE (@Set + p.Number) % @Samples + 1
        END
        ORDER BY p.Number;
        CREATE TEMP TABLE Event AS
        SELECT e.*
        FROM temp.Request r
        JOIN temp.SampleEvent e ON e.RequestId = r.Id
        ORDER BY r.rowid;
        """;

    /// <summary>Numbers, keys and times of their own. Times go by the number; who was closed, was so one to two days later.</summary>
    public const string Renew = """
        UPDATE temp.Request
        SET Id = @First + rowid - 1,
            KeyHash = substr(hex(randomblob(22)), 1, 43),
            DueAt = CASE WHEN DueAt < @Never THEN DueAt - ReceivedAt + @From + rowid * @Step ELSE DueAt END,
            AcknowledgeDueAt = AcknowledgeDueAt - ReceivedAt + @From + rowid * @Step,
            InspectDueAt = InspectDueAt - ReceivedAt + @From + rowid * @Step,
            NextMarkAt = NULL,
            ReceivedAt = @From + rowid * @Step,
            UpdatedAt = @From + rowid * @Step;
        UPDATE temp.Request
        SET Status = 'closed', IsOpen = 0, Outcome = 'fixed', Version = 2, EventCount = 2,
            UpdatedAt = ReceivedAt + 86400000 + rowid * 7919 % 86400000,
            ClosedAt = ReceivedAt + 86400000 + rowid * 7919 % 86400000
        WHERE rowid % @Stride > 0;
        UPDATE temp.Event
        SET RequestId = @First + rowid - 1, Position = @Position + rowid, At = @From + rowid * @Step;
        """;

    public const string MakeClosings = """
        DROP TABLE IF EXISTS temp.Closing;
        CREATE TEMP TABLE Closing AS
        SELECT *
        FROM temp.Event
        WHERE rowid % @Stride > 0
        ORDER BY rowid;
        UPDATE temp.Closing
        SET Position = @Position + @Size + rowid, Number = 2, Kind = 'closed', PreviousHash = Hash, Digests = '{}',
            At = At + 86400000 + (Position - @Position) * 7919 % 86400000,
            Data = json_object(
                'status', 'closed', 'department', json_extract(Data, '$.department'), 'outcome', 'fixed', 'enteredBy', 'agent');
        """;

    public const string Insert = """
        INSERT INTO main.ServiceRequest
        SELECT *
        FROM temp.Request;
        INSERT INTO main.ServiceRequestEvent
        SELECT *
        FROM temp.Event;
        INSERT INTO main.ServiceRequestEvent
        SELECT *
        FROM temp.Closing;
        """;

    /// <summary>The open ones alone, as another database has them.</summary>
    public const string CopyOpen = """
        ATTACH @File AS other;
        INSERT INTO main.ServiceRequest
        SELECT *
        FROM other.ServiceRequest
        WHERE IsOpen = 1
        ORDER BY Id;
        INSERT INTO main.ServiceRequestEvent
        SELECT e.*
        FROM main.ServiceRequest r
        JOIN other.ServiceRequestEvent e ON e.RequestId = r.Id
        ORDER BY e.Position;
        """;

    public const string Finish = """
        UPDATE FeedPosition
        SET Position = (SELECT MAX(Position) FROM ServiceRequestEvent);
        UPDATE DeliveryFeed
        SET Position = (SELECT MAX(Position) FROM ServiceRequestEvent);
        UPDATE RequestNumber
        SET NextValue = (SELECT (MAX(Id) / 1000 + 1) * 1000 FROM ServiceRequest);
        """;

    /// <summary>Indexes are made faster at the end, of all rows at once.</summary>
    public const string Indexes = """
        SELECT name AS Name, sql AS Sql
        FROM sqlite_schema
        WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('ServiceRequest', 'ServiceRequestEvent');
        """;
}
