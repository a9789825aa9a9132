using System.CommandLine;
using System.Globalization;
using Connect311.Benchmarks.Measures;

namespace Connect311.Benchmarks.Areas;

/// <summary><c>areas</c>: how many places one core puts into their areas a second, and what each leaves to the garbage collector.</summary>
internal static class AreasCommand
{
    private const double LeastPerSecond = 500_000;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often each way is measured; the table shows medians.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<int>("--seconds") { Description = "How long one measurement takes.", DefaultValueFactory = _ => 2 };
        var command = new Command("areas", "Measures finding the areas of the real reports in six sets, on one thread of this process.") { rounds, seconds };
        command.SetAction((parsed, token) => Task.FromResult(Run(
            new(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds))), token)));
        return command;
    }

    private static int Run(AreasPlan plan, CancellationToken cancellationToken)
    {
        var run = new AreasRun(plan);
        run.Run(cancellationToken);
        var table = TableOf(run);
        table.Print();
        return table.AllMet ? 0 : 1;
    }

    private static ComparisonTable TableOf(AreasRun run) =>
        new ComparisonTable($"areas: {run.Places:N0} real places in {run.Sets} sets", run.All.Select(placer => placer.Name))
            .Row("placements/s", Aim.AtLeast(run.Grid.PerSecond.Median, LeastPerSecond), "N0", run.All.Select(placer => placer.PerSecond.Median))
            .Row("bytes a placement", Aim.AtMost(run.Grid.Bytes.Median, 0), "N1", run.All.Select(placer => placer.Bytes.Median))
            .Row("spread of the rounds, placements/s", null, "P0", run.All.Select(placer => placer.PerSecond.Spread))
            .Row("places where all find the same", Aim.AtLeast(run.Agreement, 1), Only(run, run.Agreement, "P2"))
            .Row("to read all sets when a server starts, ms", null, Only(run, run.Reading.Median, "N0"))
            .Row("memory of all sets, MB", null, Only(run, run.Megabytes, "N1"));

    /// <summary>A row with a value of the grid alone.</summary>
    private static IEnumerable<string> Only(AreasRun run, double value, string format) =>
        run.All.Select(placer => placer == run.Grid ? value.ToString(format, CultureInfo.InvariantCulture) : "");
}
