using System.Diagnostics;
using System.Text.Json;
using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Measures;
using Connect311.Routing.Areas;

namespace Connect311.Benchmarks.Areas;

/// <summary>What a run of <c>areas</c> is to do.</summary>
internal sealed record AreasPlan(int Rounds, TimeSpan Duration);

/// <summary>One way to find the areas of a place, measured once a round.</summary>
internal sealed class Placer(string name, Func<double, double, IReadOnlyList<AreaHit>> find)
{
    private readonly List<double> _perSecond = [];
    private readonly List<double> _bytes = [];

    public string Name => name;

    public Rounds PerSecond => new(_perSecond);

    public Rounds Bytes => new(_bytes);

    /// <summary>The part of the places where it finds what <paramref name="other"/> finds.</summary>
    public double AgreementWith(Placer other, IReadOnlyList<(double Latitude, double Longitude)> places) =>
        places.Count(place => Find(place).SequenceEqual(other.Find(place))) / (double)places.Count;

    /// <summary>Places the reports again and again, on this thread, until the time is over.</summary>
    public void Measure((double Latitude, double Longitude)[] places, TimeSpan duration, bool counts = true)
    {
        var (placed, found) = (0L, 0L);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        do
        {
            foreach (var (latitude, longitude) in places)
            {
                found += find(latitude, longitude).Count;
            }

            placed += places.Length;
        }
        while (Stopwatch.GetElapsedTime(start) < duration);

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (found == 0)
        {
            throw new InvalidOperationException("No place lies in any area.");
        }

        if (counts)
        {
            _perSecond.Add(placed / seconds);
            _bytes.Add(allocated / (double)placed);
        }
    }

    private IReadOnlyList<AreaHit> Find((double Latitude, double Longitude) place) => find(place.Latitude, place.Longitude);
}

/// <summary>Finds the areas of the real reports, in this process and on one thread.</summary>
internal sealed class AreasRun(AreasPlan plan)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private readonly List<double> _reading = [];

    public int Places { get; private set; }

    public int Sets { get; private set; }

    public Placer Grid { get; private set; } = null!;

    public IReadOnlyList<Placer> All { get; private set; } = [];

    /// <summary>Milliseconds from the stored documents to sets that answer.</summary>
    public Rounds Reading => new(_reading);

    /// <summary>What the sets take of memory.</summary>
    public double Megabytes { get; private set; }

    /// <summary>The part of the places where all ways find the same areas.</summary>
    public double Agreement { get; private set; }

    public void Run(CancellationToken cancellationToken)
    {
        var files = BoundaryFiles.Read();
        Sets = files.Count;
        var (places, sets, plain) = (ReadPlaces(), ReadSets(files), new PlainPlaces(files));
        Places = places.Length;
        Grid = new("grid", sets.Find);
        All = [Grid, new("NetTopologySuite, tree", plain.FindByTree), new("NetTopologySuite, one by one", plain.FindOneByOne)];
        Agreement = All.Min(placer => placer.AgreementWith(All[^1], places));
        foreach (var placer in All)
        {
            placer.Measure(places, WarmUp, counts: false);
        }

        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var placer in All)
            {
                cancellationToken.ThrowIfCancellationRequested();
                placer.Measure(places, plan.Duration);
            }

            ReadSets(files);
        }
    }

    private static (double Latitude, double Longitude)[] ReadPlaces() =>
        [.. SampleReports.Read(SampleReports.ReadCity()).Where(report => report.Row.Latitude is not null).Select(report => (report.Row.Latitude!.Value, report.Row.Longitude!.Value))];

    /// <summary>Reads the sets as a server does, from the documents that the import stored.</summary>
    private AreaSets ReadSets(IReadOnlyList<AreaFile> files)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = Stopwatch.GetTimestamp();
        var sets = new AreaSets(files.Select(file =>
        {
            using var json = JsonDocument.Parse(file.Json);
            return AreaSetReader.ReadStored(file.Set.Name, json.RootElement, [])!;
        }));
        _reading.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        Megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        GC.KeepAlive(sets);
        return sets;
    }
}
