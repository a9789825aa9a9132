namespace Connect311.Api.Staff.Audit;

internal sealed partial record AuditSql
{
    public static AuditSql Sqlite { get; } = new()
    {
        Page = """
            SELECT Position, Id, At, Actor, ActorRole, Action, Target, Outcome, Details
            FROM AuditEvent
            WHERE Position < @Before
            ORDER BY Position DESC
            LIMIT @Take;
            """,
        PageOfActor = """
            SELECT Position, Id, At, Actor, ActorRole, Action, Target, Outcome, Details
            FROM AuditEvent
            WHERE Actor = @Actor AND Position < @Before
            ORDER BY Position DESC
            LIMIT @Take;
            """,
        PageOnTarget = """
            SELECT Position, Id, At, Actor, ActorRole, Action, Target, Outcome, Details
            FROM AuditEvent
            WHERE Target = @Target AND Position < @Before
              AND (@Actor IS NULL OR Actor = @Actor)
            ORDER BY Position DESC
            LIMIT @Take;
            """,
    };
}
