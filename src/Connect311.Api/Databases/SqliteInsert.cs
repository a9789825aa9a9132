using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Connect311.Api.Databases;

/// <summary>
/// One INSERT, compiled once and run for each row. The driver's own command looks every parameter up by its name for
/// every row and boxes each value, which cost more than SQLite itself.
/// </summary>
internal sealed class SqliteInsert : IValueSink, IDisposable
{
    private const int Unused = 0;
    private const int FirstBuffer = 1_024;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly int[] _parameters;
    private byte[] _utf8 = new byte[FirstBuffer];

    /// <exception cref="SqliteException">The statement does not compile.</exception>
    public SqliteInsert(sqlite3 database, string sql, IRowType type)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
        // The index is 0 where the statement leaves a column out.
        _parameters = [.. type.Columns.Select(column => raw.sqlite3_bind_parameter_index(_statement, "@" + column.Name))];
    }

    /// <exception cref="SqliteException">A row was refused.</exception>
    public void Run(RowsStep rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            rows.Give(row, this);
            var end = raw.sqlite3_step(_statement);
            var reset = raw.sqlite3_reset(_statement);
            if (end != raw.SQLITE_DONE)
            {
                Check(reset == raw.SQLITE_OK ? end : reset);
            }
        }

        // A kept statement must not keep what a person wrote.
        Check(raw.sqlite3_clear_bindings(_statement));
    }

    public void Text(int column, string? value)
    {
        switch (_parameters[column], value)
        {
            case (Unused, _):
                return;
            case (var parameter, null):
                Check(raw.sqlite3_bind_null(_statement, parameter));
                return;
            case (var parameter, ""):
                // The empty span has no address, and SQLite would read that as NULL.
                Check(raw.sqlite3_bind_text(_statement, parameter, ""));
                return;
            case var (parameter, text):
                Check(raw.sqlite3_bind_text(_statement, parameter, ToUtf8(text)));
                return;
        }
    }

    public void Words(int column, string? value) => Text(column, value);

    public void Long(int column, long? value)
    {
        switch (_parameters[column], value)
        {
            case (Unused, _):
                return;
            case (var parameter, null):
                Check(raw.sqlite3_bind_null(_statement, parameter));
                return;
            case (var parameter, { } number):
                Check(raw.sqlite3_bind_int64(_statement, parameter, number));
                return;
        }
    }

    public void Int(int column, int value) => Long(column, value);

    public void Flag(int column, bool value) => Long(column, value ? 1 : 0);

    public void Real(int column, double? value)
    {
        switch (_parameters[column], value)
        {
            case (Unused, _):
                return;
            case (var parameter, null):
                Check(raw.sqlite3_bind_null(_statement, parameter));
                return;
            case (var parameter, { } number):
                Check(raw.sqlite3_bind_double(_statement, parameter, number));
                return;
        }
    }

    public void Time(int column, DateTimeOffset? value) => Long(column, value is { } time ? ColumnTypes.ToSqlite(time) : null);

    public void Dispose() => _statement.Dispose();

    private ReadOnlySpan<byte> ToUtf8(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_utf8.Length < most)
        {
            _utf8 = new byte[most];
        }

        return _utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8));
    }

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
