using Connect311.Api.Databases;

namespace Connect311.Api.Open311.Connector;

/// <summary>The statements of what goes to departments' own systems, and how it went.</summary>
internal sealed partial record ForwardSql
{
    /// <summary>
    /// Those of a department whose time has come, the longest due first. An event waits for those before it of the same request;
    /// and while a department could not be given the request, for that.
    /// </summary>
    [Parameters(typeof(DueParameters))]
    public required string Due { get; init; }

    /// <summary>A page of those in a state, in the order of their keys.</summary>
    [Parameters(typeof(PageParameters))]
    public required string Page { get; init; }

    /// <summary>What is done for long.</summary>
    [Parameters(typeof(OldParameters))]
    public required string Old { get; init; }

    /// <summary>What stands in the outbox for departments, each with what its event and the one before say.</summary>
    [Parameters(typeof(TakeParameters))]
    public required string Posted { get; init; }

    /// <summary>Which departments have which of some requests, or are to get them.</summary>
    [Parameters(typeof(IdsParameters))]
    public required string Held { get; init; }

    /// <summary>Takes a row out of the outbox; of two that do, one finds it.</summary>
    [Parameters(typeof(PostedParameters))]
    public string DeletePosted { get; } = """
        DELETE FROM Outbox
        WHERE RequestId = @RequestId AND EventNumber = @EventNumber AND Kind = 'forward';
        """;

    [Parameters(typeof(ForwardRow))]
    public string Insert { get; } = """
        INSERT INTO Forward (RequestId, EventNumber, Department, Kind, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt)
        VALUES (@RequestId, @EventNumber, @Department, @Kind, @State, @CreatedAt, @NextAttemptAt, @Attempts, @Failure, @DoneAt);
        """;

    [Parameters(typeof(ExternalRequestRow))]
    public string InsertExternal { get; } = """
        INSERT INTO ExternalRequest (RequestId, EventNumber, Department, ExternalId, Token, TriedAt, KnownAt)
        VALUES (@RequestId, @EventNumber, @Department, @ExternalId, @Token, @TriedAt, @KnownAt);
        """;

    [Parameters(typeof(KeyParameters))]
    public string Find { get; } = """
        SELECT RequestId, EventNumber, Department, Kind, State, CreatedAt, NextAttemptAt, Attempts, Failure, DoneAt
        FROM Forward
        WHERE RequestId = @RequestId AND EventNumber = @EventNumber AND Department = @Department;
        """;

    /// <summary>Every time that a department got the request, the last one last.</summary>
    [Parameters(typeof(RequestParameters))]
    public string Externals { get; } = """
        SELECT RequestId, EventNumber, Department, ExternalId, Token, TriedAt, KnownAt
        FROM ExternalRequest
        WHERE RequestId = @RequestId AND Department = @Department
        ORDER BY EventNumber;
        """;

    /// <summary>Takes one to send it: only as it was seen, so that no two send it, and noted before it is sent.</summary>
    [Parameters(typeof(TakeOneParameters))]
    public string Take { get; } = """
        UPDATE Forward
        SET State = 'sending', Attempts = Attempts + 1, NextAttemptAt = @Until
        WHERE RequestId = @RequestId AND EventNumber = @EventNumber AND Department = @Department AND Attempts = @Attempts
          AND NextAttemptAt = @SeenAt AND State IN ('waiting', 'sending');
        """;

    /// <summary>The department may know of it from then on.</summary>
    [Parameters(typeof(TriedParameters))]
    public string Tried { get; } = """
        UPDATE ExternalRequest
        SET TriedAt = @At
        WHERE RequestId = @RequestId AND EventNumber = @EventNumber AND Department = @Department AND TriedAt IS NULL;
        """;

    /// <summary>How a try ended; only of whoever took it for that try.</summary>
    [Parameters(typeof(EndParameters))]
    public string End { get; } = """
        UPDATE Forward
        SET State = @State, NextAttemptAt = @NextAttemptAt, Failure = @Failure, DoneAt = @DoneAt
        WHERE RequestId = @RequestId AND EventNumber = @EventNumber AND Department = @Department AND Attempts = @Attempts AND State = 'sending';
        """;

    /// <summary>Gives one back as untried; only whoever took it.</summary>
    [Parameters(typeof(ReleaseParameters))]
    public string Release { get; } = """
        UPDATE Forward
        SET State = 'waiting', Attempts = Attempts - 1, NextAttemptAt = @At, Failure = @Failure
        WHERE RequestId = @RequestId AND EventNumber = @EventNumber AND Department = @Department AND Attempts = @Attempts AND State = 'sending';
        """;

    /// <summary>What the system answered: how it calls the request, or by which token it will say so.</summary>
    [Parameters(typeof(KnownParameters))]
    public string Known { get; } = """
        UPDATE ExternalRequest
        SET ExternalId = @ExternalId, Token = @Token, KnownAt = @KnownAt
        WHERE RequestId = @RequestId AND EventNumber = @EventNumber AND Department = @Department;
        """;

    /// <summary>Only a dead one.</summary>
    [Parameters(typeof(ReplayParameters))]
    public string Replay { get; } = """
        UPDATE Forward
        SET State = 'waiting', Attempts = 0, NextAttemptAt = @Now, DoneAt = NULL
        WHERE RequestId = @RequestId AND EventNumber = @EventNumber AND Department = @Department AND State = 'dead';
        """;

    [Parameters(typeof(KeyParameters))]
    public string Delete { get; } = """
        DELETE FROM Forward
        WHERE RequestId = @RequestId AND EventNumber = @EventNumber AND Department = @Department;
        """;

    [Parameters(typeof(StateParameters))]
    public string Count { get; } = """
        SELECT COUNT(*)
        FROM Forward
        WHERE State = @State;
        """;

    public static ForwardSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record DueParameters(string Department, DateTimeOffset Now, int Take);

    internal sealed record PageParameters(string State, long AfterRequest, int AfterEvent, string AfterDepartment, int Take);

    internal sealed record OldParameters(DateTimeOffset Before, int Take);

    internal sealed record TakeParameters(int Take);

    /// <param name="Ids">A JSON array of ids.</param>
    internal sealed record IdsParameters(string Ids);

    internal sealed record PostedParameters(long RequestId, int EventNumber);

    internal sealed record KeyParameters(long RequestId, int EventNumber, string Department);

    internal sealed record RequestParameters(long RequestId, string Department);

    internal sealed record TakeOneParameters(
        long RequestId, int EventNumber, string Department, int Attempts, DateTimeOffset SeenAt, DateTimeOffset Until);

    internal sealed record TriedParameters(long RequestId, int EventNumber, string Department, DateTimeOffset At);

    internal sealed record EndParameters(
        long RequestId,
        int EventNumber,
        string Department,
        int Attempts,
        string State,
        DateTimeOffset NextAttemptAt,
        string? Failure,
        DateTimeOffset? DoneAt);

    internal sealed record ReleaseParameters(
        long RequestId, int EventNumber, string Department, int Attempts, DateTimeOffset At, string Failure);

    internal sealed record KnownParameters(
        long RequestId, int EventNumber, string Department, string? ExternalId, string? Token, DateTimeOffset? KnownAt);

    internal sealed record ReplayParameters(long RequestId, int EventNumber, string Department, DateTimeOffset Now);

    internal sealed record StateParameters(string State);
}
