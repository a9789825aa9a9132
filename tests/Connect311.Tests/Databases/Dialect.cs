using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Connect311.Tests.Databases;

/// <summary>
/// Refuses what a second server of the same protocol, Babelfish for PostgreSQL, does not run or runs otherwise,
/// and what our own rules forbid.
/// </summary>
internal sealed class Dialect(IReadOnlyDictionary<string, QueryExpression> commonTables) : TSqlFragmentVisitor
{
    /// <summary>Functions that both servers know and that the model does not check. Add one only after trying it on both.</summary>
    private static readonly HashSet<string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        "ABS", "AVG", "CHARINDEX", "COUNT", "DATEADD", "DATEDIFF", "DB_NAME", "ISNULL", "LEN", "LOWER", "MAX", "MIN", "NCHAR", "OBJECT_ID",
        "REPLACE", "ROW_NUMBER", "SUBSTRING", "SUM", "SYSUTCDATETIME", "UPPER",
    };

    private static readonly HashSet<string> Procedures = new(StringComparer.OrdinalIgnoreCase)
    {
        "sp_getapplock", "sp_releaseapplock",
    };

    public List<string> Faults { get; } = [];

    public override void Visit(TSqlFragment fragment)
    {
        if (Banned(fragment) is { } name)
        {
            Faults.Add($"{name} is not in the dialect.");
        }
    }

    public override void Visit(SelectStarExpression node) => Faults.Add("SELECT * names no columns.");

    public override void Visit(FunctionCall node)
    {
        if (!Functions.Contains(node.FunctionName.Value))
        {
            Faults.Add($"The function {node.FunctionName.Value} is not on the list of {nameof(Dialect)}.");
        }
    }

    public override void Visit(ExecutableProcedureReference node)
    {
        var name = node.ProcedureReference?.ProcedureReference?.Name.BaseIdentifier.Value ?? "a procedure by variable";
        if (!Procedures.Contains(name))
        {
            Faults.Add($"The procedure {name} is not on the list of {nameof(Dialect)}.");
        }
    }

    public override void Visit(GlobalVariableExpression node)
    {
        if (!node.Name.Equals("@@ROWCOUNT", StringComparison.OrdinalIgnoreCase))
        {
            Faults.Add($"{node.Name} is not in the dialect.");
        }
    }

    public override void Visit(UpdateDeleteSpecificationBase node)
    {
        if (Target(node) is { } target && commonTables.ContainsKey(target))
        {
            Faults.Add("UPDATE or DELETE through a CTE is not in the dialect.");
        }

        var aliases = node.FromClause is null ? [] : Tables.In(node.FromClause.TableReferences).Where(table => table.Alias is not null);
        if ((node.OutputClause is not null || node.OutputIntoClause is not null) && aliases.Any())
        {
            Faults.Add("OUTPUT on an aliased FROM is not in the dialect.");
        }
    }

    public override void Visit(OutputClause node) => CheckOutput(node);

    public override void Visit(OutputIntoClause node) => CheckOutput(node);

    private void CheckOutput(TSqlFragment output)
    {
        if (output.ScriptTokenStream.Skip(output.FirstTokenIndex).Take(output.LastTokenIndex - output.FirstTokenIndex)
            .Any(token => token.Text.Equals("deleted", StringComparison.OrdinalIgnoreCase)))
        {
            Faults.Add("OUTPUT deleted.X is not in the dialect.");
        }
    }

    /// <summary>What an UPDATE or DELETE changes, with an alias of its FROM resolved.</summary>
    private static string? Target(UpdateDeleteSpecificationBase node)
    {
        if (node.Target is not NamedTableReference { SchemaObject.BaseIdentifier.Value: var name })
        {
            return null;
        }

        var aliased = node.FromClause is null
            ? null
            : Tables.In(node.FromClause.TableReferences).OfType<NamedTableReference>()
                .FirstOrDefault(table => string.Equals(table.Alias?.Value, name, StringComparison.OrdinalIgnoreCase));
        return aliased?.SchemaObject.BaseIdentifier.Value ?? name;
    }

    private static string? Banned(TSqlFragment fragment) => fragment switch
    {
        MergeSpecification => "MERGE",
        WaitForStatement => "WAITFOR",
        AssignmentSetClause { Variable: not null } => "SET @v = X, X = ... in an UPDATE",
        TemporalClause or SystemVersioningTableOption => "A temporal table",
        CreateColumnStoreIndexStatement => "A columnstore index",
        IndexDefinition { IndexType.IndexTypeKind: IndexTypeKind.ClusteredColumnStore or IndexTypeKind.NonClusteredColumnStore } =>
            "A columnstore index",
        FullTextPredicate or FullTextTableReference or CreateFullTextIndexStatement => "Full-text search",
        CreateSpatialIndexStatement => "A spatial index",
        SequenceOption { OptionKind: SequenceOptionKind.Cache } => "CACHE",
        TopRowFilter { Percent: true } => "TOP PERCENT",
        TopRowFilter { WithTies: true } => "TOP WITH TIES",
        SchemaObjectFunctionTableReference or GlobalFunctionTableReference or BuiltInFunctionTableReference =>
            "A table-valued function but OPENJSON",
        CreateTableStatement { SchemaObjectName.BaseIdentifier.Value: ['#', ..] } => "A #temporary table",
        _ when fragment.GetType().Name.StartsWith("CreateOrAlter", StringComparison.Ordinal) => "CREATE OR ALTER",
        _ => null,
    };
}
