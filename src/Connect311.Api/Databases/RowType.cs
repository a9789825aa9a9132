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

/// <param name="Give">Hands the column's value of a row to a sink, as the column with this index.</param>
internal sealed record RowColumn<T>(SqlMetaData Meta, Action<T, int, IValueSink> Give) : RowColumn(Meta)
{
    public static RowColumn<T> Text(string name, int length, Func<T, string?> value) =>
        new(new SqlMetaData(name, SqlDbType.NVarChar, length), (row, column, sink) => sink.Text(column, value(row)));

    /// <summary>Words of a person, sent with <see cref="FreeText"/>'s care.</summary>
    public static RowColumn<T> Words(string name, int length, Func<T, string?> value) =>
        new(new SqlMetaData(name, SqlDbType.NVarChar, length), (row, column, sink) => sink.Words(column, value(row))) { IsFreeText = true };

    /// <summary>JSON of ours (its encoder escapes apostrophes) or text of our own making.</summary>
    public static RowColumn<T> LongText(string name, Func<T, string?> value) =>
        new(new SqlMetaData(name, SqlDbType.NVarChar, SqlMetaData.Max), (row, column, sink) => sink.Text(column, value(row)));

    public static RowColumn<T> Long(string name, Func<T, long?> value) =>
        new(new SqlMetaData(name, SqlDbType.BigInt), (row, column, sink) => sink.Long(column, value(row)));

    public static RowColumn<T> Int(string name, Func<T, int> value) =>
        new(new SqlMetaData(name, SqlDbType.Int), (row, column, sink) => sink.Int(column, value(row)));

    public static RowColumn<T> Flag(string name, Func<T, bool> value) =>
        new(new SqlMetaData(name, SqlDbType.Bit), (row, column, sink) => sink.Flag(column, value(row)));

    public static RowColumn<T> Real(string name, Func<T, double?> value) =>
        new(new SqlMetaData(name, SqlDbType.Float), (row, column, sink) => sink.Real(column, value(row)));

    public static RowColumn<T> Time(string name, Func<T, DateTimeOffset?> value) =>
        new(new SqlMetaData(name, SqlDbType.DateTime2, 0, 3), (row, column, sink) => sink.Time(column, value(row)));
}

/// <summary>Takes the values of one row, column by column, as the engine stores them; none is boxed on the way.</summary>
internal interface IValueSink
{
    void Text(int column, string? value);

    /// <inheritdoc cref="FreeText"/>
    void Words(int column, string? value);

    void Long(int column, long? value);

    void Int(int column, int value);

    void Flag(int column, bool value);

    void Real(int column, double? value);

    void Time(int column, DateTimeOffset? value);
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
