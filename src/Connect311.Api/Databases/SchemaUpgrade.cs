using System.Data.Common;
using Dapper;

namespace Connect311.Api.Databases;

/// <summary>Brings a database to this program's schema, under a lock: two that start together do it once.</summary>
internal sealed class SchemaUpgrade(Database database, TimeProvider time)
{
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
            DatabaseEngine.Sqlite => await RunSqliteAsync(connection, cancellationToken),
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
        var version = await VersionAsync(connection, cancellationToken);
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

    public async Task<int> VersionAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var exists = await connection.ExecuteScalarAsync<int>(Command(_sql.HasVersions, cancellationToken));
        return exists == 0
            ? 0
            : await connection.ExecuteScalarAsync<int?>(Command(_sql.ReadVersion, cancellationToken)) ?? 0;
    }

    private UserErrorException WrongSchema(int version) => new(version < Newest
        ? $"The database {database.DisplayName} has schema {version}, this program needs {Newest}. Run: Connect311.Api database upgrade"
        : $"The database {database.DisplayName} has schema {version}, newer than this program's {Newest}. Run a newer program.");

    private async Task<IReadOnlyList<SchemaScript>> RunSqliteAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(Command("PRAGMA journal_mode = WAL;", cancellationToken));
        await connection.ExecuteAsync(Command("BEGIN IMMEDIATE;", cancellationToken));
        var pending = await PendingAsync(connection, cancellationToken);
        foreach (var script in pending)
        {
            await ApplyAsync(connection, script, transaction: null, cancellationToken);
        }

        await connection.ExecuteAsync(Command("COMMIT;", cancellationToken));
        return pending;
    }

    private async Task<IReadOnlyList<SchemaScript>> RunSqlServerAsync(
        DbConnection connection, CancellationToken cancellationToken)
    {
        if (await connection.ExecuteScalarAsync<int>(Command(SqlServerSchemaSql.Instance.Lock, cancellationToken)) < 0)
        {
            throw new UserErrorException("Another upgrade of this database has been running for a minute. Try again later.");
        }

        await TurnSnapshotsOnAsync(connection, cancellationToken);
        var pending = await PendingAsync(connection, cancellationToken);
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
        DbConnection connection, CancellationToken cancellationToken)
    {
        var version = await VersionAsync(connection, cancellationToken);
        return [.. _scripts.Where(script => script.Number > version)];
    }

    private async Task ApplyAsync(
        DbConnection connection, SchemaScript script, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        foreach (var batch in script.Batches)
        {
            await connection.ExecuteAsync(
                new CommandDefinition(batch, transaction: transaction, cancellationToken: cancellationToken));
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

    private static CommandDefinition Command(string sql, CancellationToken cancellationToken) =>
        new(sql, cancellationToken: cancellationToken);
}
