using System.CommandLine;
using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Seeding;

namespace Connect311.Benchmarks.Lookup;

/// <summary><c>lookup</c>: how many reports a second are found by their numbers.</summary>
internal static class LookupCommand
{
    private const double LeastOfBare = 0.5;

    public static Command Create()
    {
        var rounds = WholeNumber.Option("--rounds", "How often each server is measured; the table shows medians.", 3);
        var seconds = WholeNumber.Option("--seconds", "How long one measurement takes.", 10);
        var command = new Command("lookup", "Measures look-ups by number among millions of requests against a server that answers as many bytes of nothing.")
        {
            rounds, seconds, SeedPlan.RequestsOption, SeedPlan.KeepOption,
        };
        command.SetAction((parsed, token) => RunAsync(
            new(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), SeedPlan.Of(parsed)), token));
        return command;
    }

    private static async Task<int> RunAsync(LookupPlan plan, CancellationToken cancellationToken)
    {
        Wrk.MustBeThere();
        using var databases = await SeededDatabases.PrepareAsync(plan.Seed, cancellationToken);
        await using var run = new LookupRun(plan, databases);
        await run.RunAsync(cancellationToken);
        var table = TableOf(run);
        table.Print(run.Anomalies);
        return table.AllMet && run.Anomalies.Total == 0 ? 0 : 1;
    }

    private static ComparisonTable TableOf(LookupRun run)
    {
        var servers = run.Servers;
        var ratio = run.Large.PerSecond.Over(run.Bare.PerSecond);
        return new ComparisonTable("lookup", servers.Select(server => server.Name))
            .Row("look-ups/s, median", null, "N0", servers.Select(server => server.PerSecond.Median))
            .Row("of the bare server's", Aim.AtLeast(ratio.Median, LeastOfBare), "0.000", servers.Select(server => server.PerSecond.Over(run.Bare.PerSecond).Median))
            .Row("latency p50, ms", null, "N1", servers.Select(server => server.P50Milliseconds.Median))
            .Row("latency p99, ms", null, "N1", servers.Select(server => server.P99Milliseconds.Median))
            .Row("server CPU a look-up, µs", null, "N0", servers.Select(server => server.ProcessorMicroseconds.Median))
            .Row("of the bare server's", null, "0.00", servers.Select(server => server.ProcessorMicroseconds.Over(run.Bare.ProcessorMicroseconds).Median))
            .Row("read from the disk a look-up, bytes", null, "N0", servers.Select(server => server.DiskBytes.Median))
            .Row("answers 200", null, "N0", servers.Select(server => (double)server.Results.Sum(result => result.Accepted)))
            .Row("other answers", null, "N0", servers.Select(server => (double)server.Results.Sum(result => result.Refused)))
            .Row("spread of the rounds, look-ups/s", null, "P0", servers.Select(server => server.PerSecond.Spread))
            .Row("cores that wrk itself took", null, "0.00", servers.Select(server => server.WrkCores.Median));
    }
}
