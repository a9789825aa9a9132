using Connect311.Api.Databases;

namespace Connect311.Api.Open311.Connector;

/// <summary>The statements of what comes from departments' own systems.</summary>
internal sealed record ExternalSql
{
    public static ExternalSql Sqlite { get; } = new()
    {
        FindByExternalId = """
            SELECT RequestId
            FROM ExternalRequest
            WHERE Department = @Department AND ExternalId = @ExternalId
            ORDER BY RequestId DESC, EventNumber DESC
            LIMIT 1;
            """,
        Open = """
            SELECT x.RequestId, x.ExternalId
            FROM ExternalRequest x
            JOIN ServiceRequest r ON r.Id = x.RequestId
            WHERE x.Department = @Department AND x.RequestId > @After AND COALESCE(x.ExternalId, '') <> ''
              AND r.Department = x.Department AND r.Status NOT IN ('closed', 'cancelled')
            ORDER BY x.RequestId
            LIMIT @Take;
            """,
    };

    public static ExternalSql SqlServer { get; } = new()
    {
        FindByExternalId = """
            SELECT TOP (1) RequestId
            FROM ExternalRequest
            WHERE Department = @Department AND ExternalId = @ExternalId
            ORDER BY RequestId DESC, EventNumber DESC;
            """,
        Open = """
            SELECT TOP (@Take) x.RequestId, x.ExternalId
            FROM ExternalRequest x
            JOIN ServiceRequest r ON r.Id = x.RequestId
            WHERE x.Department = @Department AND x.RequestId > @After AND COALESCE(x.ExternalId, '') <> ''
              AND r.Department = x.Department AND r.Status NOT IN ('closed', 'cancelled')
            ORDER BY x.RequestId;
            """,
    };

    [Parameters(typeof(IdParameters))]
    public required string FindByExternalId { get; init; }

    /// <summary>Open requests that the department has, whatever their Visibility, and how its system calls them.</summary>
    [Parameters(typeof(OpenParameters))]
    public required string Open { get; init; }

    [Parameters(typeof(UpdateKey))]
    public string FindUpdate { get; } = """
        SELECT Result
        FROM ExternalUpdate
        WHERE Department = @Department AND IdHash = @IdHash;
        """;

    /// <summary>Notes that an update was taken; of two that take it, one writes.</summary>
    [Parameters(typeof(UpdateParameters))]
    public string InsertUpdate { get; } = """
        INSERT INTO ExternalUpdate (Department, IdHash, RequestId, Result, At)
        SELECT @Department, @IdHash, @RequestId, @Result, @At
        WHERE NOT EXISTS (SELECT 1 FROM ExternalUpdate u WHERE u.Department = @Department AND u.IdHash = @IdHash);
        """;

    [Parameters(typeof(FeedParameters))]
    public string FindFeed { get; } = """
        SELECT ReadTo
        FROM ExternalFeed
        WHERE Department = @Department;
        """;

    [Parameters(typeof(BeginParameters))]
    public string BeginFeed { get; } = """
        INSERT INTO ExternalFeed (Department, ReadTo)
        SELECT @Department, @At
        WHERE NOT EXISTS (SELECT 1 FROM ExternalFeed f WHERE f.Department = @Department);
        """;

    /// <summary>Only from where it was read: who set it back meanwhile wants it read again.</summary>
    [Parameters(typeof(AdvanceParameters))]
    public string Advance { get; } = """
        UPDATE ExternalFeed
        SET ReadTo = @To
        WHERE Department = @Department AND ReadTo = @From;
        """;

    /// <summary>Reads again from when the department may first have known of a request.</summary>
    [Parameters(typeof(BeginParameters))]
    public string SetBack { get; } = """
        UPDATE ExternalFeed
        SET ReadTo = @At
        WHERE Department = @Department AND ReadTo > @At;
        """;

    public static ExternalSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record IdParameters(string Department, string ExternalId);

    internal sealed record OpenParameters(string Department, long After, int Take);

    internal sealed record UpdateKey(string Department, string IdHash);

    internal sealed record UpdateParameters(string Department, string IdHash, long RequestId, string Result, DateTimeOffset At);

    internal sealed record FeedParameters(string Department);

    internal sealed record BeginParameters(string Department, DateTimeOffset At);

    internal sealed record AdvanceParameters(string Department, DateTimeOffset From, DateTimeOffset To);
}
