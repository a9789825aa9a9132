using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Connect311.Api.Databases;

namespace Connect311.Tests.Databases;

/// <summary>What is not found cannot be checked.</summary>
public sealed partial class StatementDiscoveryTests
{
    /// <summary>Printed, not run; <see cref="SchemaScriptTests"/> checks the whole of what is printed.</summary>
    private const string ForDba = "INSERT INTO SchemaVersion (Number, Name, AppliedAt) VALUES (";

    [Theory]
    [InlineData("ApiKeySql.FindValid")]
    [InlineData("CitySql.FilesInForce")]
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

    /// <summary>A write sends several as one text, and a WITH needs the end of what stands before it.</summary>
    [Fact]
    public void Every_statement_ends_with_a_semicolon() =>
        Assert.Empty(Statements.All.Where(statement => !statement.Text.EndsWith(';')).Select(statement => statement.Name));

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

    /// <summary>A text anywhere else in the program would never be checked.</summary>
    [Fact]
    public void No_statement_stands_outside_the_records()
    {
        var statements = Texts().Where(text => StartOfStatement().IsMatch(text)).ToList();
        Assert.NotEmpty(statements);
        Assert.Equal("", string.Join("\n\n", statements.Except([ForDba, .. Statements.All.Select(statement => statement.Text)])));
    }

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

    /// <summary>Every string literal of the program, from its metadata.</summary>
    private static List<string> Texts()
    {
        using var file = new PEReader(File.OpenRead(typeof(Database).Assembly.Location));
        var metadata = file.GetMetadataReader();
        var texts = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = metadata.GetNextHandle(handle))
        {
            texts.Add(metadata.GetUserString(handle));
        }

        return texts;
    }

    [GeneratedRegex(@"^\s*(SELECT|INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE|EXEC|WITH)\s+[\w@(.]+.*\s", RegexOptions.Singleline)]
    private static partial Regex StartOfStatement();

    [GeneratedRegex(@"(?<!@)@(\w+)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"DECLARE\s+@(\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"EXEC[^;]*;", RegexOptions.IgnoreCase)]
    private static partial Regex Execution();
}
