using System.CommandLine;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Seeding;

namespace Connect311.Benchmarks.Backtest;

/// <summary><c>backtest</c>: how long it takes to try a draft of the rules on a million stored requests.</summary>
internal static class BacktestCommand
{
    private const double MostSeconds = 10;
    private const double MostMegabytes = 100;

    public static Command Create()
    {
        var rounds = WholeNumber.Option("--rounds", "How often each draft is tried; the table shows medians.", 3);
        var requests = new Option<long>("--requests")
        {
            Description = "How many requests are stored.",
            DefaultValueFactory = _ => 1_000_000,
        };
        var command = new Command("backtest", "Measures how long a server takes to try a draft of the rules on a million stored requests.")
        {
            rounds, requests, SeedPlan.KeepOption,
        };
        command.SetAction((parsed, token) => RunAsync(
            new(parsed.GetValue(rounds), new(parsed.GetValue(requests), parsed.GetValue(SeedPlan.KeepOption))), token));
        return command;
    }

    private static async Task<int> RunAsync(BacktestPlan plan, CancellationToken cancellationToken)
    {
        using var databases = await SeededDatabases.PrepareAsync(plan.Seed, cancellationToken);
        await using var run = new BacktestRun(plan, databases);
        await run.RunAsync(cancellationToken);
        var table = TableOf(run);
        table.Print(run.Anomalies);
        return table.AllMet && run.Anomalies.Total == 0 ? 0 : 1;
    }

    private static ComparisonTable TableOf(BacktestRun run) => new ComparisonTable("backtest", run.Drafts.Select(draft => draft.Name))
        .Row("requests compared", null, "N0", run.Drafts.Select(draft => (double)draft.Compared))
        .Row("of them would move", null, "N0", run.Drafts.Select(draft => (double)draft.Moved))
        .Row("s, from the call to the result", Aim.AtMost(run.Drafts[0].Seconds.Median, MostSeconds), "N1", run.Drafts.Select(draft => draft.Seconds.Median))
        .Row("requests/s", null, "N0", run.Drafts.Select(draft => draft.Compared / draft.Seconds.Median))
        .Row("requests a second of one core", null, "N0", run.Drafts.Select(draft => draft.Compared / draft.ProcessorSeconds.Median))
        .Row("server CPU a request, µs", null, "N1", run.Drafts.Select(draft => 1e6 * draft.ProcessorSeconds.Median / draft.Compared))
        .Row("memory (RSS) before, MB", null, "N0", run.Drafts.Select(draft => draft.MegabytesBefore))
        .Row("most that it grew by, MB", Aim.AtMost(run.Drafts.Max(draft => draft.MegabytesMore), MostMegabytes), "N0", run.Drafts.Select(draft => draft.MegabytesMore))
        .Row("spread of the rounds, s", null, "P0", run.Drafts.Select(draft => draft.Seconds.Spread));
}
