using System.Diagnostics;
using Connect311.Benchmarks.Load;
using Connect311.Benchmarks.Measures;
using Connect311.Routing;

namespace Connect311.Benchmarks.Routing;

/// <summary>What a run of <c>routing</c> is to do.</summary>
internal sealed record RoutingPlan(int Rounds, TimeSpan Duration);

/// <summary>One way to decide, measured once a round.</summary>
internal sealed class Decider(string name, Func<RoutingInput, Decision> decide)
{
    private readonly List<double> _perSecond = [];
    private readonly List<double> _bytes = [];

    public string Name => name;

    public Rounds PerSecond => new(_perSecond);

    public Rounds Bytes => new(_bytes);

    /// <summary>The part of the decisions that name the department which the city named.</summary>
    public double Agreement { get; private set; }

    /// <summary>
    /// Decides over the reports again and again, on this thread, until the time is over. Processor time counts, not the
    /// clock, so that other programs on the machine do not.
    /// </summary>
    public void Measure(RoutingInput[] inputs, TimeSpan duration, bool counts = true)
    {
        var decisions = 0L;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        do
        {
            foreach (var input in inputs)
            {
                // Something must come of a decision, or the compiler could leave it out.
                decisions += decide(input).Priority > 0 ? 1 : 0;
            }
        }
        while (Stopwatch.GetElapsedTime(start) < duration);

        processor = Environment.CpuUsage.TotalTime - processor;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (counts)
        {
            _perSecond.Add(decisions / processor.TotalSeconds);
            _bytes.Add(allocated / (double)decisions);
        }
    }

    public void Compare(IReadOnlyList<(RoutingInput Input, string Agency)> reports) =>
        Agreement = reports.Count(report => decide(report.Input).Department == report.Agency) / (double)reports.Count;
}

/// <summary>Decides over the real reports, in this process and on one thread.</summary>
internal sealed class RoutingRun(RoutingPlan plan)
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public int Reports { get; private set; }

    public Decider NewYork { get; private set; } = null!;

    public Decider Explained { get; private set; } = null!;

    public Decider Hard { get; private set; } = null!;

    public IReadOnlyList<Decider> All => [NewYork, Explained, Hard];

    public void Run(CancellationToken cancellationToken)
    {
        var city = SampleReports.ReadCity();
        var reports = RoutingInputs.Read(city);
        Reports = reports.Count;
        var hard = HardRules.Of(city);
        NewYork = new("New York's rules", city.Rules.Decide);
        Explained = new("explained", input => city.Rules.Explain(input).Decision);
        Hard = new("15 rules more for every report", hard.Decide);
        RoutingInput[] inputs = [.. reports.Select(report => report.Input)];
        foreach (var decider in All)
        {
            decider.Compare(reports);
            decider.Measure(inputs, WarmUp, counts: false);
        }

        for (var round = 0; round < plan.Rounds; round++)
        {
            foreach (var decider in All)
            {
                cancellationToken.ThrowIfCancellationRequested();
                decider.Measure(inputs, plan.Duration);
            }
        }
    }
}
