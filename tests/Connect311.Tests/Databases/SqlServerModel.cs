using System.Text.RegularExpressions;
using Microsoft.SqlServer.Dac.Model;
using Index = Microsoft.SqlServer.Dac.Model.Index;

namespace Connect311.Tests.Databases;

/// <summary>SQL Server's own schema compiler, holding the schema of the scripts; no server is needed.</summary>
internal sealed partial class SqlServerModel : IDisposable
{
    // Neither is part of a schema; a wrong argument name is still caught.
    private static readonly string[] Stubs =
    [
        """
        CREATE PROCEDURE dbo.sp_getapplock @Resource nvarchar(255), @LockMode varchar(32),
            @LockOwner varchar(32) = 'Transaction', @LockTimeout int = NULL, @DbPrincipal sysname = 'dbo'
        AS RETURN 0;
        """,
        """
        CREATE PROCEDURE dbo.sp_releaseapplock @Resource nvarchar(255), @LockOwner varchar(32) = 'Transaction',
            @DbPrincipal sysname = 'dbo'
        AS RETURN 0;
        """,
    ];

    private readonly TSqlModel _model = new(
        SqlServerVersion.Sql150, new TSqlModelOptions { Collation = "Latin1_General_100_CI_AS" });

    public SqlServerModel(SqlServerScripts scripts)
    {
        foreach (var definition in scripts.Definitions.Concat(Stubs))
        {
            _model.AddObjects(definition);
        }

        Tables = Read(Table.TypeClass, Table.Columns, Describe);
        TableTypes = Read(TableType.TypeClass, TableType.Columns, DescribeTypeColumn);
        SchemaFaults = Validate();
    }

    public static Lazy<SqlServerModel> Schema { get; } = new(() => new(SqlServerScripts.Embedded));

    /// <summary>Columns in their order, by table.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SqlColumn>> Tables { get; }

    /// <summary>Columns in their order, by table type.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SqlColumn>> TableTypes { get; }

    public IReadOnlyList<string> SchemaFaults { get; }

    public void Dispose() => _model.Dispose();

    public void Add(string definition) => _model.AddObjects(definition);

    /// <summary>Errors and warnings: an unknown table, OPENJSON column or sequence is only a warning.</summary>
    public IReadOnlyList<string> Validate() =>
    [
        .. _model.Validate()
            .Where(message => !IsSystemView(message))
            .Select(message => $"{message.Prefix}{message.Number}: {message.Message}"),
    ];

    /// <summary>The indexes that are not constraints, each as its table, uniqueness, columns and name.</summary>
    public IEnumerable<string> Indexes() =>
        from index in _model.GetObjects(DacQueryScopes.UserDefined, Index.TypeClass)
        let columns = index.GetReferenced(Index.Columns).Select(column => column.Name.Parts[^1])
        let table = index.GetReferenced(Index.IndexedObject).Single().Name.Parts[^1]
        select $"{index.Name.Parts[^1]} {table}({string.Join(", ", columns)})"
            + $" unique={index.GetProperty<bool>(Index.Unique)} where={Spaces().Replace($"{index.GetProperty(Index.FilterPredicate)}", " ")}";

    public IEnumerable<string> PrimaryKeys() =>
        from key in _model.GetObjects(DacQueryScopes.UserDefined, PrimaryKeyConstraint.TypeClass)
        let columns = key.GetReferenced(PrimaryKeyConstraint.Columns).Select(column => column.Name.Parts[^1])
        let table = key.GetReferenced(PrimaryKeyConstraint.Host).Single().Name.Parts[^1]
        select $"{table}({string.Join(", ", columns)})";

    private static bool IsSystemView(DacModelMessage message) =>
        message.Number == 71502 && message.Message.Contains("reference to object [sys].", StringComparison.Ordinal);

    private Dictionary<string, IReadOnlyList<SqlColumn>> Read(
        ModelTypeClass type, ModelRelationshipClass columns, Func<TSqlObject, SqlColumn> describe) =>
        _model.GetObjects(DacQueryScopes.UserDefined, type).ToDictionary(
            item => item.Name.Parts[^1],
            IReadOnlyList<SqlColumn> (item) => [.. item.GetReferenced(columns).Select(describe)],
            StringComparer.OrdinalIgnoreCase);

    private static SqlColumn Describe(TSqlObject column) => new(
        column.Name.Parts[^1],
        TypeOf(
            column.GetReferenced(Column.DataType).Single(),
            column.GetProperty<bool>(Column.IsMax) ? SqlType.Max : column.GetProperty<int>(Column.Length),
            column.GetProperty<int>(Column.Scale),
            column.GetProperty<string>(Column.Collation)),
        column.GetProperty<bool>(Column.Nullable),
        column.GetReferencing(DefaultConstraint.TargetColumn).Any()
            || column.GetProperty<bool>(Column.IsIdentity)
            || column.GetReferenced(Column.DataType).Single().Name.Parts[^1] is "rowversion" or "timestamp");

    private static SqlColumn DescribeTypeColumn(TSqlObject column) => new(
        column.Name.Parts[^1],
        TypeOf(
            column.GetReferenced(TableTypeColumn.DataType).Single(),
            column.GetProperty<bool>(TableTypeColumn.IsMax) ? SqlType.Max : column.GetProperty<int>(TableTypeColumn.Length),
            column.GetProperty<int>(TableTypeColumn.Scale),
            column.GetProperty<string>(TableTypeColumn.Collation)),
        column.GetProperty<bool>(TableTypeColumn.Nullable));

    private static SqlType TypeOf(TSqlObject type, int length, int scale, string? collation) =>
        type.Name.Parts[^1] switch
        {
            "nvarchar" => new("nvarchar", length, string.IsNullOrEmpty(collation) ? SqlType.DefaultCollation : collation),
            "datetime2" => new("datetime2", scale),
            var name => new(name),
        };

    /// <summary>The compiler writes a predicate of several parts on several lines.</summary>
    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
