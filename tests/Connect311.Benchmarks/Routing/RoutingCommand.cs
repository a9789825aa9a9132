using System.CommandLine;
using Connect311.Benchmarks.Measures;

namespace Connect311.Benchmarks.Routing;

/// <summary><c>routing</c>: how many decisions one core makes a second, and what each leaves to the garbage collector.</summary>
internal static class RoutingCommand
{
    private const double LeastPerSecond = 1_000_000;

    public static Command Create()
    {
        var rounds = WholeNumber.Option("--rounds", "How often each way is measured; the table shows medians.", 5);
        var seconds = WholeNumber.Option("--seconds", "How long one measurement takes.", 2);
        var command = new Command("routing", "Measures routing decisions over the real reports, on one thread of this process.") { rounds, seconds };
        command.SetAction((parsed, token) => Task.FromResult(Run(
            new(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds))), token)));
        return command;
    }

    private static int Run(RoutingPlan plan, CancellationToken cancellationToken)
    {
        var run = new RoutingRun(plan);
        run.Run(cancellationToken);
        var table = TableOf(run);
        table.Print();
        return table.AllMet ? 0 : 1;
    }

    private static ComparisonTable TableOf(RoutingRun run) =>
        new ComparisonTable($"routing: {run.Reports:N0} real reports", run.All.Select(decider => decider.Name))
            .Row("decisions a second of one core", Aim.AtLeast(run.NewYork.PerSecond.Median, LeastPerSecond), "N0", run.All.Select(decider => decider.PerSecond.Median))
            .Row("bytes a decision", Aim.AtMost(run.NewYork.Bytes.Median, 0), "N1", run.All.Select(decider => decider.Bytes.Median))
            .Row("as the city decided", null, "P2", run.All.Select(decider => decider.Agreement))
            .Row("spread of the rounds, decisions/s", null, "P0", run.All.Select(decider => decider.PerSecond.Spread));
}
