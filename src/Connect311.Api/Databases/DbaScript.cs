namespace Connect311.Api.Databases;

/// <summary>
/// The upgrade of SQL Server as a text that tools run batch by batch, going on after an error:
/// what fails takes its whole script with it, and nothing after it is done.
/// </summary>
internal static class DbaScript
{
    /// <summary>sqlcmd starts with QUOTED_IDENTIFIER off, and a filtered index refuses that.</summary>
    private const string Settings = """
        SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
        SET NUMERIC_ROUNDABORT OFF;
        SET XACT_ABORT ON;
        GO
        """;

    /// <summary>Inside EXEC, because some servers of the protocol refuse the statement before they see the condition.</summary>
    private const string Snapshots = """
        -- Readers do not wait for writers. This waits until nobody else is connected: stop the servers first.
        IF (SELECT is_read_committed_snapshot_on FROM sys.databases WHERE name = DB_NAME()) = 0
            EXEC(N'ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON');
        GO
        """;

    /// <summary>XACT_ABORT leaves no transaction behind an error, but for what did not even compile.</summary>
    private const string Guard = """
        GO
        IF @@ERROR <> 0 AND @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
        IF @@TRANCOUNT = 0 SET NOEXEC ON;
        GO
        """;

    private const string Begin = """
        BEGIN TRANSACTION;
        GO
        """;

    private const string Commit = """
        COMMIT TRANSACTION;
        GO
        """;

    /// <summary>UPDATE on the schema is what drawing from its sequence needs too, EXECUTE what its table types need.</summary>
    private const string End = """
        SET NOEXEC OFF;
        GO
        -- What the servers' login needs, if it is not the one that upgrades:
        -- CREATE ROLE connect311_server;
        -- GRANT SELECT, INSERT, UPDATE, EXECUTE ON SCHEMA::dbo TO connect311_server;
        -- GRANT DELETE ON QueueFilter TO connect311_server;
        -- GRANT DELETE ON Photo TO connect311_server;
        -- GRANT DELETE ON Device TO connect311_server;
        -- GRANT DELETE ON DeviceLink TO connect311_server;
        -- GRANT DELETE ON DeviceMove TO connect311_server;
        -- GRANT DELETE ON Subscription TO connect311_server;
        -- GRANT DELETE ON Delivery TO connect311_server;
        -- GRANT DELETE ON Outbox TO connect311_server;
        -- GRANT DELETE ON Forward TO connect311_server;
        -- DENY UPDATE ON AuditEvent TO connect311_server;
        -- DENY UPDATE ON Erasure TO connect311_server;
        -- What whoever forgets and erases needs beside (the servers, for residents who ask; and 'retention run'):
        -- GRANT DELETE ON Contact TO connect311_server;
        -- GRANT DELETE ON ImportedRow TO connect311_server;
        -- GRANT DELETE ON Transfer TO connect311_server;
        -- GRANT DELETE ON Closing TO connect311_server;
        -- GRANT DELETE ON HeldReport TO connect311_server;
        -- GRANT DELETE ON RequestPhoto TO connect311_server;
        -- GRANT DELETE ON ReportDevice TO connect311_server;
        -- GRANT DELETE ON ExternalRequest TO connect311_server;
        -- GRANT DELETE ON ExternalUpdate TO connect311_server;
        -- ALTER ROLE connect311_server ADD MEMBER [the servers' user];
        """;

    /// <param name="versionLine">Writes a script's line in SchemaVersion.</param>
    public static IEnumerable<string> Of(IEnumerable<SchemaScript> scripts, Func<SchemaScript, string> versionLine) =>
        [Settings, Snapshots, .. scripts.SelectMany(script => Lines(script, versionLine(script))), End];

    private static IEnumerable<string> Lines(SchemaScript script, string versionLine) =>
    [
        $"-- {script.Name}",
        Begin,
        .. script.Batches.SelectMany(batch => new[] { batch, Guard }),
        versionLine,
        Guard,
        Commit,
    ];
}
