using Connect311.Api.Databases;

namespace Connect311.Tests.Databases;

public sealed class SqlServerStatementTests
{
    [Fact]
    public void The_schema_itself_is_without_fault() => Assert.Empty(SqlServerModel.Schema.Value.SchemaFaults);

    [Fact]
    public void The_schema_keeps_to_the_dialect()
    {
        var dialect = new Dialect(new Dictionary<string, Microsoft.SqlServer.TransactSql.ScriptDom.QueryExpression>());
        foreach (var definition in SqlServerScripts.Embedded.Parsed)
        {
            definition.Accept(dialect);
        }

        Assert.Empty(dialect.Faults);
    }

    /// <summary>All faults in one run: they are bound together, in a model that takes seconds to make.</summary>
    [Fact]
    public void Every_SqlServer_statement_binds_to_the_schema()
    {
        var statements = Statements.For(DatabaseEngine.SqlServer).Concat(DataOfTheScripts()).ToList();
        var faulty = SqlServerCheck.Run(statements).Where(entry => entry.Value.Count > 0).Select(entry =>
            $"{entry.Key}\n  {string.Join("\n  ", entry.Value)}\n{statements.Find(statement => statement.Name == entry.Key)?.Text}");
        var report = string.Join("\n\n", faulty);
        Assert.True(report.Length == 0, report);
    }

    [Fact]
    public void A_later_script_is_folded_into_the_first_definition()
    {
        var scripts = new SqlServerScripts(
        [
            "CREATE TABLE A (Id int NOT NULL); CREATE INDEX I ON A (Id); CREATE TYPE R AS TABLE (Id int NOT NULL);",
            "ALTER TABLE A ADD Name nvarchar(10) COLLATE Latin1_General_100_BIN2 NULL;",
            "ALTER TABLE A ADD CONSTRAINT PK_A PRIMARY KEY (Id);",
            "DROP INDEX I ON A; DROP TYPE R;",
            "CREATE TYPE R AS TABLE (Id bigint NOT NULL);",
            "UPDATE A SET Name = NULL;",
        ]);
        using var model = new SqlServerModel(scripts);
        Assert.Empty(model.SchemaFaults);
        Assert.Equal(["Id", "Name"], model.Tables["A"].Select(column => column.Name));
        Assert.Equal("bigint", model.TableTypes["R"].Single().Type.Name);
        Assert.Equal(["A(Id)"], model.PrimaryKeys());
        Assert.Empty(model.Indexes());
        Assert.Single(scripts.Data);
    }

    private static IEnumerable<Statement> DataOfTheScripts() =>
        SqlServerScripts.Embedded.Data.Select((text, i) =>
            new Statement(DatabaseEngine.SqlServer, $"Statement {i + 1} of the schema scripts", text));
}
