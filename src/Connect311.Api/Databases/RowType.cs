using System.Data;
using Microsoft.Data.SqlClient.Server;

namespace Connect311.Api.Databases;

/// <summary>The shape of rows that are inserted in bulk: a table type in SQL Server, named parameters in SQLite.</summary>
internal interface IRowType
{
    /// <summary>The table type of the schema scripts.</summary>
    string TableType { get; }

    /// <summary>The name of the table-valued parameter, without its @.</summary>
    string Parameter { get; }

    IReadOnlyList<RowColumn> Columns { get; }
}

/// <inheritdoc cref="IRowType"/>
internal sealed class RowType<T>(string tableType, string parameter, params RowColumn<T>[] columns) : IRowType
{
    public string TableType => tableType;

    public string Parameter => parameter;

    public RowColumn<T>[] Columns => columns;

    IReadOnlyList<RowColumn> IRowType.Columns => columns;
}

/// <summary>One column of a <see cref="RowType{T}"/>, as the table type declares it.</summary>
internal abstract record RowColumn(SqlMetaData Meta)
{
    public string Name => Meta.Name;

    public bool IsFreeText { get; init; }
}

internal sealed record RowColumn<T>(SqlMetaData Meta, Func<T, object?> Value) : RowColumn(Meta)
{
    public static RowColumn<T> Text(string name, int length, Func<T, string?> value) =>
        new(new SqlMetaData(name, SqlDbType.NVarChar, length), value);

    /// <summary>Words of a person, sent with <see cref="FreeText"/>'s care.</summary>
    public static RowColumn<T> Words(string name, int length, Func<T, string?> value) =>
        new(new SqlMetaData(name, SqlDbType.NVarChar, length), value) { IsFreeText = true };

    /// <summary>JSON of ours (its encoder escapes apostrophes) or text of our own making.</summary>
    public static RowColumn<T> LongText(string name, Func<T, string?> value) =>
        new(new SqlMetaData(name, SqlDbType.NVarChar, SqlMetaData.Max), value);

    public static RowColumn<T> Long(string name, Func<T, long?> value) =>
        new(new SqlMetaData(name, SqlDbType.BigInt), row => value(row));

    public static RowColumn<T> Int(string name, Func<T, int> value) =>
        new(new SqlMetaData(name, SqlDbType.Int), row => value(row));

    public static RowColumn<T> Flag(string name, Func<T, bool> value) =>
        new(new SqlMetaData(name, SqlDbType.Bit), row => value(row));

    public static RowColumn<T> Real(string name, Func<T, double?> value) =>
        new(new SqlMetaData(name, SqlDbType.Float), row => value(row));

    public static RowColumn<T> Time(string name, Func<T, DateTimeOffset?> value) =>
        new(new SqlMetaData(name, SqlDbType.DateTime2, 0, 3), row => value(row));
}

/// <summary>
/// Babelfish for PostgreSQL 4 pastes the texts of a table-valued parameter into SQL without escaping them, so an
/// apostrophe would end the literal. Free text travels with U+0001 in its place, which no stored text holds (control
/// characters are refused at the edge), and the statement puts it back: <c>REPLACE(Column, NCHAR(1), N'''')</c>.
/// </summary>
internal static class FreeText
{
    public static string ForTable(string text) => text.Replace('\'', '\u0001');
}
