using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Connect311.Tests.Databases;

/// <summary>An INSERT names its columns, gives each a value, and leaves out none that must have one.</summary>
internal sealed class InsertChecks(SqlServerModel model) : TSqlFragmentVisitor
{
    public List<string> Faults { get; } = [];

    public override void Visit(InsertSpecification node)
    {
        if (node.Columns.Count == 0)
        {
            Faults.Add("INSERT has no column list.");
            return;
        }

        foreach (var count in Counts(node.InsertSource).Where(count => count != node.Columns.Count))
        {
            Faults.Add($"INSERT names {node.Columns.Count} columns and gives {count} values.");
        }

        if (node.Target is NamedTableReference { SchemaObject.BaseIdentifier.Value: var table }
            && model.Tables.TryGetValue(table, out var columns))
        {
            var named = node.Columns.Select(column => column.MultiPartIdentifier.Identifiers[^1].Value).ToList();
            Faults.AddRange(columns
                .Where(column => !column.IsNullable && !column.HasDefault && !named.Contains(column.Name))
                .Select(column => $"INSERT leaves out {table}.{column.Name}, which is NOT NULL and has no default."));
            Faults.AddRange(named.GroupBy(name => name).Where(group => group.Count() > 1)
                .Select(group => $"INSERT names {group.Key} twice."));
            Faults.AddRange(Crossed(named, Sources(node.InsertSource)));
        }
    }

    /// <summary>Values of like names that stand at other places than their columns: most pairs agree in type.</summary>
    private static IEnumerable<string> Crossed(List<string> columns, List<string?> sources) =>
        columns.Zip(sources)
            .Where(pair => pair.Second is { } source && source != pair.First
                && columns.Contains(source) && sources.Contains(pair.First))
            .Select(pair => $"INSERT gives {pair.Second} to {pair.First}.");

    private static List<string?> Sources(InsertSource source) => source switch
    {
        ValuesInsertSource { RowValues: [var row, ..] } => [.. row.ColumnValues.Select(NameOf)],
        SelectInsertSource { Select: QuerySpecification select } =>
            [.. select.SelectElements.Select(element => NameOf((element as SelectScalarExpression)?.Expression))],
        _ => [],
    };

    private static string? NameOf(ScalarExpression? expression) => expression switch
    {
        VariableReference variable => variable.Name[1..],
        ColumnReferenceExpression { MultiPartIdentifier: { } name } => name.Identifiers[^1].Value,
        FunctionCall { Parameters: [var first, ..] } => NameOf(first),
        _ => null,
    };

    private static IEnumerable<int> Counts(InsertSource source) => source switch
    {
        ValuesInsertSource { IsDefaultValues: false } values => values.RowValues.Select(row => row.ColumnValues.Count),
        SelectInsertSource select => Counts(select.Select),
        _ => [0],
    };

    private static IEnumerable<int> Counts(QueryExpression query) => query switch
    {
        QuerySpecification specification => [specification.SelectElements.Count],
        BinaryQueryExpression binary => Counts(binary.FirstQueryExpression).Concat(Counts(binary.SecondQueryExpression)),
        QueryParenthesisExpression parenthesis => Counts(parenthesis.QueryExpression),
        _ => [],
    };
}
