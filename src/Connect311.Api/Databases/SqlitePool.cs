using System.Collections.Concurrent;
using Dapper;

namespace Connect311.Api.Databases;

/// <summary>Open connections to one file that nobody uses just now, the last used first: its pages are the freshest.</summary>
/// <param name="settings">Run once on every new connection.</param>
internal sealed class SqlitePool(string connectionString, string settings)
{
    private const int MaxIdle = 32;

    private readonly ConcurrentStack<(KeptConnection Connection, int Generation)> _idle = new();
    private volatile int _generation;

    /// <summary>An open connection; dispose it to give it back.</summary>
    public async ValueTask<KeptConnection> TakeAsync(CancellationToken cancellationToken)
    {
        while (_idle.TryPop(out var idle))
        {
            if (idle.Generation == _generation)
            {
                return idle.Connection;
            }

            idle.Connection.End();
        }

        var generation = _generation;
        return await OpenAsync(connectionString, settings, taken => TakeBack(taken, generation), cancellationToken);
    }

    /// <summary>A new connection with its settings made.</summary>
    /// <param name="takeBack">See <see cref="KeptConnection"/>.</param>
    public static async Task<KeptConnection> OpenAsync(
        string connectionString, string settings, Func<KeptConnection, bool> takeBack, CancellationToken cancellationToken)
    {
        var connection = new KeptConnection(connectionString, takeBack);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(settings, cancellationToken: cancellationToken));
            return connection;
        }
        catch
        {
            connection.End();
            throw;
        }
    }

    /// <summary>Closes the connections that nobody uses, and the others when they come back.</summary>
    public void Empty()
    {
        Interlocked.Increment(ref _generation);
        while (_idle.TryPop(out var idle))
        {
            idle.Connection.End();
        }
    }

    private bool TakeBack(KeptConnection connection, int generation)
    {
        if (generation != _generation || _idle.Count >= MaxIdle)
        {
            return false;
        }

        _idle.Push((connection, generation));
        return true;
    }
}
