using System.Globalization;
using Spectre.Console;

namespace Connect311.Benchmarks.Measures;

/// <summary>Values of several servers beside each other, and beside each aim whether it is met.</summary>
internal sealed class ComparisonTable
{
    private const int Width = 200;

    private readonly Table _table;
    private readonly bool _hasAims;
    private readonly List<Aim> _aims = [];

    /// <param name="columns">The headings of the values.</param>
    /// <param name="hasAims">Whether a last column holds what the values ought to be.</param>
    public ComparisonTable(string title, IEnumerable<string> columns, bool hasAims = true)
    {
        _hasAims = hasAims;
        _table = new Table().Border(TableBorder.Markdown).Title(Markup.Escape(title)).AddColumn("what");
        foreach (var column in columns)
        {
            _table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        }

        if (hasAims)
        {
            _table.AddColumn("aim");
        }
    }

    public bool AllMet => !_aims.Any(aim => aim.IsFailed);

    public ComparisonTable Row(string name, Aim? aim, params IEnumerable<string> values)
    {
        if (aim is not null)
        {
            _aims.Add(aim);
        }

        string[] cells = [name, .. values, .. _hasAims ? [aim?.ToString() ?? ""] : Array.Empty<string>()];
        _table.AddRow([.. cells.Select(Markup.Escape)]);
        return this;
    }

    public ComparisonTable Row(string name, Aim? aim, string format, params IEnumerable<double> values) =>
        Row(name, aim, values.Select(value => value.ToString(format, CultureInfo.InvariantCulture)));

    /// <param name="anomalies">What was wrong besides; examples stand below the table.</param>
    public void Print(Anomalies? anomalies = null)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, Width);
        AnsiConsole.Write(_table);
        foreach (var (kind, example) in anomalies?.Examples ?? [])
        {
            Console.WriteLine($"{kind}: {example}");
        }
    }
}
