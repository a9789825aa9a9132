namespace Connect311.Api.Open311.Connector;

internal sealed partial record ForwardSql
{
    public static ForwardSql SqlServer { get; } = new()
    {
        Due = """
            SELECT TOP (@Take) f.RequestId, f.EventNumber, f.Department, f.Kind, f.State, f.CreatedAt, f.NextAttemptAt, f.Attempts, f.Failure, f.DoneAt
            FROM Forward f
            WHERE f.Department = @Department AND f.NextAttemptAt <= @Now
              AND NOT EXISTS (
                  SELECT 1
                  FROM Forward b
                  WHERE b.RequestId = f.RequestId AND b.EventNumber < f.EventNumber AND b.Department = f.Department
                    AND (b.State IN ('waiting', 'sending') OR (b.State = 'dead' AND b.Kind = 'request')))
            ORDER BY f.NextAttemptAt, f.RequestId, f.EventNumber;
            """,
        Page = """
            SELECT TOP (@Take) RequestId, EventNumber, Department, Kind, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt
            FROM Forward
            WHERE State = @State
              AND (RequestId > @AfterRequest
                OR (RequestId = @AfterRequest AND EventNumber > @AfterEvent)
                OR (RequestId = @AfterRequest AND EventNumber = @AfterEvent AND Department > @AfterDepartment))
            ORDER BY RequestId, EventNumber, Department;
            """,
        Old = """
            SELECT TOP (@Take) RequestId, EventNumber, Department, Kind, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt
            FROM Forward
            WHERE DoneAt < @Before
            ORDER BY DoneAt;
            """,
        Posted = """
            SELECT TOP (@Take) o.RequestId, o.EventNumber, o.CreatedAt, e.Kind, e.Data, p.Data AS DataBefore
            FROM Outbox o
            JOIN ServiceRequestEvent e ON e.RequestId = o.RequestId AND e.Number = o.EventNumber
            LEFT JOIN ServiceRequestEvent p ON p.RequestId = o.RequestId AND p.Number = o.EventNumber - 1
            WHERE o.Kind = 'forward'
            ORDER BY o.RequestId, o.EventNumber;
            """,
        Held = """
            SELECT x.RequestId, x.Department
            FROM OPENJSON(@Ids) WITH (Id bigint '$') i
            JOIN ExternalRequest x ON x.RequestId = i.Id;
            """,
    };
}
