using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace Connect311.Api.Databases;

/// <summary>
/// SQLite in a file: WAL, every commit on disk before it returns, one writer at a time in this process and,
/// by the file's own lock, over all processes.
/// </summary>
internal partial class SqliteDatabase : Database, IDisposable
{
    // busy_timeout: other processes (an import) may hold the write lock for a while.
    private const string Settings =
        "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -4096;";

    // Up to 32 connections lie idle, each with 4 MiB of pages; the writer has 16 MiB. (More cost it more: SQLite walks
    // through all of them at every commit.) In a log of 16 MiB a page that changes with every commit is copied back less
    // often; a longer one holds a commit up for longer when it is.
    private const string WriterSettings = "PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000;";

    // The library waits in whole turns of busy_timeout until so much has passed, where no token reaches it. One turn is
    // enough; the pipeline decides what is tried again.
    private const int LockSeconds = 1;

    private const int ReadOnly = 8;

    private readonly string _connectionString;
    private readonly ILogger _logger;
    private readonly SqliteFiles _files;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SqlitePool _pool;
    private SqliteWriter? _writer;
    private bool _wasThere;

    public SqliteDatabase(string connectionString, ResiliencePipeline pipeline, ILogger? logger = null)
        : base(pipeline)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = LockSeconds, Pooling = false };
        builder.DataSource = DataFolder.Resolve(builder.DataSource);
        File = builder.DataSource;
        _connectionString = builder.ToString();
        _logger = logger ?? NullLogger.Instance;
        _pool = new(_connectionString, Settings);
        _files = new(File, OpenApart, CloseIdle, () => LogSaved(_logger, File));
    }

    public override DatabaseEngine Engine => DatabaseEngine.Sqlite;

    public override string DisplayName => File;

    public override int RowsPerWrite => 1_000;

    public string File { get; }

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await EnsureThereAsync(cancellationToken);
        return await WatchedAsync(await _pool.TakeAsync(cancellationToken), cancellationToken);
    }

    public void Dispose()
    {
        DropWriter();
        _pool.Empty();
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
                _pool.Empty();
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

    private async Task<SqliteWriter> OpenWriterAsync(CancellationToken cancellationToken)
    {
        await EnsureThereAsync(cancellationToken);
        var connection = await SqlitePool.OpenAsync(_connectionString, Settings + WriterSettings, _ => false, cancellationToken);
        await WatchedAsync(connection, cancellationToken);
        return new(connection);
    }

    /// <summary>A kept connection would go on writing into a file that was taken away, and a new one would make an empty file.</summary>
    private ValueTask EnsureThereAsync(CancellationToken cancellationToken) =>
        _wasThere && !FileIdentity.IsKnown && !System.IO.File.Exists(File)
            ? throw SqliteFiles.Gone(File)
            : _files.EnsureAsync(cancellationToken);

    private async ValueTask<KeptConnection> WatchedAsync(KeptConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            _wasThere = true;
            await _files.KeepAsync(cancellationToken);
            return connection;
        }
        catch
        {
            connection.End();
            throw;
        }
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

        _pool.Empty();
    }

    private SqliteConnection OpenApart()
    {
        var builder = new SqliteConnectionStringBuilder(_connectionString) { DefaultTimeout = 1 };
        var connection = new SqliteConnection(builder.ToString());
        connection.Open();
        connection.Execute("PRAGMA busy_timeout = 1000;");
        return connection;
    }

    [LoggerMessage(LogLevel.Warning, "The log of the database {File} was taken away while it was in use. What it held is saved in the database, and a new log is begun.")]
    private static partial void LogSaved(ILogger logger, string file);
}
