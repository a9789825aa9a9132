namespace Connect311.Api.Delivery;

internal sealed partial record DeliverySql
{
    public static DeliverySql Sqlite { get; } = new()
    {
        Due = """
            SELECT Position, SubscriptionId, Target, RequestId, EventNumber, Topic, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt
            FROM Delivery
            WHERE NextAttemptAt <= @Now
            ORDER BY NextAttemptAt, Position, SubscriptionId
            LIMIT @Take;
            """,
        Page = """
            SELECT Position, SubscriptionId, Target, RequestId, EventNumber, Topic, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt
            FROM Delivery
            WHERE State = @State
              AND (Position > @AfterPosition OR (Position = @AfterPosition AND SubscriptionId > @AfterSubscription))
            ORDER BY Position, SubscriptionId
            LIMIT @Take;
            """,
        Old = """
            SELECT Position, SubscriptionId, Target, RequestId, EventNumber, Topic, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt
            FROM Delivery
            WHERE DoneAt < @Before
            ORDER BY DoneAt
            LIMIT @Take;
            """,
    };
}
