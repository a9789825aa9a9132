namespace Connect311.Api.Staff.Audit;

internal sealed partial record AuditSql
{
    public static AuditSql SqlServer { get; } = new()
    {
        Page = """
            SELECT TOP (@Take) Position, Id, At, Actor, ActorRole, Action, Target, Outcome, Details
            FROM AuditEvent
            WHERE Position < @Before
            ORDER BY Position DESC;
            """,
        PageOfActor = """
            SELECT TOP (@Take) Position, Id, At, Actor, ActorRole, Action, Target, Outcome, Details
            FROM AuditEvent
            WHERE Actor = @Actor AND Position < @Before
            ORDER BY Position DESC;
            """,
        PageOnTarget = """
            SELECT TOP (@Take) Position, Id, At, Actor, ActorRole, Action, Target, Outcome, Details
            FROM AuditEvent
            WHERE Target = @Target AND Position < @Before
              AND (@Actor IS NULL OR Actor = @Actor)
            ORDER BY Position DESC;
            """,
    };
}
