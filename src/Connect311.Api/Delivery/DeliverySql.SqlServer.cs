namespace Connect311.Api.Delivery;

internal sealed partial record DeliverySql
{
    public static DeliverySql SqlServer { get; } = new()
    {
        Due = """
            SELECT TOP (@Take) Position, SubscriptionId, Target, RequestId, EventNumber, Topic, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt
            FROM Delivery
            WHERE NextAttemptAt <= @Now
            ORDER BY NextAttemptAt, Position, SubscriptionId;
            """,
        Page = """
            SELECT TOP (@Take) Position, SubscriptionId, Target, RequestId, EventNumber, Topic, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt
            FROM Delivery
            WHERE State = @State
              AND (Position > @AfterPosition OR (Position = @AfterPosition AND SubscriptionId > @AfterSubscription))
            ORDER BY Position, SubscriptionId;
            """,
        Old = """
            SELECT TOP (@Take) Position, SubscriptionId, Target, RequestId, EventNumber, Topic, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt
            FROM Delivery
            WHERE DoneAt < @Before
            ORDER BY DoneAt;
            """,
    };
}
