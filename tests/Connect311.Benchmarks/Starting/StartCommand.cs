using System.CommandLine;
using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Measures;

namespace Connect311.Benchmarks.Starting;

/// <summary><c>start</c>: how long the server takes to answer after its start, and how much memory it needs.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var rounds = WholeNumber.Option("--rounds", "How often each server is started; the table shows medians.", 5);
        var seconds = WholeNumber.Option("--seconds", "How long each is loaded before its memory is read again.", 10);
        var command = new Command("start", "Measures the time to the first answers, and the memory, against a bare server.") { rounds, seconds };
        command.SetAction((parsed, token) => RunAsync(
            new(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds))), token));
        return command;
    }

    private static async Task<int> RunAsync(StartPlan plan, CancellationToken cancellationToken)
    {
        Wrk.MustBeThere();
        var run = new StartRun(plan);
        await run.RunAsync(cancellationToken);
        TableOf(run).Print();
        return 0;
    }

    private static ComparisonTable TableOf(StartRun run)
    {
        StartedServer[] servers = [run.Bare, run.Ours, run.OursAnew];
        StartedServer[] loaded = [run.Bare, run.Ours];
        return new ComparisonTable("start", servers.Select(server => server.Name), hasAims: false)
            .Row("to the first 200 (/health/live), ms", null, "N0", servers.Select(server => server.FirstMilliseconds.Median))
            .Row("to ready (/health/ready), ms", null, ["", .. servers.Skip(1).Select(server => Text(server.ReadyMilliseconds))])
            .Row("to the first report's 201, ms", null, "N0", servers.Select(server => server.ReportMilliseconds.Median))
            .Row("spread of the rounds, first 200", null, "P0", servers.Select(server => server.FirstMilliseconds.Spread))
            .Row("memory (RSS) idle, MB", null, [.. loaded.Select(server => Text(server.IdleMegabytes)), ""])
            .Row("memory (RSS) after submissions, MB", null, [.. loaded.Select(server => Text(server.LoadedMegabytes)), ""])
            .Row("memory (RSS) at most, MB", null, [.. loaded.Select(server => Text(server.PeakMegabytes)), ""]);
    }

    private static string Text(Rounds rounds) => rounds.Median.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
