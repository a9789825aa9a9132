using System.CommandLine;
using Connect311.Benchmarks.Measures;

namespace Connect311.Benchmarks.Streams;

/// <summary><c>stream</c>: what many open streams cost one server, and how late they are.</summary>
internal static class StreamCommand
{
    private const int MostThreads = 50;
    private const int Failed = 1;

    public static Command Create()
    {
        var streams = WholeNumber.Option("--streams", "How many streams are open at once.", 2_000);
        var reports = WholeNumber.Option("--reports", "How many reports are submitted while they are open.", 200);
        var command = new Command("stream", "Opens streams of the departments' queues and submits reports, which all of them must hear of.") { streams, reports };
        command.SetAction((parsed, token) => RunAsync(new(parsed.GetValue(streams), parsed.GetValue(reports)), token));
        return command;
    }

    private static async Task<int> RunAsync(StreamPlan plan, CancellationToken cancellationToken)
    {
        var run = new StreamRun(plan);
        await run.RunAsync(cancellationToken);
        var threads = Aim.AtMost(run.ThreadsWith - run.ThreadsWithout, MostThreads);
        var complete = new Aim("none", run.Anomalies.Total == 0);
        new ResultTable("stream")
            .Row("streams open at once", plan.Streams)
            .Row("reports submitted meanwhile", run.Reported)
            .Row("changes told", run.LatencyMilliseconds.Count)
            .Row("from received to told p50, ms", Percentile.Of(run.LatencyMilliseconds, 50))
            .Row("from received to told p99, ms", Percentile.Of(run.LatencyMilliseconds, 99))
            .Row("threads of the server without streams", run.ThreadsWithout)
            .Row("threads more with them", $"{run.ThreadsWith - run.ThreadsWithout} ({threads})")
            .Row("memory (RSS) a stream, kB", run.KilobytesEach)
            .Row("server CPU while nothing happens, share of one core", run.IdleCores, "N3")
            .Rows(run.Anomalies)
            .Print(run.Anomalies);
        return threads.IsFailed || complete.IsFailed ? Failed : 0;
    }
}
