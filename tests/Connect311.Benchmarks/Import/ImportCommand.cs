using System.CommandLine;
using Connect311.Benchmarks.Measures;

namespace Connect311.Benchmarks.Import;

/// <summary><c>import</c>: how fast a city's published reports come in.</summary>
internal static class ImportCommand
{
    private const double LeastOfBare = 0.5;

    public static Command Create()
    {
        var rounds = WholeNumber.Option("--rounds", "How often each way is measured; the table shows medians.", 3);
        var command = new Command("import", "Measures the import of the real sample against a bare Dapper insert of the same rows.") { rounds };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(rounds), token));
        return command;
    }

    private static async Task<int> RunAsync(int rounds, CancellationToken cancellationToken)
    {
        var run = new ImportRun(rounds);
        await run.RunAsync(cancellationToken);
        var table = TableOf(run);
        table.Print();
        return table.AllMet ? 0 : 1;
    }

    private static ComparisonTable TableOf(ImportRun run)
    {
        var ratio = run.ImportedPerSecond.Over(run.BarePerSecond);
        return new ComparisonTable($"import: {run.Rows:N0} rows stored", ["bare Dapper insert", "import nyc"])
            .Row("rows/s", null, "N0", run.BarePerSecond.Median, run.ImportedPerSecond.Median)
            .Row("of the bare insert's", Aim.AtLeast(ratio.Median, LeastOfBare), "0.000", 1, ratio.Median)
            .Row("same requests and events stored", new("the same", run.IsSame), "", run.IsSame ? "yes" : "no")
            .Row("of it the start of the command, s", null, "", run.StartSeconds.Median.ToString("N1", System.Globalization.CultureInfo.InvariantCulture))
            .Row("spread of the rounds, rows/s", null, "P0", run.BarePerSecond.Spread, run.ImportedPerSecond.Spread);
    }
}
