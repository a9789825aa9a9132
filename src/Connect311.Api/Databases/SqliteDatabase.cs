using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using SQLitePCL;

namespace Connect311.Api.Databases;

/// <summary>
/// SQLite in a file: WAL, every commit on disk before it returns, one writer at a time in this process and,
/// by the file's own lock, over all processes.
/// </summary>
internal partial class SqliteDatabase : Database, IDisposable
{
    // busy_timeout: other processes (an import) may hold the write lock for a while.
    private const string Settings =
        "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;";

    // The writer keeps 64 MiB of pages; in a log of as much, a page that changes with every commit is copied back less often.
    private const string WriterSettings = "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16384;";

    // The library waits in whole turns of busy_timeout until so much has passed, where no token reaches it. One turn is
    // enough; the pipeline decides what is tried again.
    private const int LockSeconds = 1;

    private const int ReadOnly = 8;

    private readonly string _connectionString;
    private readonly ILogger _logger;
    private readonly SqliteFiles _files;
    private readonly SemaphoreSlim _gate = new(1, 1);

    // Settings are a connection's own and last as long as its handle, which the driver's pool hands out again.
    private readonly ConditionalWeakTable<sqlite3, object> _set = [];
    private SqliteWriter? _writer;
    private bool _wasThere;

    public SqliteDatabase(string connectionString, ResiliencePipeline pipeline, ILogger? logger = null)
        : base(pipeline)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = LockSeconds };
        builder.DataSource = DataFolder.Resolve(builder.DataSource);
        File = builder.DataSource;
        _connectionString = builder.ToString();
        _logger = logger ?? NullLogger.Instance;
        _files = new(File, OpenApart, CloseIdle, () => LogSaved(_logger, File));
    }

    public override DatabaseEngine Engine => DatabaseEngine.Sqlite;

    public override string DisplayName => File;

    public override int RowsPerWrite => 1_000;

    public string File { get; }

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        // A pooled connection would go on writing into a file that was taken away, and a new one would make an empty file.
        if (_wasThere && !System.IO.File.Exists(File))
        {
            throw SqliteFiles.Gone(File);
        }

        await _files.EnsureAsync(cancellationToken);
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await SetAsync(connection, cancellationToken);
            _wasThere = System.IO.File.Exists(File);
            await _files.KeepAsync(cancellationToken);
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
        DropWriter();
        EmptyPool();
        _files.Dispose();
        _gate.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override Task<bool> CommitAsync(Write write, CancellationToken cancellationToken) =>
        WithWriterAsync(writer => Task.FromResult(writer.Commit(write)), cancellationToken);

    /// <summary>The writer has the pages of every index in memory; another connection reads them anew after each commit.</summary>
    protected override Task<T> ReadAsWriterAsync<T>(
        Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        WithWriterAsync(writer => read(writer.Connection, cancellationToken), cancellationToken);

    private async Task<T> WithWriterAsync<T>(Func<SqliteWriter, Task<T>> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await EnsureFilesAsync(cancellationToken);
            _writer ??= await OpenWriterAsync(cancellationToken);
            var result = await work(_writer);

            // The files may have been taken away meanwhile: then nothing is durable yet.
            await EnsureFilesAsync(cancellationToken);
            return result;
        }
        catch (Exception e)
        {
            // Nobody knows what state it is in; the next write opens another.
            DropWriter();
            if (e is SqliteException { SqliteErrorCode: ReadOnly })
            {
                // A connection that was opened while the file could only be read stays so for ever.
                EmptyPool();
            }

            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Called by the holder of the gate: files that were taken away are mended only once nobody has them open.</summary>
    private ValueTask EnsureFilesAsync(CancellationToken cancellationToken)
    {
        if (!_files.AreThere)
        {
            DropWriter();
        }

        return _files.EnsureAsync(cancellationToken);
    }

    private async Task SetAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        if (!_set.TryGetValue(connection.Handle!, out _))
        {
            await connection.ExecuteAsync(new CommandDefinition(Settings, cancellationToken: cancellationToken));
            _set.AddOrUpdate(connection.Handle!, this);
        }
    }

    private async Task<SqliteWriter> OpenWriterAsync(CancellationToken cancellationToken)
    {
        var connection = (SqliteConnection)await OpenAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(WriterSettings, cancellationToken: cancellationToken));
        return new(connection);
    }

    private void DropWriter()
    {
        _writer?.Dispose();
        _writer = null;
    }

    /// <summary>Closes the connections that nobody uses, the writer among them.</summary>
    private void CloseIdle()
    {
        if (_gate.Wait(0))
        {
            DropWriter();
            _gate.Release();
        }

        EmptyPool();
    }

    private void EmptyPool() => SqliteConnection.ClearPool(new SqliteConnection(_connectionString));

    private SqliteConnection OpenApart()
    {
        var builder = new SqliteConnectionStringBuilder(_connectionString) { Pooling = false, DefaultTimeout = 1 };
        var connection = new SqliteConnection(builder.ToString());
        connection.Open();
        connection.Execute("PRAGMA busy_timeout = 1000;");
        return connection;
    }

    [LoggerMessage(LogLevel.Warning, "The log of the database {File} was taken away while it was in use. What it held is saved in the database, and a new log is begun.")]
    private static partial void LogSaved(ILogger logger, string file);
}
