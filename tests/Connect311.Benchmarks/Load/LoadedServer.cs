using Connect311.Benchmarks.Measures;
using Connect311.Benchmarks.Servers;

namespace Connect311.Benchmarks.Load;

/// <summary>A server under the load of wrk, measured once a round.</summary>
internal sealed class LoadedServer(string name, ServerProcess process) : IAsyncDisposable
{
    /// <summary>How many connections send at once, each one request after the other.</summary>
    public const int Connections = 64;

    /// <summary>How long it is loaded before it is measured.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    private readonly List<WrkResult> _results = [];
    private readonly List<double> _processorMicroseconds = [];
    private readonly List<double> _diskBytes = [];

    public string Name => name;

    public ServerProcess Process => process;

    public IReadOnlyList<WrkResult> Results => _results;

    public Rounds PerSecond => Of(result => result.PerSecond);

    public Rounds P50Milliseconds => Of(result => result.P50.TotalMilliseconds);

    public Rounds P99Milliseconds => Of(result => result.P99.TotalMilliseconds);

    /// <summary>What one request costs the server's processors, by the kernel's count for the process.</summary>
    public Rounds ProcessorMicroseconds => new(_processorMicroseconds);

    /// <summary>What one request made the server read from the disk, in bytes.</summary>
    public Rounds DiskBytes => new(_diskBytes);

    /// <summary>How many cores wrk itself kept busy; near 1 it is what limits the figures.</summary>
    public Rounds WrkCores => Of(result => result.ProcessorTime / result.Duration);

    /// <summary>Lets the server compile and fill its caches; the answers count for nothing.</summary>
    public async Task<WrkResult> WarmAsync(string script, TimeSpan duration, CancellationToken cancellationToken) =>
        await Wrk.RunAsync(await process.Address, script, Connections, duration, cancellationToken);

    public async Task<WrkResult> MeasureAsync(string script, TimeSpan duration, CancellationToken cancellationToken)
    {
        var address = await process.Address;
        var (processor, disk) = (process.ProcessorTime, ProcessCounts.DiskBytes(process.Id));
        var result = await Wrk.RunAsync(address, script, Connections, duration, cancellationToken);
        _processorMicroseconds.Add((process.ProcessorTime - processor).TotalMicroseconds / result.Requests);
        _diskBytes.Add((ProcessCounts.DiskBytes(process.Id) - disk) / (double)result.Requests);
        _results.Add(result);
        return result;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private Rounds Of(Func<WrkResult, double> value) => new([.. _results.Select(value)]);
}
