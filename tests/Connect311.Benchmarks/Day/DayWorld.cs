using System.Collections.Concurrent;
using Connect311.Api.Catalog;

namespace Connect311.Benchmarks.Day;

/// <summary>What everybody of a day shares: its clock, its reports by number, what is to happen later, and what was counted.</summary>
/// <param name="machineKey">An app key of the machines.</param>
internal sealed class DayWorld(DayClock clock, City city, Anomalies anomalies, string machineKey)
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<Func<Task>, DateTimeOffset> _later = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<DayReport>> _known = new();

    public DayClock Clock => clock;

    public City City => city;

    public Anomalies Anomalies => anomalies;

    public string MachineKey => machineKey;

    /// <summary>How many reports have a number.</summary>
    public int Stored => _known.Values.Count(report => report.Task.IsCompleted);

    /// <summary>What was closed by a department, that supervisors may look at again and others may repeat.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<DayReport>> Closed { get; } = new();

    /// <summary>Reports that another is closed as a duplicate of.</summary>
    public ConcurrentDictionary<DayReport, bool> Originals { get; } = new();

    /// <summary>How many events of each kind the server said it had written for somebody.</summary>
    public ConcurrentDictionary<string, long> Told { get; } = new();

    /// <summary>How often somebody else had been first, by the code of the refusal.</summary>
    public ConcurrentDictionary<string, long> Conflicts { get; } = new();

    /// <summary>How many bulk actions were done by mode, and how many were refused as a whole.</summary>
    public ConcurrentDictionary<string, long> Bulked { get; } = new();

    public CallTimes Submitting { get; } = new();

    public CallTimes Acting { get; } = new();

    public static void Count(ConcurrentDictionary<string, long> counts, string what) => counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    /// <summary>A report has its number.</summary>
    public void Add(DayReport report) => KnownBy(report.Number).SetResult(report);

    /// <summary>The report of a number. Staff may have it before its resident has read the answer.</summary>
    public Task<DayReport> FindAsync(string number) => KnownBy(number).Task.WaitAsync(LongestAnswer);

    /// <summary>Lets something happen when the clock is there.</summary>
    public void Later(TimeSpan after, Func<Task> what)
    {
        lock (_lock)
        {
            _later.Enqueue(what, clock.GetUtcNow() + after);
        }
    }

    /// <summary>What is to happen by now.</summary>
    public List<Func<Task>> Due()
    {
        var due = new List<Func<Task>>();
        lock (_lock)
        {
            while (_later.TryPeek(out _, out var at) && at <= clock.GetUtcNow())
            {
                due.Add(_later.Dequeue());
            }
        }

        return due;
    }

    private TaskCompletionSource<DayReport> KnownBy(string number) =>
        _known.GetOrAdd(number, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
