using Connect311.Api.Databases;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>The statements of the spool, a SQLite file of its own beside whatever engine the database is.</summary>
internal sealed record SqliteSpoolSql
{
    public static SqliteSpoolSql Instance { get; } = new();

    /// <summary>Content is a report, encrypted; the numbers of rows are never used again, so their order is that of arrival.</summary>
    public string CreateTable { get; } = """
        CREATE TABLE IF NOT EXISTS SpooledReport (
            Id INTEGER PRIMARY KEY AUTOINCREMENT,
            KeyHash TEXT NOT NULL,
            BodyHash TEXT NOT NULL,
            ReceivedAt INTEGER NOT NULL,
            Content BLOB NOT NULL,
            Bytes INTEGER NOT NULL,
            Attempts INTEGER NOT NULL DEFAULT 0,
            DeadReason TEXT NULL,
            UNIQUE (KeyHash, BodyHash)
        ) STRICT;
        """;

    /// <summary>The same report once more is the one that waits already.</summary>
    [Parameters(typeof(SpooledRow))]
    public string Insert { get; } = """
        INSERT INTO SpooledReport (KeyHash, BodyHash, ReceivedAt, Content, Bytes)
        VALUES (@KeyHash, @BodyHash, @ReceivedAt, @Content, @Bytes)
        ON CONFLICT (KeyHash, BodyHash) DO NOTHING;
        """;

    [Parameters(typeof(NextParameters))]
    public string Next { get; } = """
        SELECT Id, ReceivedAt, Content
        FROM SpooledReport
        WHERE Id > @After AND DeadReason IS NULL
        ORDER BY Id
        LIMIT @Take;
        """;

    [Parameters(typeof(IdParameters))]
    public string Delete { get; } = """
        DELETE FROM SpooledReport
        WHERE Id = @Id;
        """;

    /// <summary>One try more; the last one allowed leaves the row dead, with its reason.</summary>
    [Parameters(typeof(FailedParameters))]
    public string Fail { get; } = """
        UPDATE SpooledReport
        SET Attempts = Attempts + 1,
            DeadReason = CASE WHEN Attempts + 1 >= @Allowed THEN @Reason END
        WHERE Id = @Id;
        """;

    /// <summary>Dead rows are tried anew.</summary>
    public string Revive { get; } = """
        UPDATE SpooledReport
        SET Attempts = 0, DeadReason = NULL
        WHERE DeadReason IS NOT NULL;
        """;

    public string Sum { get; } = """
        SELECT COUNT(*) AS Reports, COUNT(DeadReason) AS Dead, COALESCE(SUM(Bytes), 0) AS Bytes,
            MIN(CASE WHEN DeadReason IS NULL THEN ReceivedAt END) AS Oldest
        FROM SpooledReport;
        """;

    internal sealed record NextParameters(long After, int Take);

    internal sealed record IdParameters(long Id);

    internal sealed record FailedParameters(long Id, int Allowed, string Reason);
}
