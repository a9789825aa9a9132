using System.Diagnostics;
using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Starting;

/// <summary>How fast one kind of server starts and how much memory it takes, measured once a round.</summary>
internal sealed class StartedServer(string name)
{
    /// <summary>Long enough that what the start left behind has been swept, as far as it will.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(3);

    private readonly List<Times> _times = [];
    private readonly List<Memory> _memory = [];

    public string Name => name;

    /// <summary>Until it answers at all.</summary>
    public Rounds FirstMilliseconds => new([.. _times.Select(one => one.First)]);

    /// <summary>Until it can take reports.</summary>
    public Rounds ReadyMilliseconds => new([.. _times.Select(one => one.Ready)]);

    /// <summary>Until a report was stored.</summary>
    public Rounds ReportMilliseconds => new([.. _times.Select(one => one.Report)]);

    public Rounds IdleMegabytes => new([.. _memory.Select(one => one.Idle)]);

    public Rounds LoadedMegabytes => new([.. _memory.Select(one => one.Loaded)]);

    public Rounds PeakMegabytes => new([.. _memory.Select(one => one.Peak)]);

    /// <summary>Starts it, times its first answers, and leaves it running.</summary>
    /// <param name="start">Starts the process.</param>
    /// <param name="ready">What it answers 200 to once it can take reports.</param>
    public async Task<ServerProcess> StartAsync(Func<ServerProcess> start, string ready, ReportLoad load, CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        var process = start();
        using var client = new HttpClient { BaseAddress = await process.Address };
        using var live = await client.GetAsync("/health/live", cancellationToken);
        var first = Stopwatch.GetElapsedTime(begin);
        using var whole = await client.GetAsync(ready, cancellationToken);
        var readyAt = Stopwatch.GetElapsedTime(begin);
        await load.SubmitAsync(client, cancellationToken);
        var report = Stopwatch.GetElapsedTime(begin);
        live.EnsureSuccessStatusCode();
        whole.EnsureSuccessStatusCode();
        _times.Add(new(first.TotalMilliseconds, readyAt.TotalMilliseconds, report.TotalMilliseconds));
        return process;
    }

    /// <summary>Reads its memory when idle, and after submissions as fast as they go.</summary>
    public async Task LoadAsync(ServerProcess process, ReportLoad load, TimeSpan duration, CancellationToken cancellationToken)
    {
        await Task.Delay(Idle, cancellationToken);
        var idle = ProcessCounts.ResidentMegabytes(process.Id);
        await Wrk.RunAsync(await process.Address, load.Script(), LoadedServer.Connections, duration, cancellationToken);
        await Task.Delay(Idle, cancellationToken);
        _memory.Add(new(idle, ProcessCounts.ResidentMegabytes(process.Id), ProcessCounts.PeakMegabytes(process.Id)));
    }

    private sealed record Times(double First, double Ready, double Report);

    private sealed record Memory(double Idle, double Loaded, double Peak);
}
