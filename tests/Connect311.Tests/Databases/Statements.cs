using System.Reflection;
using Connect311.Api.Databases;

namespace Connect311.Tests.Databases;

/// <summary>One statement as one engine runs it.</summary>
/// <param name="Name">The record and its property, <c>IntakeSql.FindByKeys</c>.</param>
internal sealed record Statement(DatabaseEngine Engine, string Name, string Text)
{
    /// <summary>The type whose properties are the parameters.</summary>
    public Type? Parameters { get; init; }

    /// <summary>The rows that it inserts in bulk.</summary>
    public IRowType? Rows { get; init; }

    public IEnumerable<PropertyInfo> ParameterProperties =>
        Parameters?.GetProperties(BindingFlags.Public | BindingFlags.Instance) ?? [];
}

/// <summary>Every statement of the program: the string properties of the records whose names end in Sql.</summary>
internal static class Statements
{
    public static IReadOnlyList<Type> Records { get; } =
        [.. typeof(Database).Assembly.GetTypes().Where(IsRecordOfStatements).OrderBy(type => type.FullName)];

    public static IReadOnlyList<Statement> All { get; } = [.. Records.SelectMany(OfRecord)];

    public static IEnumerable<Statement> For(DatabaseEngine engine) =>
        All.Where(statement => statement.Engine == engine);

    public static Statement Find(DatabaseEngine engine, string name) =>
        For(engine).Single(statement => statement.Name == name);

    public static TheoryData<string> NamesFor(DatabaseEngine engine) =>
        [.. For(engine).Select(statement => statement.Name)];

    private static bool IsRecordOfStatements(Type type) =>
        type.Name.EndsWith("Sql", StringComparison.Ordinal) && type.IsClass && type.GetMethod("<Clone>$") is not null;

    private static IEnumerable<Statement> OfRecord(Type record) =>
        from instance in record.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
        where instance.PropertyType == record
        from engine in EnginesOf(record, instance.Name)
        from property in record.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
        where property.PropertyType == typeof(string)
        select OfProperty(engine, record, property, instance.GetValue(null)!);

    private static IEnumerable<DatabaseEngine> EnginesOf(Type record, string instance) => instance switch
    {
        "Sqlite" => [DatabaseEngine.Sqlite],
        "SqlServer" => [DatabaseEngine.SqlServer],
        "Instance" when record.Name.StartsWith("SqlServer", StringComparison.Ordinal) => [DatabaseEngine.SqlServer],
        "Instance" when record.Name.StartsWith("Sqlite", StringComparison.Ordinal) => [DatabaseEngine.Sqlite],
        "Instance" => [DatabaseEngine.Sqlite, DatabaseEngine.SqlServer],
        _ => throw new InvalidOperationException($"{record.Name}.{instance} names no engine."),
    };

    private static Statement OfProperty(DatabaseEngine engine, Type record, PropertyInfo property, object instance) =>
        new(engine, $"{record.Name}.{property.Name}", (string)property.GetValue(instance)!)
        {
            Parameters = property.GetCustomAttribute<ParametersAttribute>()?.Type,
            Rows = property.GetCustomAttribute<RowsOfAttribute>() is { Type: var type } ? RowsOf(type) : null,
        };

    private static IRowType RowsOf(Type type) =>
        type.GetProperty("Rows", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) as IRowType
        ?? throw new InvalidOperationException($"{type.Name} has no static property Rows.");
}
