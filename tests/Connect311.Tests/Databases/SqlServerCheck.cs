using Connect311.Api.Databases;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Connect311.Tests.Databases;

/// <summary>
/// Checks T-SQL statements without a server: each is parsed, read for what the model cannot see, and wrapped as a
/// procedure whose parameters come from the type that the store passes; then the model binds all of them at once.
/// </summary>
internal sealed class SqlServerCheck : IDisposable
{
    private readonly SqlServerModel _model = new(SqlServerScripts.Embedded);
    private readonly HashSet<string> _shadows = [];
    private readonly Dictionary<string, List<string>> _faults = [];

    /// <summary>Checks them all in one model.</summary>
    /// <returns>The faults of each statement, by its name.</returns>
    public static IReadOnlyDictionary<string, List<string>> Run(IEnumerable<Statement> statements)
    {
        using var check = new SqlServerCheck();
        foreach (var statement in statements)
        {
            check.Read(statement);
        }

        check.Bind();
        return check._faults;
    }

    public void Dispose() => _model.Dispose();

    /// <summary>
    /// One syntax error or undeclared variable would poison the model for all that follow, so only a statement
    /// that parses, as one batch, and whose variables are declared goes on to it.
    /// </summary>
    private void Read(Statement statement)
    {
        var faults = _faults[statement.Name] = [];
        var script = Tsql.Parse(statement.Text, out var errors);
        faults.AddRange(errors.Select(error => $"Line {error.Line}: {error.Message}"));
        if (errors.Count > 0)
        {
            return;
        }

        if (script.Batches is not [{ Statements.Count: > 0 }])
        {
            faults.Add("A statement is exactly one batch.");
            return;
        }

        var names = TsqlNames.In(script);
        CheckVariables(statement, names, faults);
        if (faults.Count == 0)
        {
            ReadParts(statement, script, names, faults);
            Add(statement, script);
        }
    }

    private static void CheckVariables(Statement statement, TsqlNames names, List<string> faults)
    {
        var parameters = statement.ParameterProperties.Select(property => "@" + property.Name).ToList();
        if (statement.Rows is { } rows)
        {
            parameters.Add("@" + rows.Parameter);
        }

        var declared = names.Declared.Select(element => element.VariableName.Value).Concat(parameters).ToList();
        faults.AddRange(names.Used.Except(declared).Select(name => $"{name} is not declared."));
        faults.AddRange(parameters.Except(names.Used).Select(name => $"{name} is not used."));
        faults.AddRange(declared.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} is declared twice."));
        faults.AddRange(statement.ParameterProperties
            .Where(property => SqlType.OfParameter(property.PropertyType) is null)
            .Select(property => $"@{property.Name} is a {property.PropertyType.Name}; no parameter may be."));
    }

    private void ReadParts(Statement statement, TSqlScript script, TsqlNames names, List<string> faults)
    {
        var dialect = new Dialect(names.CommonTables);
        script.Accept(dialect);
        var inserts = new InsertChecks(_model);
        script.Accept(inserts);
        var types = new TypeChecks(TypesOf(statement, names), _model);
        script.Accept(types);
        faults.AddRange([.. dialect.Faults, .. inserts.Faults, .. types.Faults]);
    }

    private TsqlTypes TypesOf(Statement statement, TsqlNames names)
    {
        var variables = names.Declared.ToDictionary(
            element => element.VariableName.Value, element => SqlType.Of(element.DataType) with { Collation = null });
        foreach (var property in statement.ParameterProperties)
        {
            variables["@" + property.Name] = SqlType.OfParameter(property.PropertyType)!;
        }

        var rowTypes = new Dictionary<string, string>();
        if (statement.Rows is { } rows)
        {
            rowTypes["@" + rows.Parameter] = rows.TableType;
        }

        return new(_model, names.CommonTables, variables, rowTypes);
    }

    private void Add(Statement statement, TSqlScript script)
    {
        var parameters = statement.ParameterProperties
            .Select(property => $"@{property.Name} {SqlType.OfParameter(property.PropertyType)}")
            .ToList();
        if (statement.Rows is { } rows)
        {
            AddProcedure(statement.Name + " with the rows as a table", statement, parameters, WithShadow(script, rows));
            parameters.Add($"@{rows.Parameter} {rows.TableType} READONLY");
        }

        AddProcedure(statement.Name, statement, parameters, statement.Text);
    }

    /// <summary>Some statements parse alone and not in a procedure; they too would poison the model.</summary>
    private void AddProcedure(string name, Statement statement, IEnumerable<string> parameters, string text)
    {
        var procedure = $"CREATE PROCEDURE dbo.[{name}] {string.Join(", ", parameters)} AS\nBEGIN\n{text}\nEND;";
        Tsql.Parse(procedure, out var errors);
        _faults[statement.Name].AddRange(errors.Select(error => $"As a procedure: {error.Message}"));
        if (errors.Count == 0)
        {
            _model.Add(procedure);
        }
    }

    /// <summary>The model does not look into table-valued parameters, but into tables: one of the same shape stands in.</summary>
    private string WithShadow(TSqlScript script, IRowType rows)
    {
        var shadow = $"[dbo].[Rows of {rows.TableType}]";
        if (_shadows.Add(shadow))
        {
            var columns = rows.Columns.Select(column => $"[{column.Name}] {RowTypes.TypeOf(column)} NULL");
            _model.Add($"CREATE TABLE {shadow} ({string.Join(", ", columns)});");
        }

        return string.Concat(script.ScriptTokenStream.Select(token =>
            token.TokenType == TSqlTokenType.Variable && token.Text == "@" + rows.Parameter ? shadow : token.Text));
    }

    private void Bind()
    {
        foreach (var message in _model.Validate())
        {
            var owner = _faults.Keys.Where(name => message.Contains($"[dbo].[{name}", StringComparison.Ordinal)).MaxBy(name => name.Length);
            _faults.TryAdd(owner ?? "the schema", []);
            _faults[owner ?? "the schema"].Add(message);
        }
    }
}
