using Connect311.Api.Databases;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Databases;

/// <summary>Both engines keep the same data: what differs between the scripts stands here by name.</summary>
public sealed class SchemaScriptTests(SqliteSchema sqlite) : IClassFixture<SqliteSchema>
{
    /// <summary>SQL Server draws numbers from a sequence.</summary>
    private static readonly string[] OnlyInSqlite = ["RequestNumber"];

    /// <summary>What people write, compared and sorted as words. Longer texts (max) are documents, never compared.</summary>
    private static readonly string[] FreeText =
    [
        "ApiKey.Name",
        "CityFile.Content",
        "SchemaVersion.Name",
        "ServiceRequest.AddressText",
        "ServiceRequest.Description",
        "ServiceRequest.ServiceTypeText",
    ];

    private static SqlServerModel SqlServer => SqlServerModel.Schema.Value;

    private IEnumerable<string> SqliteTables =>
        sqlite.Read("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%';")
            .Select(row => (string)row[0]!);

    private IEnumerable<string> SharedTables => SqliteTables.Except(OnlyInSqlite).Order(StringComparer.Ordinal);

    [Fact]
    public void Both_engines_have_scripts_of_the_same_numbers_and_names()
    {
        var scripts = SchemaScripts.For(DatabaseEngine.Sqlite);
        Assert.Equal(
            scripts.Select(script => script.Name), SchemaScripts.For(DatabaseEngine.SqlServer).Select(script => script.Name));
        Assert.Equal(Enumerable.Range(1, scripts.Count), scripts.Select(script => script.Number));
        Assert.All(scripts, script => Assert.Matches("^[0-9]{4}(_[a-z0-9]+)+\\.sql$", script.Name));
    }

    [Fact]
    public void Both_engines_have_the_same_tables() =>
        Assert.Equal(SharedTables, SqlServer.Tables.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Tables_of_one_engine_are_there() => Assert.Subset(SqliteTables.ToHashSet(), OnlyInSqlite.ToHashSet());

    [Fact]
    public void The_columns_have_the_same_names_and_meaning()
    {
        foreach (var table in SharedTables)
        {
            var expected = SqlServer.Tables[table].Select(column => $"{table}.{column.Name} {Meaning(column.Type)} null={column.IsNullable}");
            var columns = sqlite.Read($"SELECT name, type, \"notnull\" FROM pragma_table_info('{table}') ORDER BY cid;");
            Assert.Equal(expected, columns.Select(column => $"{table}.{column[0]} {column[1]} null={column[2] is 0L}"));
        }
    }

    [Fact]
    public void The_primary_keys_are_the_same()
    {
        var keys = SharedTables.Select(table => (table, columns: sqlite
            .Read($"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk;")
            .Select(row => row[0])));
        Assert.Equal(keys.Select(key => $"{key.table}({string.Join(", ", key.columns)})"), SqlServer.PrimaryKeys().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_indexes_are_the_same() =>
        Assert.Equal(SharedTables.SelectMany(SqliteIndexes).Order(StringComparer.Ordinal), SqlServer.Indexes().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_table_of_SQLite_is_strict() =>
        Assert.Empty(sqlite.Read("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%';"));

    [Fact]
    public void Codes_keys_and_hashes_compare_by_their_bytes()
    {
        const string Bytes = "Latin1_General_100_BIN2";
        var texts = SqlServer.Tables
            .SelectMany(table => table.Value.Select(column => (Name: $"{table.Key}.{column.Name}", column.Type)))
            .Where(column => column.Type is { Name: "nvarchar", Length: > 0 });
        Assert.Equal(
            FreeText,
            texts.Where(column => column.Type.Collation != Bytes).Select(column => column.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_columns_have_types_that_both_engines_know() =>
        Assert.All(SqlServer.Tables.Values.Concat(SqlServer.TableTypes.Values).SelectMany(columns => columns), column =>
        {
            Assert.NotNull(Meaning(column.Type));
            Assert.True(column.Type.Name != "datetime2" || column.Type.Length == 3, $"{column.Name} keeps more than milliseconds.");
        });

    [Fact]
    public void The_script_for_a_DBA_makes_the_schema_of_SQLite()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Join('\n', SchemaScripts.ForDba(DatabaseEngine.Sqlite, after: 0));
        command.ExecuteNonQuery();
        command.CommandText = "SELECT group_concat(Name) FROM SchemaVersion WHERE AppliedAt > 1700000000000 ORDER BY Number;";
        Assert.Equal(string.Join(',', SchemaScripts.For(DatabaseEngine.Sqlite).Select(script => script.Name)), command.ExecuteScalar());
    }

    [Fact]
    public void The_script_for_a_DBA_makes_the_schema_of_SqlServer()
    {
        var scripts = new SqlServerScripts([string.Join('\n', SchemaScripts.ForDba(DatabaseEngine.SqlServer, after: 0))]);
        Assert.Equal(SqlServerScripts.Embedded.Definitions, scripts.Definitions);
        var versions = scripts.Data.Except(SqlServerScripts.Embedded.Data)
            .Select((text, i) => new Statement(DatabaseEngine.SqlServer, $"Version {i + 1}", text));
        Assert.All(SqlServerCheck.Run(versions), version => Assert.Empty(version.Value));
        Assert.Equal(SchemaScripts.For(DatabaseEngine.SqlServer).Count, versions.Count());
    }

    private IEnumerable<string> SqliteIndexes(string table) =>
        from index in sqlite.Read(
            $"""
            SELECT l.name, l."unique", m.sql
            FROM pragma_index_list('{table}') l
            JOIN sqlite_master m ON m.name = l.name
            WHERE l.origin = 'c';
            """)
        let columns = sqlite.Read($"SELECT name FROM pragma_index_info('{index[0]}') ORDER BY seqno;").Select(row => row[0])
        let filter = ((string)index[2]!).Split(" WHERE ").Skip(1).FirstOrDefault()
        select $"{index[0]} {table}({string.Join(", ", columns)}) unique={index[1] is 1L} where={filter}";

    private static string? Meaning(SqlType type) => type.Name switch
    {
        "bigint" or "int" or "bit" or "datetime2" => "INTEGER",
        "nvarchar" => "TEXT",
        "float" => "REAL",
        _ => null,
    };
}
