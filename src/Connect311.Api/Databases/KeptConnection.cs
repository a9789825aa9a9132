using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Connect311.Api.Databases;

/// <summary>
/// A connection that stays open between its users, with its settings made and its statements compiled. The driver's
/// own pool keeps only the handle. Disposing it gives it back.
/// </summary>
/// <param name="takeBack">Whether it is wanted again; otherwise it closes.</param>
internal sealed class KeptConnection(string connectionString, Func<KeptConnection, bool> takeBack) : SqliteConnection(connectionString)
{
    // More than the program has statements; what is beyond is compiled anew each time.
    private const int MaxKept = 100;

    private readonly Dictionary<string, SqliteCommand> _kept = [];

    /// <summary>A command with this text, which nobody else has; <see cref="Keep"/> it afterwards.</summary>
    public SqliteCommand Compiled(string text, SqliteTransaction? transaction)
    {
        if (_kept.Remove(text, out var kept))
        {
            kept.Transaction = transaction;
            return kept;
        }

        var command = CreateCommand();
        command.CommandText = text;
        command.Transaction = transaction;
        return command;
    }

    public void Keep(SqliteCommand command)
    {
        if (_kept.Count >= MaxKept || !_kept.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    /// <summary>Closes it for good.</summary>
    public void End()
    {
        foreach (var command in _kept.Values)
        {
            command.Dispose();
        }

        _kept.Clear();
        Close();
    }

    protected override DbCommand CreateDbCommand() => new KeptCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing && State == ConnectionState.Open)
        {
            Transaction?.Dispose();
            if (!takeBack(this))
            {
                End();
            }
        }

        // Whoever takes it next must find it open.
        base.Dispose(disposing && State != ConnectionState.Open);
    }
}
