using System.CommandLine;
using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Measures;

namespace Connect311.Benchmarks.Intake;

/// <summary><c>intake</c>: how many reports a second are durably stored, and what one costs.</summary>
internal static class IntakeCommand
{
    private const double AimOfBare = 0.18;
    private const double StretchOfBare = 0.25;
    private const double MostProcessorOfBare = 4;
    private const double MostP99Milliseconds = 50;

    public static Command Create()
    {
        var rounds = WholeNumber.Option("--rounds", "How often each server is measured; the table shows medians.", 3);
        var seconds = WholeNumber.Option("--seconds", "How long one measurement takes.", 10);
        var contacts = WholeNumber.Option(
            "--contacts",
            "Of a hundred reports, how many name a contact where the service type leaves it open. The city's data has none.",
            0,
            atLeast: 0,
            atMost: 100);
        var command = new Command("intake", "Measures durable submissions against a server that stores nothing and one that commits each alone.")
        {
            rounds, seconds, contacts,
        };
        command.SetAction((parsed, token) => RunAsync(
            new(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), LoadedServer.WarmUp, parsed.GetValue(contacts)), token));
        return command;
    }

    private static async Task<int> RunAsync(IntakePlan plan, CancellationToken cancellationToken)
    {
        Wrk.MustBeThere();
        await using var run = new IntakeRun(plan);
        await run.RunAsync(Console.Error.WriteLine, cancellationToken);
        var table = TableOf(run);
        table.Print(run.Anomalies);
        return table.AllMet && run.Anomalies.Total == 0 ? 0 : 1;
    }

    private static ComparisonTable TableOf(IntakeRun run)
    {
        IReadOnlyList<LoadedServer> servers = [run.Bare, run.Single, run.Ours];
        var ratio = run.Ours.PerSecond.Over(run.Bare.PerSecond);
        var cost = run.Ours.ProcessorMicroseconds.Over(run.Bare.ProcessorMicroseconds);
        var p99 = run.Ours.P99Milliseconds.Median;
        return new ComparisonTable("intake", servers.Select(server => server.Name))
            .Row("reports/s, median", null, "N0", servers.Select(server => server.PerSecond.Median))
            .Row("of the bare server's", Aim.AtLeast(ratio.Median, AimOfBare), "0.000", RatiosOf(servers, server => server.PerSecond))
            .Row("", Aim.Stretch(ratio.Median, StretchOfBare), "", "", "")
            .Row("latency p50, ms", null, "N1", servers.Select(server => server.P50Milliseconds.Median))
            .Row("latency p99, ms", Aim.AtMost(p99, MostP99Milliseconds), "N1", servers.Select(server => server.P99Milliseconds.Median))
            .Row("server CPU a report, µs", null, "N0", servers.Select(server => server.ProcessorMicroseconds.Median))
            .Row("of the bare server's", Aim.AtMost(cost.Median, MostProcessorOfBare), "0.00", RatiosOf(servers, server => server.ProcessorMicroseconds))
            .Row("answers 201", null, "N0", servers.Select(server => (double)server.Results.Sum(result => result.Accepted)))
            .Row("other answers", null, "N0", servers.Select(server => (double)server.Results.Sum(result => result.Refused)))
            .Row("rows more than answers 201", run.RowsAim, "", Counted(run.Single, run), Counted(run.Ours, run))
            .Row("spread of the rounds, reports/s", null, "P0", servers.Select(server => server.PerSecond.Spread))
            .Row("cores that wrk itself took", null, "0.00", servers.Select(server => server.WrkCores.Median))
            .Row("one fsync in the same folder, ms", null, "", "", run.Fsync.TotalMilliseconds.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture));
    }

    private static IEnumerable<double> RatiosOf(IReadOnlyList<LoadedServer> servers, Func<LoadedServer, Rounds> value) =>
        servers.Select(server => value(server).Over(value(servers[0])).Median);

    private static string Counted(LoadedServer server, IntakeRun run) =>
        string.Join(", ", run.RowsMore[server].Select(more => more.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
