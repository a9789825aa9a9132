using System.Text.RegularExpressions;

namespace Connect311.Tests.Databases;

/// <summary>What EXPLAIN QUERY PLAN must not show: a table read from end to end, or rows sorted after reading.</summary>
internal static partial class QueryPlan
{
    public static IEnumerable<string> Faults(IReadOnlyList<string> plan)
    {
        var derived = plan.Select(line => Derived().Match(line)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .ToHashSet();
        return plan.Where(line => line.Contains("TEMP B-TREE", StringComparison.Ordinal)
            || (Scan().Match(line) is { Success: true } scan && !derived.Contains(scan.Groups[1].Value)));
    }

    /// <summary>Rows of json_each, constants and what an inner query has already bounded may be read through.</summary>
    [GeneratedRegex(@"^SCAN (?!CONSTANT ROW|\d+ CONSTANT ROW|\(subquery)(\S+)(?!.* VIRTUAL TABLE)")]
    private static partial Regex Scan();

    [GeneratedRegex(@"^(?:MATERIALIZE|CO-ROUTINE) (\S+)")]
    private static partial Regex Derived();
}

/// <summary>Statements that read a small table whole, or sort the few rows of one.</summary>
internal static class WholeReads
{
    public static IReadOnlySet<string> Allowed { get; } = new HashSet<string>
    {
        // A city has a handful of rule sets, area sets and keys; they are read at the start or by an administrator.
        "ApiKeySql.List",
        "AreaSql.List",
        "AreaSql.PartsInForce",
        "CatalogAdminSql.RuleSetsInUse",

        // An admin who retires something is told of the most urgent that are open; CatalogAdminPlanTests looks at what bounds them.
        "CatalogAdminSql.SomeOpen",

        // The few departments that hold the requests of one incident.
        "IncidentSql.Holders",

        // The few photos that wait to be worked on: the index holds no others.
        "PhotoSql.Waiting",
        "SchemaSql.HasVersions",

        // The spool's own file: at the start, and while reports wait in it.
        "SqliteSpoolSql.Revive",
        "SqliteSpoolSql.Sum",

        // The reports of one phone, in the order in which they last changed; LinkPlanTests looks at what bounds them.
        "LinkSql.Page",

        // An operator asks for them now and then; they count what a range of times or numbers already bounds.
        "ProposalSql.Kept",
        "ProposalSql.SentOn",

        // Asked for now and then; they sort what a range of times bounds, for its medians. NumberStoreTests looks at the range.
        "NumberSql.Closings",
        "NumberSql.Requests",
        "NumberSql.Transfers",

        // Asked for now and then; they sort what a range of times bounds, one row a department and score.
        "SurveySql.Results",

        // A few rows a service type, read now and then; the closings that they are made of are bounded, and sorted for their median.
        "EstimateSql.All",
        "EstimateSql.Forget",
        "EstimateSql.Observe",
    };

    public static TheoryData<string> Names => [.. Allowed];
}
