using System.Globalization;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Connect311.Tests.Databases;

/// <summary>The type of a T-SQL value.</summary>
/// <param name="Length">Of a text, -1 for max; of a datetime2, its scale; otherwise 0.</param>
/// <param name="Collation">Of a text in a column; null where the other side's collation wins (parameters, COLLATE).</param>
internal sealed record SqlType(string Name, int Length = 0, string? Collation = null)
{
    public const string DefaultCollation = "the database's collation";
    public const int Max = -1;

    /// <summary>A number in the text or a count: no column is converted for it, and it has no index to lose.</summary>
    public static SqlType Number { get; } = new("number");

    private bool IsNumber => Name is "number" or "bit" or "int" or "bigint" or "float";

    /// <summary>What Dapper sends for a property of this type; null for one that no parameter may have.</summary>
    public static SqlType? OfParameter(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(string) => new("nvarchar", 4000),
        var t when t == typeof(long) => new("bigint"),
        var t when t == typeof(int) => new("int"),
        var t when t == typeof(bool) => new("bit"),
        var t when t == typeof(double) => new("float"),
        var t when t == typeof(DateTimeOffset) => new("datetime2", 3),
        _ => null,
    };

    public static SqlType Of(DataTypeReference type)
    {
        var name = type.Name.BaseIdentifier.Value.ToLowerInvariant();
        var length = (type as ParameterizedDataTypeReference)?.Parameters.FirstOrDefault() switch
        {
            null => name == "datetime2" ? 7 : 0,
            MaxLiteral => Max,
            var literal => int.Parse(literal.Value, CultureInfo.InvariantCulture),
        };
        return new(name, length, name == "nvarchar" ? DefaultCollation : null);
    }

    /// <summary>Whether a value can be compared with this column without converting the column.</summary>
    public bool TakesWithoutConversion(SqlType value) => value.Name switch
    {
        _ when Name == "number" => value.IsNumber,
        "number" => IsNumber,
        "int" => Name is "int" or "bigint",
        "datetime2" => Name == "datetime2" && Length == value.Length,
        _ => Name == value.Name,
    };

    /// <summary>Whether a value of this type always has room for the other.</summary>
    public bool HasRoomFor(SqlType value) => Name != "nvarchar" || Length == Max || (value.Length != Max && value.Length <= Length);

    public override string ToString() => (Name, Length) switch
    {
        ("nvarchar", Max) => "nvarchar(max)",
        ("nvarchar" or "datetime2", _) => $"{Name}({Length})",
        _ => Name,
    };
}

/// <summary>A column of a table or of a table type.</summary>
internal sealed record SqlColumn(string Name, SqlType Type, bool IsNullable, bool HasDefault = false);
