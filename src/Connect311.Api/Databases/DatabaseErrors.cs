using System.Data.Common;
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

    /// <summary>The database cannot be used now: unreachable, locked, out of time, full or refusing.</summary>
    public static bool IsUnavailable(Exception exception) =>
        exception is DbException or Polly.Timeout.TimeoutRejectedException && !IsDuplicateKey(exception);

    public static bool IsTimeout(Exception exception) =>
        exception is Polly.Timeout.TimeoutRejectedException or SqlException { Number: Timeout };

    private static bool IsBroken(SqlException sql) =>
        sql.Number != Timeout && (sql.Class >= ConnectionBroken || sql.InnerException is SocketException or IOException);
}
