using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Connect311.Tests.Databases;

/// <summary>
/// What is compared or assigned agrees in type. A comparison that makes the server convert the column reads the
/// whole index; one of two collations fails only when it runs.
/// </summary>
internal sealed class TypeChecks(TsqlTypes types, SqlServerModel model) : TSqlFragmentVisitor
{
    public List<string> Faults { get; } = [];

    public override void ExplicitVisit(QuerySpecification node) => In(node.FromClause, null, () => base.ExplicitVisit(node));

    public override void ExplicitVisit(UpdateSpecification node) => In(node.FromClause, node.Target, () => base.ExplicitVisit(node));

    public override void ExplicitVisit(DeleteSpecification node) => In(node.FromClause, node.Target, () => base.ExplicitVisit(node));

    public override void Visit(BooleanComparisonExpression node) => Compare(node.FirstExpression, node.SecondExpression);

    public override void Visit(LikePredicate node) => Compare(node.FirstExpression, node.SecondExpression);

    public override void Visit(BooleanTernaryExpression node)
    {
        Compare(node.FirstExpression, node.SecondExpression);
        Compare(node.FirstExpression, node.ThirdExpression);
    }

    public override void Visit(InPredicate node)
    {
        foreach (var value in node.Values)
        {
            Compare(node.Expression, value);
        }

        if (node.Subquery is not null)
        {
            Compare(node.Expression, node.Subquery);
        }
    }

    public override void Visit(AssignmentSetClause node)
    {
        if (node.Column is not null && types.Of(node.Column) is { } column)
        {
            Assign(Tsql.Write(node.Column), column, node.NewValue, types.Of(node.NewValue));
        }
    }

    public override void Visit(InsertSpecification node)
    {
        if (node.Target is not NamedTableReference { SchemaObject.BaseIdentifier.Value: var table }
            || !model.Tables.TryGetValue(table, out var columns))
        {
            return;
        }

        var targets = node.Columns
            .Select(name => columns.FirstOrDefault(column => column.Name == name.MultiPartIdentifier.Identifiers[^1].Value))
            .ToList();
        foreach (var row in Rows(node.InsertSource))
        {
            foreach (var (target, (expression, type)) in targets.Zip(row).Where(pair => pair.First is not null))
            {
                Assign($"{table}.{target!.Name}", target.Type, expression, type);
            }
        }
    }

    private IEnumerable<List<(ScalarExpression?, SqlType?)>> Rows(InsertSource source) => source switch
    {
        ValuesInsertSource values => values.RowValues.Select(row =>
            row.ColumnValues.Select(value => ((ScalarExpression?)value, types.Of(value))).ToList()),
        SelectInsertSource select => [types.Shape(select.Select).Select(column => ((ScalarExpression?)null, column.Type)).ToList()],
        _ => [],
    };

    private void In(FromClause? from, TableReference? target, Action visit)
    {
        types.Enter((from?.TableReferences ?? []).Concat(target is null || from is not null ? [] : [target]));
        visit();
        types.Leave();
    }

    private void Assign(string name, SqlType target, ScalarExpression? expression, SqlType? value)
    {
        if (value is null)
        {
            return;
        }

        if (!target.TakesWithoutConversion(value))
        {
            Faults.Add($"{name} is {target}, what it is set to is {value}.");
        }
        else if (!IsParameter(expression) && value.Collation is not null && !target.HasRoomFor(value))
        {
            Faults.Add($"{name} is {target}, which has no room for {value}.");
        }
    }

    private void Compare(ScalarExpression first, ScalarExpression second)
    {
        if (types.Of(first) is not { } one || types.Of(second) is not { } other)
        {
            return;
        }

        var agree = (IsValue(first), IsValue(second)) switch
        {
            (true, true) => true,
            (false, true) => one.TakesWithoutConversion(other),
            (true, false) => other.TakesWithoutConversion(one),
            _ => one.TakesWithoutConversion(other) && other.TakesWithoutConversion(one),
        };
        if (!agree)
        {
            Faults.Add($"{Tsql.Write(first)} is {one}, {Tsql.Write(second)} is {other}: one would be converted.");
        }

        if (one.Collation is not null && other.Collation is not null && one.Collation != other.Collation)
        {
            Faults.Add($"{Tsql.Write(first)} has {one.Collation}, {Tsql.Write(second)} has {other.Collation}: say COLLATE.");
        }
    }

    private static bool IsParameter(ScalarExpression? expression) => expression is VariableReference;

    private static bool IsValue(ScalarExpression expression) => expression is VariableReference or Literal;
}
