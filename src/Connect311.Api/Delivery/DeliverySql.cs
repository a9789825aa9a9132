using Connect311.Api.Databases;

namespace Connect311.Api.Delivery;

/// <summary>The statements of deliveries.</summary>
internal sealed partial record DeliverySql
{
    /// <summary>Those whose time has come, the longest due first.</summary>
    [Parameters(typeof(DueParameters))]
    public required string Due { get; init; }

    /// <summary>A page of those in a state, in the order of their keys.</summary>
    [Parameters(typeof(PageParameters))]
    public required string Page { get; init; }

    /// <summary>What is done for long.</summary>
    [Parameters(typeof(OldParameters))]
    public required string Old { get; init; }

    [Parameters(typeof(DeliveryRow))]
    public string Insert { get; } = """
        INSERT INTO Delivery (Position, SubscriptionId, Target, RequestId, EventNumber, Topic, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt)
        VALUES (@Position, @SubscriptionId, @Target, @RequestId, @EventNumber, @Topic, @State, @CreatedAt, @NextAttemptAt, @Attempts, @Failure, @DoneAt);
        """;

    [Parameters(typeof(KeyParameters))]
    public string Find { get; } = """
        SELECT Position, SubscriptionId, Target, RequestId, EventNumber, Topic, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt
        FROM Delivery
        WHERE Position = @Position AND SubscriptionId = @SubscriptionId;
        """;

    /// <summary>Takes one to send it: only as it was seen, so that no two send it, and noted before it is sent.</summary>
    [Parameters(typeof(TakeParameters))]
    public string Take { get; } = """
        UPDATE Delivery
        SET State = 'sending', Attempts = Attempts + 1, NextAttemptAt = @Until
        WHERE Position = @Position AND SubscriptionId = @SubscriptionId AND Attempts = @Attempts AND NextAttemptAt = @SeenAt
          AND State IN ('waiting', 'sending');
        """;

    /// <summary>Lets one wait that nobody tried.</summary>
    [Parameters(typeof(PostponeParameters))]
    public string Postpone { get; } = """
        UPDATE Delivery
        SET NextAttemptAt = @At
        WHERE Position = @Position AND SubscriptionId = @SubscriptionId AND Attempts = @Attempts AND State = 'waiting';
        """;

    /// <summary>How a try ended; only of whoever took it for that try.</summary>
    [Parameters(typeof(EndParameters))]
    public string End { get; } = """
        UPDATE Delivery
        SET State = @State, NextAttemptAt = @NextAttemptAt, Failure = @Failure, DoneAt = @DoneAt
        WHERE Position = @Position AND SubscriptionId = @SubscriptionId AND Attempts = @Attempts AND State = 'sending';
        """;

    /// <summary>Gives one back untried; only whoever took it.</summary>
    [Parameters(typeof(ReleaseParameters))]
    public string Release { get; } = """
        UPDATE Delivery
        SET State = 'waiting', Attempts = Attempts - 1, NextAttemptAt = @At, Failure = @Failure
        WHERE Position = @Position AND SubscriptionId = @SubscriptionId AND Attempts = @Attempts AND State = 'sending';
        """;

    /// <summary>Only a dead one.</summary>
    [Parameters(typeof(ReplayParameters))]
    public string Replay { get; } = """
        UPDATE Delivery
        SET State = 'waiting', Attempts = 0, NextAttemptAt = @Now, DoneAt = NULL
        WHERE Position = @Position AND SubscriptionId = @SubscriptionId AND State = 'dead';
        """;

    [Parameters(typeof(KeyParameters))]
    public string Delete { get; } = """
        DELETE FROM Delivery
        WHERE Position = @Position AND SubscriptionId = @SubscriptionId;
        """;

    [Parameters(typeof(StateParameters))]
    public string Count { get; } = """
        SELECT COUNT(*)
        FROM Delivery
        WHERE State = @State;
        """;

    /// <summary>To whom one goes, and what is known of its report, whatever its Visibility; IsOn: whether the report is still theirs.</summary>
    [Parameters(typeof(RecipientParameters))]
    public string FindRecipient { get; } = """
        SELECT s.Id, s.Target, s.RequestId, s.AddressHash, s.SealedAddress, s.Language, s.Topics, s.QuietFrom, s.QuietUntil, s.TimeZone,
            s.Asked, s.AskedAt, s.ConfirmedAt, s.EndedAt, s.RefusedAt, r.Visibility, r.Department, r.WaitingFor,
            CASE WHEN s.RequestId IS NOT NULL OR EXISTS (
                SELECT 1 FROM DeviceLink l WHERE l.DeviceId = s.Id AND l.RequestId = @RequestId AND l.IsLinked = 1
                  AND (l.Follows = 0 OR r.Visibility <> 'confidential')) THEN 1 ELSE 0 END AS IsOn
        FROM Subscription s
        JOIN ServiceRequest r ON r.Id = @RequestId
        WHERE s.Id = @Id;
        """;

    public static DeliverySql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record KeyParameters(long Position, string SubscriptionId);

    internal sealed record DueParameters(DateTimeOffset Now, int Take);

    internal sealed record PageParameters(string State, long AfterPosition, string AfterSubscription, int Take);

    internal sealed record OldParameters(DateTimeOffset Before, int Take);

    internal sealed record TakeParameters(long Position, string SubscriptionId, int Attempts, DateTimeOffset SeenAt, DateTimeOffset Until);

    internal sealed record PostponeParameters(long Position, string SubscriptionId, int Attempts, DateTimeOffset At);

    internal sealed record EndParameters(
        long Position, string SubscriptionId, int Attempts, string State, DateTimeOffset NextAttemptAt, string? Failure, DateTimeOffset? DoneAt);

    internal sealed record ReleaseParameters(long Position, string SubscriptionId, int Attempts, DateTimeOffset At, string Failure);

    internal sealed record ReplayParameters(long Position, string SubscriptionId, DateTimeOffset Now);

    internal sealed record StateParameters(string State);

    internal sealed record RecipientParameters(string Id, long RequestId);
}
