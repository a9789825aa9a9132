using System.Net.Sockets;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Connect311.Api.Databases;

/// <summary>What a failure of either engine means. Told apart by number alone, never by text.</summary>
internal static class DatabaseErrors
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqlitePrimaryKey = 1555;
    private const int SqliteUnique = 2067;
    private const int Deadlock = 1205;
    private const int Timeout = -2;
    private const byte ConnectionBroken = 20;

    /// <summary>
    /// Azure SQL's documented transient errors:
    /// learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues.
    /// </summary>
    private static readonly HashSet<int> AzureTransient =
        [926, 4060, 4221, 10928, 10929, 40197, 40501, 40613, 49918, 49919, 49920];

    /// <summary>BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB: sqlite.org/rescode.html.</summary>
    private static readonly HashSet<int> SqliteUnavailable = [SqliteBusy, SqliteLocked, 7, 8, 10, 11, 13, 14, 26];

    /// <summary>
    /// Timeout; no such or no open database (911, 4060), full (1105, 9002), read-only (3906), login refused (18456),
    /// shut down or unreachable (-1, 2, 53, 233, 6005).
    /// </summary>
    private static readonly HashSet<int> SqlServerUnavailable = [Timeout, -1, 2, 53, 233, 911, 1105, 3906, 4060, 6005, 9002, 18456];

    /// <summary>A unique key was there already.</summary>
    public static bool IsDuplicateKey(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqlitePrimaryKey or SqliteUnique,
        SqlException sql => sql.Number is 2627 or 2601,
        _ => false,
    };

    /// <summary>The same call may succeed when tried again.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteBusy or SqliteLocked,
        SqlException sql => sql.Number == Deadlock || AzureTransient.Contains(sql.Number) || IsBroken(sql),
        _ => false,
    };

    /// <summary>
    /// The database cannot be used now: unreachable, locked, read-only, full, out of time. The same call may succeed
    /// later; a statement that the database refuses is none of this.
    /// </summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        SqliteException sqlite => SqliteUnavailable.Contains(sqlite.SqliteErrorCode),
        SqlException sql => IsTransient(sql) || SqlServerUnavailable.Contains(sql.Number),
        DatabaseBusyException or Polly.Timeout.TimeoutRejectedException or Polly.CircuitBreaker.BrokenCircuitException => true,
        _ => false,
    };

    public static bool IsTimeout(Exception exception) =>
        exception is Polly.Timeout.TimeoutRejectedException or SqlException { Number: Timeout };

    private static bool IsBroken(SqlException sql) =>
        sql.Number != Timeout && (sql.Class >= ConnectionBroken || sql.InnerException is SocketException or IOException);
}

/// <summary>No connection came free in time.</summary>
internal sealed class DatabaseBusyException(Exception cause) : Exception("No database connection came free in time.", cause);
