using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Connect311.Tests.Databases;

/// <summary>
/// The types of a statement's expressions, as far as they follow from columns, parameters and casts; null where
/// they do not. The model knows which columns there are, but compares no types.
/// </summary>
internal sealed class TsqlTypes(
    SqlServerModel model,
    IReadOnlyDictionary<string, QueryExpression> commonTables,
    IReadOnlyDictionary<string, SqlType> variables,
    IReadOnlyDictionary<string, string> rowTypes)
{
    private static readonly StringComparer Names = StringComparer.OrdinalIgnoreCase;

    private readonly Stack<Dictionary<string, Dictionary<string, SqlType?>>> _scopes = new();
    private readonly HashSet<string> _open = new(Names);

    public void Enter(IEnumerable<TableReference> references)
    {
        var scope = new Dictionary<string, Dictionary<string, SqlType?>>(Names);
        foreach (var table in Tables.In(references))
        {
            scope[NameOf(table)] = ColumnsOf(table);
        }

        _scopes.Push(scope);
    }

    public void Leave() => _scopes.Pop();

    public SqlType? Of(ScalarExpression? expression) => expression switch
    {
        null => null,
        PrimaryExpression { Collation: { } } primary => Plain(primary) is { } type ? type with { Collation = null } : null,
        _ => Plain(expression),
    };

    /// <summary>The columns of a query, in their order.</summary>
    public IReadOnlyList<(string? Name, SqlType? Type)> Shape(QueryExpression query)
    {
        switch (query)
        {
            case QueryParenthesisExpression parenthesis:
                return Shape(parenthesis.QueryExpression);
            case BinaryQueryExpression binary:
                return Shape(binary.FirstQueryExpression);
            case QuerySpecification specification:
                Enter(specification.FromClause?.TableReferences ?? []);
                var shape = specification.SelectElements.OfType<SelectScalarExpression>()
                    .Select(element => (NameOf(element), Of(element.Expression)))
                    .ToList();
                Leave();
                return shape;
            default:
                return [];
        }
    }

    private SqlType? Plain(ScalarExpression expression) => expression switch
    {
        VariableReference variable => variables.GetValueOrDefault(variable.Name),
        ColumnReferenceExpression { MultiPartIdentifier: { } name } => Column(name),
        ParenthesisExpression parenthesis => Of(parenthesis.Expression),
        BinaryExpression binary => Wider(Of(binary.FirstExpression), Of(binary.SecondExpression)),
        CastCall cast => SqlType.Of(cast.DataType),
        ConvertCall convert => SqlType.Of(convert.DataType),
        FunctionCall call => Function(call),
        ScalarSubquery subquery => Shape(subquery.QueryExpression) is [var first, ..] ? first.Type : null,
        CoalesceExpression coalesce => coalesce.Expressions.Select(Of).FirstOrDefault(type => type is not null),
        SearchedCaseExpression search => search.WhenClauses.Select(clause => Of(clause.ThenExpression)).FirstOrDefault(type => type is not null),
        StringLiteral text => new("nvarchar", text.Value.Length),
        IntegerLiteral => SqlType.Number,
        _ => null,
    };

    private SqlType? Function(FunctionCall call) => call.FunctionName.Value.ToUpperInvariant() switch
    {
        "COUNT" or "LEN" or "ROW_NUMBER" => SqlType.Number,
        "MAX" or "MIN" or "REPLACE" or "UPPER" or "LOWER" or "ISNULL" or "SUBSTRING" => Of(call.Parameters.FirstOrDefault()),
        _ => null,
    };

    private static SqlType? Wider(SqlType? one, SqlType? other)
    {
        string[] order = ["number", "bit", "int", "bigint", "float"];
        return one is null || other is null || Array.IndexOf(order, one.Name) >= Array.IndexOf(order, other.Name)
            ? one ?? other
            : other;
    }

    private SqlType? Column(MultiPartIdentifier name)
    {
        var column = name.Identifiers[^1].Value;
        var sources = name.Count == 1
            ? _scopes.SelectMany(scope => scope.Values)
            : _scopes.Where(scope => scope.ContainsKey(name.Identifiers[^2].Value))
                .Select(scope => scope[name.Identifiers[^2].Value]);
        return sources.FirstOrDefault(source => source.ContainsKey(column))?[column];
    }

    private Dictionary<string, SqlType?> ColumnsOf(TableReference table) => table switch
    {
        NamedTableReference named => ColumnsOf(named.SchemaObject.BaseIdentifier.Value),
        VariableTableReference variable when rowTypes.TryGetValue(variable.Variable.Name, out var type) =>
            Columns(model.TableTypes.GetValueOrDefault(type)),
        OpenJsonTableReference json => json.SchemaDeclarationItems.ToDictionary(
            item => item.ColumnDefinition.ColumnIdentifier.Value,
            SqlType? (item) => SqlType.Of(item.ColumnDefinition.DataType),
            Names),
        QueryDerivedTable derived => Columns(Shape(derived.QueryExpression)),
        _ => [],
    };

    private Dictionary<string, SqlType?> ColumnsOf(string table)
    {
        if (!commonTables.TryGetValue(table, out var query))
        {
            return Columns(model.Tables.GetValueOrDefault(table));
        }

        // A recursive table has no types inside itself.
        if (!_open.Add(table))
        {
            return [];
        }

        var columns = Columns(Shape(query));
        _open.Remove(table);
        return columns;
    }

    private static Dictionary<string, SqlType?> Columns(IReadOnlyList<SqlColumn>? columns) =>
        (columns ?? []).ToDictionary(column => column.Name, SqlType? (column) => column.Type, Names);

    private static Dictionary<string, SqlType?> Columns(IEnumerable<(string? Name, SqlType? Type)> shape)
    {
        var columns = new Dictionary<string, SqlType?>(Names);
        foreach (var (name, type) in shape.Where(column => column.Name is not null))
        {
            columns[name!] = type;
        }

        return columns;
    }

    private static string NameOf(TableReferenceWithAlias table) => table.Alias?.Value ?? table switch
    {
        NamedTableReference named => named.SchemaObject.BaseIdentifier.Value,
        VariableTableReference variable => variable.Variable.Name,
        _ => "",
    };

    private static string? NameOf(SelectScalarExpression element) =>
        element.ColumnName?.Value
        ?? (element.Expression as ColumnReferenceExpression)?.MultiPartIdentifier?.Identifiers[^1].Value;
}
