using Dapper;
using Microsoft.Data.Sqlite;

namespace Connect311.Api.Databases;

/// <summary>
/// Watches that a database's three files (itself, its log and the log's index) are still those that were opened. SQLite
/// writes on into files that were taken away, and what it wrote is lost with the last connection. A connection of its
/// own keeps log and index from being made anew while everything is well.
/// </summary>
/// <param name="open">Opens a connection outside the pool, which waits for a lock for a moment only.</param>
/// <param name="emptyPool">Closes the connections that nobody uses, and the others when they come back.</param>
internal sealed class SqliteFiles(string file, Func<SqliteConnection> open, Action emptyPool, Action onLogSaved) : IDisposable
{
    private const int CannotOpen = 14;
    private const int Busy = 5;

    private readonly string _log = file + "-wal";
    private readonly byte[][] _paths = [FileIdentity.PathOf(file), FileIdentity.PathOf(file + "-wal"), FileIdentity.PathOf(file + "-shm")];
    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Kept? _kept;
    private FileIdentity? _main;
    private bool _mustBeAlone;

    /// <summary>Whether every name still leads to the file that was opened.</summary>
    public bool AreThere => !FileIdentity.IsKnown || (_kept is { } kept
        ? kept.Identities == Identities()
        : !_mustBeAlone && (_main is null || FileIdentity.Of(_paths[0]) == _main));

    public static SqliteException Gone(string file) => new(
        $"The database file {file} is gone, or another file lies in its place. Put the same file back; or restart the server, to serve what lies there now.",
        CannotOpen);

    /// <summary>
    /// Refuses to go on without the file. A log that was taken away is no loss: what it holds is written into the
    /// database, and a new one is begun once nobody has the old one open.
    /// </summary>
    /// <exception cref="SqliteException">The file is not there, or the log cannot be begun anew yet.</exception>
    public ValueTask EnsureAsync(CancellationToken cancellationToken) =>
        AreThere ? ValueTask.CompletedTask : new(MendAsync(cancellationToken));

    /// <summary>Takes note of the files of a connection that was just opened; the first time, and after a mending.</summary>
    public async ValueTask KeepAsync(CancellationToken cancellationToken)
    {
        if (_kept is not null || !FileIdentity.IsKnown)
        {
            return;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            Keep();
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _kept?.Connection.Dispose();
        _gate.Dispose();
    }

    private async Task MendAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (AreThere)
            {
                return;
            }

            if (FileIdentity.Of(_paths[0]) != _main)
            {
                throw Gone(file);
            }

            SaveLog();
            BeginLogAlone();
            Keep();
            onLogSaved();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Writes all that the lost log holds into the database, and lets go of it.</summary>
    private void SaveLog()
    {
        if (_kept is not { } kept)
        {
            return;
        }

        if (kept.Connection.ExecuteScalar<int>("PRAGMA wal_checkpoint(TRUNCATE);") != 0)
        {
            throw new SqliteException($"The log of {file} was taken away, and is still in use.", Busy);
        }

        _mustBeAlone = true;
        _kept = null;
        kept.Connection.Dispose();
    }

    /// <summary>
    /// SQLite grants the exclusive mode only when no connection of any process has the database open: nobody then
    /// writes into the old log any more.
    /// </summary>
    private void BeginLogAlone()
    {
        emptyPool();
        if (new FileInfo(_log) is { Exists: true, Length: > 0 })
        {
            throw new SqliteException($"Another log lies at {_log}, where this database's own was taken away. Remove it.", CannotOpen);
        }

        using var alone = open();
        alone.Execute("PRAGMA locking_mode = EXCLUSIVE;");
        alone.ExecuteScalar<int>("PRAGMA schema_version;");
    }

    private void Keep()
    {
        _main ??= FileIdentity.Of(_paths[0]);
        if (_kept is not null || _main is null)
        {
            return;
        }

        var connection = open();
        try
        {
            // The first read opens the log, so that its file is there and stays.
            connection.ExecuteScalar<int>("PRAGMA schema_version;");
            var identities = Identities();
            if (identities.Main == _main && identities is { Log: not null, Index: not null })
            {
                _kept = new(connection, identities);
                _mustBeAlone = false;
            }
        }
        finally
        {
            if (_kept?.Connection != connection)
            {
                connection.Dispose();
            }
        }
    }

    private (FileIdentity? Main, FileIdentity? Log, FileIdentity? Index) Identities() =>
        (FileIdentity.Of(_paths[0]), FileIdentity.Of(_paths[1]), FileIdentity.Of(_paths[2]));

    /// <param name="Connection">Has all three files open.</param>
    private sealed record Kept(SqliteConnection Connection, (FileIdentity? Main, FileIdentity? Log, FileIdentity? Index) Identities);
}
