using System.Globalization;
using Spectre.Console;

namespace Connect311.Benchmarks.Measures;

/// <summary>Values of several servers beside each other, and beside each aim whether it is met.</summary>
internal sealed class ComparisonTable
{
    private const int Width = 200;

    private readonly Table _table;
    private readonly List<Aim> _aims = [];

    public ComparisonTable(string title, params string[] columns)
    {
        _table = new Table().Border(TableBorder.Markdown).Title(Markup.Escape(title)).AddColumn("what");
        foreach (var column in columns)
        {
            _table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        }

        _table.AddColumn("aim");
    }

    public bool AllMet => !_aims.Any(aim => aim.IsFailed);

    public ComparisonTable Row(string name, Aim? aim, params string[] values)
    {
        if (aim is not null)
        {
            _aims.Add(aim);
        }

        _table.AddRow([Markup.Escape(name), .. values.Select(Markup.Escape), Markup.Escape(aim?.ToString() ?? "")]);
        return this;
    }

    public ComparisonTable Row(string name, Aim? aim, string format, params IEnumerable<double> values) =>
        Row(name, aim, [.. values.Select(value => value.ToString(format, CultureInfo.InvariantCulture))]);

    public void Print()
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, Width);
        AnsiConsole.Write(_table);
    }
}
