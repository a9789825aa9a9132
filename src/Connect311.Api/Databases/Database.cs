using System.Data.Common;
using Dapper;
using Polly;

namespace Connect311.Api.Databases;

/// <summary>
/// The one door to the data: opens connections, runs statements and writes, all under the database pipeline
/// (timeout, retry of transient failures). Each call is a connection of its own, from the engine's pool.
/// </summary>
internal abstract class Database(ResiliencePipeline pipeline)
{
    static Database() => ColumnTypes.Register();

    public abstract DatabaseEngine Engine { get; }

    /// <summary>The name of the store for a person: a file or a server with its database; never a password.</summary>
    public abstract string DisplayName { get; }

    /// <summary>How many rows one statement should take at most.</summary>
    public abstract int RowsPerWrite { get; }

    /// <summary>How many requests one write should hold at most: a request may have two rows in one table.</summary>
    public int RequestsPerWrite => RowsPerWrite / 2;

    /// <summary>Whether the last write was taken; false says nothing of the next one.</summary>
    public bool TakesWrites { get; private set; } = true;

    /// <summary>A connection outside the pipeline, for work that holds it for long.</summary>
    public abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    public Task<List<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        ReadAsync(
            async (connection, token) =>
            {
                var rows = await connection.QueryAsync<T>(
                    new CommandDefinition(sql, parameters, cancellationToken: token));
                return rows.AsList();
            },
            cancellationToken);

    /// <summary>A query of whoever writes: on SQLite it runs where the writes run, one at a time.</summary>
    public Task<List<T>> QueryAsWriterAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        NotingAsync(
            token => ReadAsWriterAsync(
                async (connection, _) =>
                {
                    var rows = await connection.QueryAsync<T>(
                        new CommandDefinition(sql, parameters, cancellationToken: token));
                    return rows.AsList();
                },
                token),
            cancellationToken);

    public Task<T?> FindAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        ReadAsync(
            (connection, token) => connection.QuerySingleOrDefaultAsync<T>(
                new CommandDefinition(sql, parameters, cancellationToken: token)),
            cancellationToken);

    /// <summary>Reads with several statements on one connection.</summary>
    public async Task<T> ReadAsync<T>(
        Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(
            token => CancellableAsync(() => ReadApartAsync(read, token), token), cancellationToken);

    /// <summary>
    /// Runs a write as one transaction. A retry after an unclear end is safe only because the statements
    /// decide: rows have their ids from before, and changes name the version that they change.
    /// </summary>
    /// <returns>False when a guarded step changed nothing; then nothing is written at all.</returns>
    public async Task<bool> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        var isDone = await NotingAsync(token => CommitAsync(write, token), cancellationToken);
        TakesWrites = true;
        return isDone;
    }

    /// <summary>Each try is noted: a lock that another holds for long is known before the last one fails.</summary>
    private async Task<T> NotingAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(
            async token =>
            {
                try
                {
                    return await CancellableAsync(() => call(token), token);
                }
                catch (Exception e) when (e is OperationCanceledException || DatabaseErrors.IsUnavailable(e))
                {
                    TakesWrites = false;
                    throw;
                }
            },
            cancellationToken);

    /// <summary>SqlClient throws its own exception for a command that was cancelled; the time limit must know it as its own.</summary>
    private static async ValueTask<T> CancellableAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (DbException cancelled) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancelled.Message, cancelled, cancellationToken);
        }
    }

    /// <summary>Reads on the connection that writes, where there is one.</summary>
    protected virtual Task<T> ReadAsWriterAsync<T>(
        Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        ReadApartAsync(read, cancellationToken);

    private async Task<T> ReadApartAsync<T>(
        Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return await read(connection, cancellationToken);
    }

    protected abstract Task<bool> CommitAsync(Write write, CancellationToken cancellationToken);
}
