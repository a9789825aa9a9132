using Connect311.Api.Databases;
using Microsoft.Data.Sqlite;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Connect311.Tests.Databases;

/// <summary>Both engines keep the same data: what differs between the scripts stands here by name.</summary>
public sealed class SchemaScriptTests(SqliteSchema sqlite) : IClassFixture<SqliteSchema>
{
    /// <summary>SQL Server draws numbers from a sequence; the spool is a file of SQLite beside either engine.</summary>
    private static readonly string[] OnlyInSqlite = ["RequestNumber", "SpooledReport"];

    /// <summary>What people write, compared and sorted as words. Longer texts (max) are documents, never compared.</summary>
    private static readonly string[] FreeText =
    [
        "ApiKey.Name",
        "AreaSetPart.Content",
        "AreaSetVersion.Source",
        "BacktestPart.Content",
        "CityFile.Content",
        "Closing.SurveyComment",
        "QueueFilter.Content",
        "ReportHold.Reason",
        "SchemaVersion.Name",
        "ServiceRequest.AddressText",
        "ServiceRequest.Description",
        "ServiceRequest.ServiceTypeText",
        "StaffMember.Name",
        "StaffToken.Name",
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
        var batches = Printed.SelectMany(batch => batch.Statements).Where(statement => !IsControl(statement)).Select(Text);
        var scripts = new SqlServerScripts(batches);
        Assert.Equal(SqlServerScripts.Embedded.Definitions, scripts.Definitions);
        var versions = scripts.Data.Except(SqlServerScripts.Embedded.Data)
            .Select((text, i) => new Statement(DatabaseEngine.SqlServer, $"Version {i + 1}", text));
        Assert.All(SqlServerCheck.Run(versions), version => Assert.Empty(version.Value));
        Assert.Equal(SchemaScripts.For(DatabaseEngine.SqlServer).Count, versions.Count());
    }

    /// <summary>Tools run batch by batch and go on after an error: nothing may be done outside the transaction.</summary>
    [Fact]
    public void Every_batch_of_the_script_for_a_DBA_stands_in_a_transaction_and_is_guarded()
    {
        var isOpen = false;
        var batches = Printed;
        for (var i = 0; i < batches.Count; i++)
        {
            isOpen = batches[i].Statements[0] switch
            {
                BeginTransactionStatement => true,
                CommitTransactionStatement => false,
                _ => isOpen,
            };
            if (batches[i].Statements.Any(statement => !IsControl(statement)))
            {
                Assert.True(isOpen, Text(batches[i]));
                Assert.Contains("@@TRANCOUNT = 0 SET NOEXEC ON", Text(batches[i + 1]), StringComparison.Ordinal);
            }
        }

        Assert.False(isOpen);
    }

    [Fact]
    public void The_script_for_a_DBA_sets_what_the_server_checks_and_says_what_its_login_needs()
    {
        var printed = string.Join('\n', SchemaScripts.ForDba(DatabaseEngine.SqlServer, after: 0));
        Assert.Contains("EXEC(N'ALTER DATABASE CURRENT SET READ_COMMITTED_SNAPSHOT ON')", printed, StringComparison.Ordinal);
        Assert.Contains("SET XACT_ABORT ON;", printed, StringComparison.Ordinal);
        Assert.Contains("QUOTED_IDENTIFIER ON", printed, StringComparison.Ordinal);
        Assert.Contains("GRANT SELECT, INSERT, UPDATE, EXECUTE ON SCHEMA::dbo", printed, StringComparison.Ordinal);
        Assert.Equal("SET NOEXEC OFF;", Text(Printed[^1].Statements[^1]));
    }

    private static IList<TSqlBatch> Printed =>
        Tsql.Parse(string.Join('\n', SchemaScripts.ForDba(DatabaseEngine.SqlServer, after: 0))).Batches;

    private static bool IsControl(TSqlStatement statement) => statement
        is SetOnOffStatement or IfStatement or BeginTransactionStatement or CommitTransactionStatement;

    private static string Text(TSqlFragment part) => string.Concat(part.ScriptTokenStream
        .Skip(part.FirstTokenIndex).Take(part.LastTokenIndex - part.FirstTokenIndex + 1).Select(token => token.Text));

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
