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
    private const string Settings = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL;";

    // The library waits on in turns of busy_timeout, where no token reaches it; the pipeline shall decide what is tried again.
    private const int LockSeconds = 5;

    private const int ReadOnly = 8;

    private readonly string _connectionString;
    private readonly ILogger _logger;
    private readonly SqliteFiles _files;
    private readonly SemaphoreSlim _writer = new(1, 1);
    private bool _wasThere;

    public SqliteDatabase(string connectionString, ResiliencePipeline pipeline, ILogger? logger = null)
        : base(pipeline)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true, DefaultTimeout = LockSeconds };
        builder.DataSource = DataFolder.Resolve(builder.DataSource);
        File = builder.DataSource;
        _connectionString = builder.ToString();
        _logger = logger ?? NullLogger.Instance;
        _files = new(File, OpenApart, EmptyPool, () => LogSaved(_logger, File));
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
            await connection.ExecuteAsync(new CommandDefinition(Settings, cancellationToken: cancellationToken));
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
        EmptyPool();
        _files.Dispose();
        _writer.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task<bool> CommitAsync(Write write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
        {
            var isDone = await RunAsync(write, cancellationToken);

            // The files may have been taken away since the connection was opened: then nothing is durable yet.
            await _files.EnsureAsync(cancellationToken);
            return isDone;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == ReadOnly)
        {
            // A connection that was opened while the file could only be read stays so for ever.
            EmptyPool();
            throw;
        }
        finally
        {
            _writer.Release();
        }
    }

    private async Task<bool> RunAsync(Write write, CancellationToken cancellationToken)
    {
        await using var connection = (SqliteConnection)await OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var step in write.Steps)
        {
            if (!Run(connection, transaction, step))
            {
                return false;
            }
        }

        transaction.Commit();
        return true;
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

    private static bool Run(SqliteConnection connection, SqliteTransaction transaction, WriteStep step)
    {
        switch (step)
        {
            case RowsStep rows:
                Insert(connection, transaction, rows);
                return true;
            case StatementStep statement:
                var changed = connection.Execute(statement.Sql, statement.Parameters, transaction);
                return !statement.MustChange || changed == 1;
            default:
                throw new InvalidOperationException($"SQLite has no way to run a {step.GetType().Name}.");
        }
    }

    /// <summary>One prepared statement, run for each row: in one process there are no round trips to save.</summary>
    private static void Insert(SqliteConnection connection, SqliteTransaction transaction, RowsStep rows)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = rows.Sql;
        var parameters = rows.Type.Columns
            .Select(column => command.Parameters.Add(new SqliteParameter { ParameterName = "@" + column.Name }))
            .ToArray();
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < parameters.Length; column++)
            {
                parameters[column].Value = rows.Value(row, column) switch
                {
                    null => DBNull.Value,
                    DateTimeOffset time => ColumnTypes.ToSqlite(time),
                    var value => value,
                };
            }

            command.ExecuteNonQuery();
        }
    }
}
