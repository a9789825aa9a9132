using Connect311.Api.Databases;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Connect311.Tests.Databases;

/// <summary>
/// The T-SQL schema scripts as a state: a model takes only definitions, so what later scripts change
/// is folded into the first CREATE, and data is kept apart.
/// </summary>
internal sealed class SqlServerScripts
{
    private readonly List<TSqlStatement> _definitions = [];
    private readonly List<string> _data = [];

    public SqlServerScripts(IEnumerable<string> batches)
    {
        foreach (var batch in batches)
        {
            foreach (var statement in Tsql.Parse(batch).Batches.SelectMany(parsed => parsed.Statements))
            {
                Fold(statement, batch);
            }
        }
    }

    public static SqlServerScripts Embedded { get; } =
        new(SchemaScripts.For(DatabaseEngine.SqlServer).SelectMany(script => script.Batches));

    public IEnumerable<string> Definitions => _definitions.Select(Tsql.Write);

    public IEnumerable<TSqlFragment> Parsed => _definitions;

    /// <summary>The scripts' own INSERT, UPDATE and DELETE.</summary>
    public IReadOnlyList<string> Data => _data;

    private void Fold(TSqlStatement statement, string batch)
    {
        switch (statement)
        {
            case AlterTableAddTableElementStatement add:
                Add(add);
                break;
            case DropTypeStatement drop:
                Remove<CreateTypeStatement>(type => Is(type.Name, drop.Name));
                break;
            case DropIndexStatement drop:
                Remove<CreateIndexStatement>(index => drop.DropIndexClauses.OfType<DropIndexClause>()
                    .Any(clause => clause.Index.Value == index.Name.Value && Is(clause.Object, index.OnName)));
                break;
            case CreateTableStatement or CreateIndexStatement or CreateTypeStatement or CreateSequenceStatement:
                _definitions.Add(statement);
                break;
            case InsertStatement or UpdateStatement or DeleteStatement:
                _data.Add(batch.Substring(statement.StartOffset, statement.FragmentLength));
                break;
            default:
                throw new NotSupportedException(
                    $"Teach {nameof(SqlServerScripts)} what {statement.GetType().Name} does to the model.");
        }
    }

    private void Add(AlterTableAddTableElementStatement add)
    {
        var table = _definitions.OfType<CreateTableStatement>().Single(table => Is(table.SchemaObjectName, add.SchemaObjectName));
        foreach (var column in add.Definition.ColumnDefinitions)
        {
            table.Definition.ColumnDefinitions.Add(column);
        }

        foreach (var constraint in add.Definition.TableConstraints)
        {
            table.Definition.TableConstraints.Add(constraint);
        }
    }

    private void Remove<T>(Func<T, bool> matches)
        where T : TSqlStatement =>
        _definitions.Remove(_definitions.OfType<T>().Single(matches));

    private static bool Is(SchemaObjectName one, SchemaObjectName other) =>
        one.BaseIdentifier.Value == other.BaseIdentifier.Value;
}

/// <summary>SQL Server's own parser; 2019 is the oldest that is supported.</summary>
internal static class Tsql
{
    public static TSqlScript Parse(string text)
    {
        var script = Parse(text, out var errors);
        return errors.Count == 0 ? script : throw new FormatException($"{errors[0].Message}\n{text}");
    }

    public static TSqlScript Parse(string text, out IList<ParseError> errors) =>
        (TSqlScript)new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out errors);

    public static string Write(TSqlFragment fragment)
    {
        new Sql150ScriptGenerator().GenerateScript(fragment, out var text);
        return text;
    }
}
