using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using Polly;
using SQLitePCL;

namespace Connect311.Api.Databases;

/// <summary>
/// SQLite in a file: WAL, every commit on disk before it returns, one writer at a time in this process and,
/// by the file's own lock, over all processes.
/// </summary>
internal class SqliteDatabase : Database, IDisposable
{
    // busy_timeout: other processes (an import) may hold the write lock for a while.
    private const string Settings =
        "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;";

    // The writer keeps 64 MiB of pages; a log of 16 MiB copies a page that changes with every commit back less often.
    private const string WriterSettings = "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 4096;";

    private const int CannotOpen = 14;

    private readonly string _connectionString;
    private readonly SemaphoreSlim _gate = new(1, 1);

    // Settings are a connection's own and last as long as its handle, which the driver's pool hands out again.
    private readonly ConditionalWeakTable<sqlite3, object> _set = [];
    private SqliteWriter? _writer;
    private bool _wasThere;

    public SqliteDatabase(string connectionString, ResiliencePipeline pipeline)
        : base(pipeline)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        builder.DataSource = DataFolder.Resolve(builder.DataSource);
        File = builder.DataSource;
        _connectionString = builder.ToString();
    }

    public override DatabaseEngine Engine => DatabaseEngine.Sqlite;

    public override string DisplayName => File;

    public override int RowsPerWrite => 1_000;

    public string File { get; }

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        CheckFile();
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await SetAsync(connection, cancellationToken);
            _wasThere = System.IO.File.Exists(File);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task<bool> CommitAsync(Write write, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            CheckFile();
            _writer ??= await OpenWriterAsync(cancellationToken);
            return _writer.Commit(write);
        }
        catch
        {
            // Nobody knows what state it is in; the next write opens another.
            _writer?.Dispose();
            _writer = null;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>An open connection would go on writing into a file that was taken away, and a new one would make an empty file.</summary>
    private void CheckFile()
    {
        if (_wasThere && !System.IO.File.Exists(File))
        {
            throw new SqliteException($"The database file {File} is gone.", CannotOpen);
        }
    }

    private async Task SetAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        if (!_set.TryGetValue(connection.Handle!, out _))
        {
            await connection.ExecuteAsync(new CommandDefinition(Settings, cancellationToken: cancellationToken));
            _set.Add(connection.Handle!, this);
        }
    }

    private async Task<SqliteWriter> OpenWriterAsync(CancellationToken cancellationToken)
    {
        var connection = (SqliteConnection)await OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(WriterSettings, cancellationToken: cancellationToken));
        return new(connection);
    }
}
