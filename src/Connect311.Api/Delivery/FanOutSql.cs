using Connect311.Api.Databases;

namespace Connect311.Api.Delivery;

/// <summary>How events become deliveries.</summary>
internal sealed record FanOutSql
{
    public static FanOutSql Sqlite { get; } = new()
    {
        Happened = """
            SELECT e.Position, e.RequestId, e.Number, e.Kind,
                CASE WHEN EXISTS (
                    SELECT 1 FROM Outbox o WHERE o.RequestId = e.RequestId AND o.EventNumber = e.Number AND o.Kind = 'notify') THEN 1 ELSE 0 END AS HasNotice
            FROM ServiceRequestEvent e
            WHERE e.Position > @After
            ORDER BY e.Position
            LIMIT @Take;
            """,
        Told = """
            SELECT l.RequestId AS AboutId, s.Id, s.Target, s.Topics
            FROM DeviceLink l
            JOIN Subscription s ON s.Id = l.DeviceId
            WHERE l.RequestId IN (SELECT value FROM json_each(@Ids)) AND l.IsLinked = 1 AND s.ConfirmedAt IS NOT NULL AND s.EndedAt IS NULL
            UNION ALL
            SELECT s.RequestId AS AboutId, s.Id, s.Target, s.Topics
            FROM Subscription s
            WHERE s.RequestId IN (SELECT value FROM json_each(@Ids)) AND s.ConfirmedAt IS NOT NULL AND s.EndedAt IS NULL;
            """,
        Contacts = """
            SELECT c.RequestId, c.Content
            FROM Contact c
            WHERE c.RequestId IN (SELECT value FROM json_each(@Ids)) AND c.WantsNotice = 1;
            """,
    };

    public static FanOutSql SqlServer { get; } = new()
    {
        Happened = """
            SELECT TOP (@Take) e.Position, e.RequestId, e.Number, e.Kind,
                CASE WHEN EXISTS (
                    SELECT 1 FROM Outbox o WHERE o.RequestId = e.RequestId AND o.EventNumber = e.Number AND o.Kind = 'notify') THEN 1 ELSE 0 END AS HasNotice
            FROM ServiceRequestEvent e
            WHERE e.Position > @After
            ORDER BY e.Position;
            """,
        Told = """
            SELECT l.RequestId AS AboutId, s.Id, s.Target, s.Topics
            FROM OPENJSON(@Ids) WITH (Id bigint '$') i
            JOIN DeviceLink l ON l.RequestId = i.Id
            JOIN Subscription s ON s.Id = l.DeviceId
            WHERE l.IsLinked = 1 AND s.ConfirmedAt IS NOT NULL AND s.EndedAt IS NULL
            UNION ALL
            SELECT s.RequestId AS AboutId, s.Id, s.Target, s.Topics
            FROM OPENJSON(@Ids) WITH (Id bigint '$') i
            JOIN Subscription s ON s.RequestId = i.Id
            WHERE s.ConfirmedAt IS NOT NULL AND s.EndedAt IS NULL;
            """,
        Contacts = """
            SELECT c.RequestId, c.Content
            FROM OPENJSON(@Ids) WITH (Id bigint '$') i
            JOIN Contact c ON c.RequestId = i.Id
            WHERE c.WantsNotice = 1;
            """,
    };

    /// <summary>How far it is read, and how far there is something to read.</summary>
    public string Ends { get; } = """
        SELECT d.Position AS ReadTo, f.Position AS WrittenTo
        FROM DeliveryFeed d
        JOIN FeedPosition f ON f.Id = d.Id
        WHERE d.Id = 1;
        """;

    /// <summary>The next events, whatever the Visibility of their requests. HasNotice: whoever reported it asked at intake to be told.</summary>
    [Parameters(typeof(AfterParameters))]
    public required string Happened { get; init; }

    /// <summary>Who is told of some requests: the devices that they are on, and addresses that confirmed.</summary>
    [Parameters(typeof(IdsParameters))]
    public required string Told { get; init; }

    /// <summary>The contacts of whoever asked at intake to be told.</summary>
    [Parameters(typeof(IdsParameters))]
    public required string Contacts { get; init; }

    /// <summary>Only from where it was read: whoever else read the same page is given up, whole.</summary>
    [Parameters(typeof(AdvanceParameters))]
    public string Advance { get; } = """
        UPDATE DeliveryFeed
        SET Position = @To
        WHERE Id = 1 AND Position = @From;
        """;

    /// <summary>An address that was never asked; the row of another asking stays as it is.</summary>
    [Parameters(typeof(DeliveryRow))]
    public string InsertAsking { get; } = """
        INSERT INTO Delivery (Position, SubscriptionId, Target, RequestId, EventNumber, Topic, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt)
        SELECT @Position, @SubscriptionId, @Target, @RequestId, @EventNumber, @Topic, @State, @CreatedAt, @NextAttemptAt, @Attempts, @Failure, @DoneAt
        WHERE NOT EXISTS (SELECT 1 FROM Delivery WHERE Position = @Position AND SubscriptionId = @SubscriptionId);
        """;

    /// <summary>What the fan-out has seen is out of the outbox.</summary>
    [Parameters(typeof(NoticeParameters))]
    public string DeleteNotice { get; } = """
        DELETE FROM Outbox
        WHERE RequestId = @RequestId AND EventNumber = @EventNumber AND Kind = 'notify';
        """;

    public static FanOutSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record AfterParameters(long After, int Take);

    /// <param name="Ids">A JSON array of ids.</param>
    internal sealed record IdsParameters(string Ids);

    internal sealed record AdvanceParameters(long From, long To);

    internal sealed record NoticeParameters(long RequestId, int EventNumber);
}
