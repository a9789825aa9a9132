using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Api.Databases;

/// <summary>Brings a database to this program's schema, under a lock: two that start together do it once.</summary>
internal sealed class SchemaUpgrade(Database database, TimeProvider time)
{
    private const int LockSeconds = 60;

    private readonly SchemaSql _sql = SchemaSql.For(database.Engine);
    private readonly IReadOnlyList<SchemaScript> _scripts = SchemaScripts.For(database.Engine);

    public int Newest => _scripts[^1].Number;

    /// <summary>Runs the scripts that the database lacks.</summary>
    /// <returns>The scripts that were run, oldest first.</returns>
    public async Task<IReadOnlyList<SchemaScript>> RunAsync(CancellationToken cancellationToken)
    {
        if (database is SqliteDatabase { File: var file } && Path.GetDirectoryName(file) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        return database.Engine switch
        {
            DatabaseEngine.Sqlite => await RunSqliteAsync((SqliteConnection)connection, cancellationToken),
            DatabaseEngine.SqlServer => await RunSqlServerAsync(connection, cancellationToken),
        };
    }

    /// <summary>Refuses a database that this program cannot work with; reads only.</summary>
    /// <exception cref="UserErrorException">The schema is missing, older or newer, or a setting is wrong.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        // To open a file that is not there would make an empty one.
        if (database is SqliteDatabase { File: var file } && !File.Exists(file))
        {
            throw WrongSchema(0);
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var version = await VersionAsync(connection, transaction: null, cancellationToken);
        if (version != Newest)
        {
            throw WrongSchema(version);
        }

        if (database.Engine == DatabaseEngine.SqlServer && !await HasSnapshotsAsync(connection, cancellationToken))
        {
            throw new UserErrorException(
                $"READ_COMMITTED_SNAPSHOT is off in {database.DisplayName}. Run: Connect311.Api database upgrade");
        }
    }

    private async Task<int> VersionAsync(
        DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        var exists = await connection.ExecuteScalarAsync<int>(
            new CommandDefinition(_sql.HasVersions, transaction: transaction, cancellationToken: cancellationToken));
        return exists == 0
            ? 0
            : await connection.ExecuteScalarAsync<int?>(
                new CommandDefinition(_sql.ReadVersion, transaction: transaction, cancellationToken: cancellationToken)) ?? 0;
    }

    private UserErrorException WrongSchema(int version) => new(version < Newest
        ? $"The database {database.DisplayName} has schema {version}, this program needs {Newest}. Run: Connect311.Api database upgrade"
        : $"The database {database.DisplayName} has schema {version}, newer than this program's {Newest}. Run a newer program.");

    private async Task<IReadOnlyList<SchemaScript>> RunSqliteAsync(
        SqliteConnection connection, CancellationToken cancellationToken)
    {
        // Another process that started at the same time may be upgrading it.
        connection.DefaultTimeout = LockSeconds;
        await connection.ExecuteAsync(Command("PRAGMA journal_mode = WAL;", cancellationToken));

        // Rolled back when a script fails: the connection goes back to the pool.
        await using var transaction = connection.BeginTransaction(deferred: false);
        var pending = await PendingAsync(connection, transaction, cancellationToken);
        foreach (var script in pending)
        {
            await ApplyAsync(connection, script, transaction, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return pending;
    }

    private async Task<IReadOnlyList<SchemaScript>> RunSqlServerAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        if (await connection.ExecuteScalarAsync<int>(LongCommand(SqlServerSchemaSql.Instance.Lock, null, cancellationToken)) < 0)
        {
            throw new UserErrorException("Another upgrade of this database has been running for a minute. Try again later.");
        }

        await TurnSnapshotsOnAsync(connection, cancellationToken);
        var pending = await PendingAsync(connection, transaction: null, cancellationToken);
        foreach (var script in pending)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ApplyAsync(connection, script, transaction, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await connection.ExecuteAsync(Command(SqlServerSchemaSql.Instance.Unlock, cancellationToken));
        return pending;
    }

    /// <summary>The server lets this wait until nobody else is connected to the database.</summary>
    private async Task TurnSnapshotsOnAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (await HasSnapshotsAsync(connection, cancellationToken))
        {
            return;
        }

        try
        {
            await connection.ExecuteAsync(Command(SqlServerSchemaSql.Instance.TurnSnapshotsOn, cancellationToken));
        }
        catch (Exception e) when (DatabaseErrors.IsTimeout(e))
        {
            throw new UserErrorException(
                $"READ_COMMITTED_SNAPSHOT cannot be turned on while others use {database.DisplayName}: stop the servers first.");
        }
    }

    private async Task<IReadOnlyList<SchemaScript>> PendingAsync(
        DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(connection, transaction, cancellationToken);
        return [.. _scripts.Where(script => script.Number > version)];
    }

    private async Task ApplyAsync(
        DbConnection connection, SchemaScript script, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        foreach (var batch in script.Batches)
        {
            await connection.ExecuteAsync(LongCommand(batch, transaction, cancellationToken));
        }

        await connection.ExecuteAsync(new CommandDefinition(
            _sql.InsertVersion,
            new SchemaSql.VersionParameters(script.Number, script.Name, time.Now()),
            transaction,
            cancellationToken: cancellationToken));
    }

    private static async Task<bool> HasSnapshotsAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.ExecuteScalarAsync<int>(
            Command(SqlServerSchemaSql.Instance.HasSnapshots, cancellationToken)) == 1;

    /// <summary>A script may work for long on a large database, and the lock has a time limit of its own.</summary>
    private static CommandDefinition LongCommand(string sql, DbTransaction? transaction, CancellationToken cancellationToken) =>
        new(sql, transaction: transaction, commandTimeout: 0, cancellationToken: cancellationToken);

    private static CommandDefinition Command(string sql, CancellationToken cancellationToken) =>
        new(sql, cancellationToken: cancellationToken);
}
