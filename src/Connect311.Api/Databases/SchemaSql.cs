namespace Connect311.Api.Databases;

/// <summary>What the schema upgrade asks of a database.</summary>
internal sealed record SchemaSql
{
    public static SchemaSql Sqlite { get; } = new()
    {
        HasVersions = """
            SELECT COUNT(*)
            FROM sqlite_master
            WHERE type = 'table' AND name = 'SchemaVersion';
            """,
    };

    public static SchemaSql SqlServer { get; } = new()
    {
        HasVersions = """
            SELECT CASE WHEN OBJECT_ID(N'SchemaVersion', N'U') IS NULL THEN 0 ELSE 1 END;
            """,
    };

    public required string HasVersions { get; init; }

    public string ReadVersion { get; } = """
        SELECT MAX(Number)
        FROM SchemaVersion;
        """;

    [Parameters(typeof(VersionParameters))]
    public string InsertVersion { get; } = """
        INSERT INTO SchemaVersion (Number, Name, AppliedAt)
        VALUES (@Number, @Name, @AppliedAt);
        """;

    public static SchemaSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record VersionParameters(int Number, string Name, DateTimeOffset AppliedAt);
}

/// <summary>Statements that only SQL Server needs for an upgrade.</summary>
internal sealed record SqlServerSchemaSql
{
    public static SqlServerSchemaSql Instance { get; } = new();

    /// <summary>Held by the session until it is released or the connection ends.</summary>
    public string Lock { get; } = """
        DECLARE @result int;
        EXEC @result = sp_getapplock @Resource = N'connect311-schema', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 60000;
        SELECT @result;
        """;

    public string Unlock { get; } = """
        EXEC sp_releaseapplock @Resource = N'connect311-schema', @LockOwner = 'Session';
        """;

    public string HasSnapshots { get; } = """
        SELECT CAST(is_read_committed_snapshot_on AS int)
        FROM sys.databases
        WHERE name = DB_NAME();
        """;

    public string TurnSnapshotsOn { get; } = """
        ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON;
        """;
}
