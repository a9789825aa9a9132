using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Polly;

namespace Connect311.Api.Databases;

/// <summary>
/// SQLite in a file: WAL, every commit on disk before it returns, one writer at a time in this process and,
/// by the file's own lock, over all processes.
/// </summary>
internal class SqliteDatabase : Database, IDisposable
{
    // busy_timeout: other processes (an import) may hold the write lock for a while.
    private const string Settings = "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL;";

    private const int CannotOpen = 14;

    private readonly string _connectionString;
    private readonly SemaphoreSlim _writer = new(1, 1);
    private bool _wasThere;

    public SqliteDatabase(string connectionString, ResiliencePipeline pipeline)
        : base(pipeline)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true };
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
        // A pooled connection would go on writing into a file that was taken away, and a new one would make an empty file.
        if (_wasThere && !System.IO.File.Exists(File))
        {
            throw new SqliteException($"The database file {File} is gone.", CannotOpen);
        }

        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(Settings, cancellationToken: cancellationToken));
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
        SqliteConnection.ClearPool(new SqliteConnection(_connectionString));
        _writer.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task<bool> CommitAsync(Write write, CancellationToken cancellationToken)
    {
        await _writer.WaitAsync(cancellationToken);
        try
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
        finally
        {
            _writer.Release();
        }
    }

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
