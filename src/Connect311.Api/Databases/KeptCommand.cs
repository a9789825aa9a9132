using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Connect311.Api.Databases;

/// <summary>
/// A command for Dapper that runs on a statement its connection compiled before: to compile a query costs SQLite more
/// than to find a row by its number.
/// </summary>
internal sealed class KeptCommand(KeptConnection connection) : DbCommand
{
    private readonly SqliteCommand _asked = new();
    private SqliteCommand? _running;
    private bool _failed;

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override int CommandTimeout { get; set; } = connection.DefaultTimeout;

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbParameterCollection DbParameterCollection => _asked.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    /// <summary>SQLite runs on the caller's thread; there is nobody to cancel it.</summary>
    public override void Cancel()
    {
    }

    public override void Prepare() => Run(command => command);

    public override int ExecuteNonQuery() => Run(command => command.ExecuteNonQuery());

    public override object? ExecuteScalar() => Run(command => command.ExecuteScalar());

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
        Run(command => command.ExecuteReader(behavior));

    protected override DbParameter CreateDbParameter() => new SqliteParameter();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _running is { } command)
        {
            _running = null;
            if (_failed)
            {
                command.Dispose();
            }
            else
            {
                command.Parameters.Clear();
                command.Transaction = null;
                connection.Keep(command);
            }
        }

        base.Dispose(disposing);
    }

    private T Run<T>(Func<SqliteCommand, T> run)
    {
        try
        {
            _running ??= connection.Compiled(CommandText, (SqliteTransaction?)DbTransaction);
            _running.CommandTimeout = CommandTimeout;
            _running.Parameters.Clear();
            foreach (SqliteParameter parameter in _asked.Parameters)
            {
                _running.Parameters.Add(parameter);
            }

            return run(_running);
        }
        catch
        {
            _failed = true;
            throw;
        }
    }
}
