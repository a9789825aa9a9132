using Microsoft.Data.Sqlite;

namespace Connect311.Benchmarks.Faults;

/// <summary>The lock of another process on the database: ours, beside the server's.</summary>
internal sealed class ForeignLock : IDisposable
{
    private readonly SqliteConnection _connection;

    public ForeignLock(string databaseFile)
    {
        _connection = new($"Data Source={databaseFile};Pooling=False");
        _connection.Open();
        Run("PRAGMA busy_timeout = 10000;");
        Run("BEGIN EXCLUSIVE;");
    }

    public void Dispose()
    {
        Run("ROLLBACK;");
        _connection.Dispose();
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
