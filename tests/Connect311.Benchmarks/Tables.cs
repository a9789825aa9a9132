using System.Globalization;
using Spectre.Console;

namespace Connect311.Benchmarks;

/// <summary>A result as a benchmark prints it: one table of names and values, and examples of what was wrong below it.</summary>
internal sealed class ResultTable(string title)
{
    private readonly Table _table = new Table().Border(TableBorder.Markdown).Title(Markup.Escape(title))
        .AddColumn("what").AddColumn(new TableColumn("value").RightAligned());

    public ResultTable Row(string name, string value)
    {
        _table.AddRow(Markup.Escape(name), Markup.Escape(value));
        return this;
    }

    public ResultTable Row(string name, double value, string format = "N0") =>
        Row(name, value.ToString(format, CultureInfo.InvariantCulture));

    public ResultTable Rows(IEnumerable<(string Name, long Value)> rows)
    {
        foreach (var (name, value) in rows)
        {
            Row(name, value);
        }

        return this;
    }

    public ResultTable Rows(Anomalies anomalies)
    {
        foreach (var (kind, count) in anomalies.Counts)
        {
            Row(kind, count);
        }

        return Row("**anomalies**", anomalies.Total);
    }

    public void Print(Anomalies anomalies)
    {
        AnsiConsole.Write(_table);
        foreach (var (kind, example) in anomalies.Examples)
        {
            Console.WriteLine($"{kind}: {example}");
        }
    }
}
