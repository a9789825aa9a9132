using System.Text.RegularExpressions;
using Connect311.Api.Databases;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Databases;

public sealed partial class SqliteStatementTests(SqliteSchema schema) : IClassFixture<SqliteSchema>
{
    public static TheoryData<string> Names => Statements.NamesFor(DatabaseEngine.Sqlite);

    public static TheoryData<string> Inserts =>
    [
        .. Statements.For(DatabaseEngine.Sqlite)
            .Where(statement => statement.Text.StartsWith("INSERT INTO", StringComparison.Ordinal))
            .Select(statement => statement.Name),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Sqlite_statement_compiles_against_the_schema(string name)
    {
        var statement = Statements.Find(DatabaseEngine.Sqlite, name);
        var parameters = schema.ParametersOf(statement.Text);
        if (statement.Rows is { } rows)
        {
            Assert.Subset(rows.Columns.Select(column => "@" + column.Name).ToHashSet(), parameters.ToHashSet());
            return;
        }

        Assert.Equal(statement.ParameterProperties.Select(property => "@" + property.Name).Order(), parameters.Order());
    }

    /// <summary>SQLite compiles an INSERT that lacks a NOT NULL column or crosses two; it reads alike in both dialects.</summary>
    [Theory]
    [MemberData(nameof(Inserts))]
    public void Sqlite_statement_inserts_each_value_into_its_column(string name)
    {
        var text = Statements.Find(DatabaseEngine.Sqlite, name).Text.Split("ON CONFLICT")[0].Split("RETURNING")[0];
        var checks = new InsertChecks(SqlServerModel.Schema.Value);
        Tsql.Parse(text).Accept(checks);
        Assert.Empty(checks.Faults);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sqlite_statement_neither_scans_a_table_nor_sorts(string name)
    {
        var plan = schema.PlanOf(Statements.Find(DatabaseEngine.Sqlite, name).Text);
        Assert.True(
            WholeReads.Allowed.Contains(name) || !QueryPlan.Faults(plan).Any(),
            $"{name} needs an index, or a place among WholeReads:\n{string.Join('\n', plan)}");
    }

    [Theory]
    [MemberData(nameof(WholeReads.Names), MemberType = typeof(WholeReads))]
    public void A_statement_that_may_read_all_does(string name) =>
        Assert.NotEmpty(QueryPlan.Faults(schema.PlanOf(Statements.Find(DatabaseEngine.Sqlite, name).Text)));

    /// <summary>
    /// Whoever reads, lists or counts requests must look at what is confidential. Only intake does not: it answers the
    /// sender of a report by the sender's own key; nor do the progress bar of whoever runs a command over all of them, and what the program does by itself.
    /// </summary>
    [Fact]
    public void Every_statement_that_reads_requests_regards_confidential_ones()
    {
        var readers = Statements.All.Where(statement => ReadsRequests().IsMatch(statement.Text)).ToList();
        Assert.Contains(readers, statement => statement.Name == "QueueSql.OperatorPage");
        Assert.All(
            readers.Where(statement => !statement.Name.StartsWith("IntakeSql.", StringComparison.Ordinal)
                && statement.Name is not ("RevisionSql.CountOpen" or "RevisionSql.LastId" or "ClarificationSql.Expired" or "RecordSql.Due" or "RecordSql.ToForget" or "RecordSql.NextType" or "RecordSql.DeleteHeld")
                // No confidential request is in an incident.
                && statement.Name is not ("IncidentSql.Voices" or "IncidentSql.VoicesOf" or "IncidentSql.Follows" or "LookalikeSql.Machines")
                // What a department has, its own system is asked for.
                && statement.Name is not "ExternalSql.Open"
                // Asked by the owner of the request alone.
                && statement.Name is not "SurveySql.Find"),
            statement => Assert.True(statement.Text.Contains("Visibility", StringComparison.Ordinal), statement.Name));
    }

    /// <summary>What is written behind an erasure is erased anew; who only asks for one writes nothing.</summary>
    [Fact]
    public void Every_statement_that_adds_an_event_says_what_stays_erased()
    {
        var writers = Statements.All.Where(statement => statement.Text.Contains("EventCount = EventCount + 1", StringComparison.Ordinal)).ToList();
        Assert.True(writers.Count > 8, $"only {writers.Count} statements add an event");
        Assert.All(
            writers.Where(statement => statement.Name != "RecordSql.AskToForget"),
            statement => Assert.True(statement.Text.Contains("ErasedScopes = ", StringComparison.Ordinal), statement.Name));
    }

    [Theory]
    [InlineData("SELECT Idd FROM ServiceRequest;")]
    [InlineData("SELECT Id FROM ServiceRequests;")]
    [InlineData("SELECT TOP (@take) Id FROM ServiceRequest;")]
    [InlineData("SELECT Id FROM ServiceRequest WHERE Id IN @ids;")]
    [InlineData("INSERT INTO FeedPosition (Id, Position) VALUES (@Id);")]
    [InlineData("SELECT Id FROM Lease; SELECT Nothing FROM Lease;")]
    public void A_faulty_text_does_not_compile(string text) =>
        Assert.Throws<SqliteException>(() => schema.ParametersOf(text));

    [Theory]
    [InlineData("SELECT Id FROM ServiceRequest WHERE Description = @x LIMIT 5;")]
    [InlineData("SELECT r.Id FROM ServiceRequest r ORDER BY r.Id LIMIT 5;")]
    [InlineData("SELECT Id FROM ServiceRequest WHERE Department = @d AND IsOpen = 1 ORDER BY UpdatedAt LIMIT 5;")]
    [InlineData("SELECT Id FROM ServiceRequest WHERE IsDanger = @danger AND IsOpen = 1 ORDER BY Priority LIMIT 5;")]
    [InlineData("UPDATE ServiceRequest SET Version = 1 WHERE Assignee = @a;")]
    public void A_plan_that_reads_or_sorts_too_much_is_seen(string text) =>
        Assert.NotEmpty(QueryPlan.Faults(schema.PlanOf(text)));

    [Theory]
    [InlineData("SELECT Id FROM ServiceRequest WHERE Id IN (SELECT value FROM json_each(@Ids));")]
    [InlineData("SELECT r.Id FROM json_each(@Ids) k JOIN ServiceRequest r ON r.Id = k.value;")]
    [InlineData("SELECT Id FROM ServiceRequest WHERE Department = @d AND IsOpen = 1 ORDER BY Priority, DueAt, Id LIMIT 5;")]
    [InlineData("WITH c AS (SELECT Id FROM ServiceRequest WHERE Cell = @c LIMIT 64) SELECT c.Id FROM c LIMIT 5;")]
    public void A_plan_that_reads_by_an_index_is_not(string text) =>
        Assert.Empty(QueryPlan.Faults(schema.PlanOf(text)));

    [GeneratedRegex(@"\b(FROM|JOIN) ServiceRequest\b")]
    private static partial Regex ReadsRequests();
}
