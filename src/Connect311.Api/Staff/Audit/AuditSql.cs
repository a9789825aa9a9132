using Connect311.Api.Databases;

namespace Connect311.Api.Staff.Audit;

/// <summary>The statements of the audit. None changes or deletes an event.</summary>
internal sealed partial record AuditSql
{
    /// <summary>The first statement of every audited write: its lock puts such writes one after the other.</summary>
    [Parameters(typeof(AdvanceParameters))]
    public string Advance { get; } = """
        UPDATE AuditPosition
        SET Position = Position + @EventCount
        WHERE Id = 1;
        """;

    /// <summary>The last statement of every audited write.</summary>
    [Parameters(typeof(InsertParameters))]
    public string Insert { get; } = """
        INSERT INTO AuditEvent (Position, Id, At, Actor, ActorRole, Action, Target, Outcome, Details)
        SELECT Position, @EventId, @EventAt, @Actor, @ActorRole, @Action, @Target, @Outcome, @Details
        FROM AuditPosition
        WHERE Id = 1;
        """;

    [Parameters(typeof(IdParameters))]
    public string Has { get; } = """
        SELECT COUNT(*)
        FROM AuditEvent
        WHERE Id = @EventId;
        """;

    /// <summary>A page of all events, the newest first.</summary>
    [Parameters(typeof(PageParameters))]
    public required string Page { get; init; }

    /// <summary>A page of what one actor did.</summary>
    [Parameters(typeof(ActorParameters))]
    public required string PageOfActor { get; init; }

    /// <summary>A page of what was done to one target, by anybody or by one actor.</summary>
    [Parameters(typeof(TargetParameters))]
    public required string PageOnTarget { get; init; }

    public static AuditSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record AdvanceParameters(int EventCount);

    /// <summary>Named apart from the parameters of the act, with which they travel in one command.</summary>
    internal sealed record InsertParameters(
        string EventId,
        DateTimeOffset EventAt,
        string Actor,
        string ActorRole,
        string Action,
        string Target,
        string Outcome,
        string? Details);

    internal sealed record IdParameters(string EventId);

    internal sealed record PageParameters(long Before, int Take);

    internal sealed record ActorParameters(string Actor, long Before, int Take);

    internal sealed record TargetParameters(string Target, string? Actor, long Before, int Take);
}
