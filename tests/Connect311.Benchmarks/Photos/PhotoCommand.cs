using System.CommandLine;
using Connect311.Benchmarks.Measures;

namespace Connect311.Benchmarks.Photos;

/// <summary><c>photos</c>: what one server needs to take in many photos at once.</summary>
internal static class PhotoCommand
{
    private const double MostMegabytes = 500;
    private const int Failed = 1;

    public static Command Create()
    {
        var photos = WholeNumber.Option("--photos", "How many photos of 12 million pixels are sent.", 200);
        var connections = WholeNumber.Option("--connections", "Over how many connections at once.", 16, atMost: 1_000);
        var command = new Command("photos", "Sends photos to one server, and waits until all of them can be shown.") { photos, connections };
        command.SetAction((parsed, token) => RunAsync(new(parsed.GetValue(photos), parsed.GetValue(connections)), token));
        return command;
    }

    private static async Task<int> RunAsync(PhotoPlan plan, CancellationToken cancellationToken)
    {
        var run = new PhotoRun(plan);
        await run.RunAsync(cancellationToken);
        var memory = Aim.AtMost(run.PeakMegabytes, MostMegabytes);
        var complete = new Aim("none", run.Anomalies.Total == 0);
        new ResultTable("photos")
            .Row("photos of 4,000 × 3,000 pixels", plan.Photos)
            .Row("bytes of one, MB", run.Megabytes, "N1")
            .Row("connections", plan.Connections)
            .Row("all answered after, s", run.Answered.TotalSeconds, "N1")
            .Row("answer p50, ms", Percentile.Of(run.LatencyMilliseconds, 50))
            .Row("answer p99, ms", Percentile.Of(run.LatencyMilliseconds, 99))
            .Row("all ready to be shown after, s", run.Ready.TotalSeconds, "N1")
            .Row("server CPU a photo, ms", run.ProcessorTime.TotalMilliseconds / plan.Photos)
            .Row("memory (VmHWM) while they arrive, MB", run.ArrivalMegabytes)
            .Row("memory (VmHWM) until all are ready, MB", $"{run.PeakMegabytes:N0} ({memory})")
            .Rows(run.Anomalies)
            .Print(run.Anomalies);
        return memory.IsFailed || complete.IsFailed ? Failed : 0;
    }
}
