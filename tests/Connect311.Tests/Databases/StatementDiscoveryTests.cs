using System.Text.RegularExpressions;
using Connect311.Api.Databases;

namespace Connect311.Tests.Databases;

/// <summary>What is not found cannot be checked.</summary>
public sealed partial class StatementDiscoveryTests
{
    [Theory]
    [InlineData("ApiKeySql.FindValid")]
    [InlineData("CitySql.NewestCatalog")]
    [InlineData("EventSql.Advance")]
    [InlineData("EventSql.InsertEvents")]
    [InlineData("IntakeSql.FindByKeys")]
    [InlineData("RuleSetSql.Document")]
    [InlineData("SchemaSql.HasVersions")]
    [InlineData("SecretSql.Find")]
    public void A_known_statement_is_found_for_both_engines(string name)
    {
        Assert.Single(Statements.For(DatabaseEngine.Sqlite), statement => statement.Name == name);
        Assert.Single(Statements.For(DatabaseEngine.SqlServer), statement => statement.Name == name);
    }

    [Fact]
    public void Every_record_gives_statements_of_the_engines_that_it_is_for()
    {
        foreach (var record in Statements.Records)
        {
            var found = Statements.All.Where(statement => statement.Name.StartsWith(record.Name + ".", StringComparison.Ordinal));
            var isForOne = record.Name.StartsWith("SqlServer", StringComparison.Ordinal)
                || record.Name.StartsWith("Sqlite", StringComparison.Ordinal);
            Assert.True(
                found.Select(statement => statement.Engine).Distinct().Count() == (isForOne ? 1 : 2),
                $"{record.Name} needs static properties Sqlite and SqlServer, or Instance.");
        }
    }

    [Fact]
    public void No_two_statements_share_a_name()
    {
        var doubles = Statements.All.GroupBy(statement => (statement.Engine, statement.Name)).Where(group => group.Count() > 1);
        Assert.Empty(doubles.Select(group => group.Key.Name));
    }

    [Fact]
    public void Every_statement_with_parameters_says_what_they_are() =>
        Assert.Empty(Statements.All
            .Where(statement => statement.Parameters is null && statement.Rows is null && TakesParameters(statement.Text))
            .Select(statement => statement.Name));

    [Fact]
    public void No_statement_takes_both_parameters_and_rows() =>
        Assert.Empty(Statements.All
            .Where(statement => statement.Parameters is not null && statement.Rows is not null)
            .Select(statement => statement.Name));

    [Theory]
    [InlineData("SELECT Id FROM T WHERE Id = @id;", true)]
    [InlineData("DECLARE @result int; SELECT @result;", false)]
    [InlineData("SELECT @@ROWCOUNT;", false)]
    public void Parameters_are_told_apart_from_variables(string text, bool takesParameters) =>
        Assert.Equal(takesParameters, TakesParameters(text));

    /// <summary>Arguments of a procedure (<c>@name = value</c> after EXEC) are not parameters either.</summary>
    private static bool TakesParameters(string text)
    {
        var declared = Declaration().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();
        return Parameter().Matches(Execution().Replace(text, "")).Any(match => !declared.Contains(match.Groups[1].Value));
    }

    [GeneratedRegex(@"(?<!@)@(\w+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"DECLARE\s+@(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"EXEC[^;]*;", RegexOptions.IgnoreCase)]
    private static partial Regex Execution();
}
