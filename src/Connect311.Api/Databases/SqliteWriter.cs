using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Api.Databases;

/// <summary>
/// The one connection of this process that writes. It stays open, so its statements stay compiled and the pages that
/// every commit touches stay in memory. Whoever holds it calls it from one thread at a time, and drops it after a failure.
/// </summary>
internal sealed class SqliteWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteInsert> _inserts = [];

    public SqliteConnection Connection => connection;

    /// <summary>Runs a write as one transaction.</summary>
    /// <returns>False when a guarded step changed nothing; then nothing is written.</returns>
    public bool Commit(Write write)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var step in write.Steps)
        {
            if (!Run(transaction, step))
            {
                return false;
            }
        }

        transaction.Commit();
        return true;
    }

    public void Dispose()
    {
        foreach (var insert in _inserts.Values)
        {
            insert.Dispose();
        }

        connection.Dispose();
    }

    private bool Run(SqliteTransaction transaction, WriteStep step)
    {
        switch (step)
        {
            case RowsStep rows:
                InsertFor(rows).Run(rows);
                return true;
            case StatementStep statement:
                return Run(transaction, statement.Sql, statement.Parameters, statement.MustChange);
            case EachStep each:
                return each.Parameters.All(parameters => Run(transaction, each.Sql, parameters, each.MustChange));
            default:
                throw new InvalidOperationException($"SQLite has no way to run a {step.GetType().Name}.");
        }
    }

    private bool Run(SqliteTransaction transaction, string sql, object parameters, bool mustChange)
    {
        var changed = connection.Execute(sql, parameters, transaction);
        return !mustChange || changed == 1;
    }

    private SqliteInsert InsertFor(RowsStep rows)
    {
        if (!_inserts.TryGetValue(rows.Sql, out var insert))
        {
            insert = new(connection.Handle!, rows.Sql, rows.Type);
            _inserts.Add(rows.Sql, insert);
        }

        return insert;
    }
}
