using System.Text.RegularExpressions;
using Connect311.Api.Databases;

namespace Connect311.Tests.Databases;

/// <summary>What the printed script grants is what the statements need.</summary>
public sealed partial class DbaScriptTests
{
    [Fact]
    public void Every_table_from_which_is_deleted_is_granted_and_no_other()
    {
        var deleted = Statements.For(DatabaseEngine.SqlServer).SelectMany(statement => DeleteFrom().Matches(statement.Text)).Select(found => found.Groups[1].Value);
        var granted = DbaScript.Of([], _ => "").SelectMany(part => Grant().Matches(part)).Select(found => found.Groups[1].Value).ToList();

        Assert.Equal(deleted.Except(OnlyInSqlite).Distinct().Order(StringComparer.Ordinal), granted.Order(StringComparer.Ordinal));
    }

    /// <summary>The spool is a file of SQLite beside either engine.</summary>
    private static readonly string[] OnlyInSqlite = ["SpooledReport"];

    [GeneratedRegex(@"DELETE FROM (\w+)")]
    private static partial Regex DeleteFrom();

    [GeneratedRegex(@"GRANT DELETE ON (\w+)")]
    private static partial Regex Grant();
}
