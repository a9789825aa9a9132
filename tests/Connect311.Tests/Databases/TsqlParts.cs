using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Connect311.Tests.Databases;

internal static class Tables
{
    /// <summary>The single tables of a FROM, joins taken apart.</summary>
    public static IEnumerable<TableReferenceWithAlias> In(IEnumerable<TableReference> references) =>
        references.SelectMany(reference => reference switch
        {
            JoinTableReference join => In([join.FirstTableReference, join.SecondTableReference]),
            JoinParenthesisTableReference parenthesis => In([parenthesis.Join]),
            TableReferenceWithAlias single => [single],
            _ => [],
        });
}

/// <summary>The names of a text that are declared or used anywhere in it.</summary>
internal sealed class TsqlNames : TSqlFragmentVisitor
{
    public Dictionary<string, QueryExpression> CommonTables { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<DeclareVariableElement> Declared { get; } = [];

    public HashSet<string> Used { get; } = [];

    /// <summary>The columns whose values are used; those that an INSERT fills are not.</summary>
    public HashSet<string> Read { get; } = [];

    public static TsqlNames In(TSqlFragment fragment)
    {
        var names = new TsqlNames();
        fragment.Accept(names);
        return names;
    }

    public override void Visit(CommonTableExpression node) => CommonTables[node.ExpressionName.Value] = node.QueryExpression;

    public override void Visit(DeclareVariableElement node) => Declared.Add(node);

    public override void Visit(VariableReference node) => Used.Add(node.Name);

    public override void Visit(ColumnReferenceExpression node)
    {
        if (node.MultiPartIdentifier is { } name)
        {
            Read.Add(name.Identifiers[^1].Value);
        }
    }

    public override void ExplicitVisit(InsertSpecification node)
    {
        node.Target.Accept(this);
        node.InsertSource.Accept(this);
    }

    /// <summary>The left side of <c>EXEC p @name = value</c> names the procedure's parameter, not one of ours.</summary>
    public override void ExplicitVisit(ExecuteParameter node) => node.ParameterValue?.Accept(this);
}
