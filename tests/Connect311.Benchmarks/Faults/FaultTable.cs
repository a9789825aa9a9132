using System.Globalization;
using Spectre.Console;

namespace Connect311.Benchmarks.Faults;

/// <summary>One row a fault, and below it in words what was missed.</summary>
internal static class FaultTable
{
    /// <summary>Wide enough that no cell is broken: the table is Markdown.</summary>
    private const int Width = 2_000;

    private static readonly string[] Columns =
        ["fault", "what was done", "the answer it defines", "seen while it lasted", "acknowledged before / during / after", "lost", "recovered, s", "result"];

    public static void Print(IEnumerable<FaultResult> results)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumns(Columns);
        foreach (var result in results)
        {
            table.AddRow([.. CellsOf(result).Select(Markup.Escape)]);
        }

        AnsiConsole.Profile.Width = Width;
        AnsiConsole.Write(table);
        foreach (var (result, miss) in results.SelectMany(result => result.Misses.Select(miss => (result, miss))))
        {
            Console.WriteLine($"{result.Fault.Name}: {miss}");
        }
    }

    private static string[] CellsOf(FaultResult result) => result.SkippedBecause is { } because
        ? [result.Fault.Name, result.Fault.Done, result.Fault.Defined, $"skipped: {because}", "", "", "", "skipped"]
        :
        [
            result.Fault.Name,
            result.Fault.Done,
            result.Fault.Defined,
            result.Seen,
            string.Join(" / ", result.Acknowledged.Select(count => count.ToString("N0", CultureInfo.InvariantCulture))),
            result.Lost.ToString("N0", CultureInfo.InvariantCulture),
            result.Recovered is { } recovered ? recovered.TotalSeconds.ToString("N2", CultureInfo.InvariantCulture) : "never",
            result.IsMet ? "met" : "MISSED",
        ];
}
