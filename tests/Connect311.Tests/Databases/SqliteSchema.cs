using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Spool;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Connect311.Tests.Databases;

/// <summary>A database in memory with the program's schema and that of the spool: SQLite's own compiler checks statements against it.</summary>
public sealed class SqliteSchema : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:;Foreign Keys=True");

    public SqliteSchema()
    {
        _connection.Open();
        foreach (var batch in SchemaScripts.For(DatabaseEngine.Sqlite).SelectMany(script => script.Batches).Append(SqliteSpoolSql.Instance.CreateTable))
        {
            using var command = _connection.CreateCommand();
            command.CommandText = batch;
            command.ExecuteNonQuery();
        }
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>The first column of each row, or all of them in an array.</summary>
    internal List<object?[]> Read(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    /// <summary>Compiles a text and gives the names of its parameters, with their @.</summary>
    /// <exception cref="SqliteException">The text does not compile.</exception>
    internal IReadOnlySet<string> ParametersOf(string sql)
    {
        var names = new HashSet<string>();
        Compile(sql, "", statement =>
        {
            for (var i = 1; i <= raw.sqlite3_bind_parameter_count(statement); i++)
            {
                names.Add(raw.sqlite3_bind_parameter_name(statement, i).utf8_to_string() ?? "?");
            }
        });
        return names;
    }

    /// <summary>The lines of EXPLAIN QUERY PLAN.</summary>
    internal IReadOnlyList<string> PlanOf(string sql)
    {
        const int Detail = 3;
        var lines = new List<string>();
        Compile(sql, "EXPLAIN QUERY PLAN ", statement =>
        {
            while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
            {
                lines.Add(raw.sqlite3_column_text(statement, Detail).utf8_to_string());
            }
        });
        return lines;
    }

    /// <summary>Compiles one statement of the text after the other.</summary>
    private void Compile(string sql, string prefix, Action<sqlite3_stmt> use)
    {
        while (sql.Trim() is { Length: > 0 } rest)
        {
            var code = raw.sqlite3_prepare_v2(_connection.Handle!, prefix + rest, out var statement, out sql);
            SqliteException.ThrowExceptionForRC(code, _connection.Handle);
            using (statement)
            {
                use(statement);
            }
        }
    }
}
