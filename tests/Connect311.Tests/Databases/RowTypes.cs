using System.Data;
using System.Reflection;
using Connect311.Api.Databases;

namespace Connect311.Tests.Databases;

/// <summary>Every row type of the program.</summary>
internal static class RowTypes
{
    public static IReadOnlyList<IRowType> All { get; } =
    [
        .. typeof(IRowType).Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .Select(type => type.GetProperty("Rows", BindingFlags.Public | BindingFlags.Static))
            .Where(property => typeof(IRowType).IsAssignableFrom(property?.PropertyType))
            .Select(property => (IRowType)property!.GetValue(null)!)
            .OrderBy(type => type.TableType),
    ];

    public static TheoryData<string> Names => [.. All.Select(type => type.TableType)];

    public static IRowType Find(string tableType) => All.Single(type => type.TableType == tableType);

    /// <summary>The type of a column as it travels; its collation is the table type's affair.</summary>
    public static SqlType TypeOf(RowColumn column) => column.Meta.SqlDbType switch
    {
        SqlDbType.NVarChar => new("nvarchar", (int)column.Meta.MaxLength),
        SqlDbType.BigInt => new("bigint"),
        SqlDbType.Int => new("int"),
        SqlDbType.Bit => new("bit"),
        SqlDbType.Float => new("float"),
        SqlDbType.DateTime2 => new("datetime2", column.Meta.Scale),
        var other => throw new NotSupportedException($"{column.Name} is {other}."),
    };
}
