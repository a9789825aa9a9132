using System.Globalization;
using Connect311.Benchmarks.Measures;

namespace Connect311.Benchmarks.Faults;

/// <summary>Callers who hold connections open and hardly send anything.</summary>
internal sealed class SlowClients : Fault
{
    private const int Connections = 1_000;
    private const double MostMegabytes = 150;
    private const double MostTimes = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(250);
    private static readonly string[] Endings = ["408", "closed"];

    private readonly List<SlowConnection> _slow = [];
    private readonly CancellationTokenSource _ending = new();
    private List<Task> _running = [];
    private double _before;
    private double _most;

    public override string Name => "slow-clients";

    public override string Done => "1,000 connections: 500 trickle a header, 500 a body, a byte a second";

    public override string Defined => "408 or closed within 45 s; others answered within 250 ms (p99), or twice what it takes without them; at most 150 MB more memory";

    public override bool MustRefuse => false;

    public override bool MayRefuse => false;

    public override async Task BeginAsync(FaultStage stage)
    {
        _before = ProcessCounts.ResidentMegabytes(stage.Server.Id);
        var address = await stage.Server.Address;
        _slow.AddRange(Enumerable.Range(0, Connections).Select(i => new SlowConnection(address, inHead: i % 2 == 0)));
        _running = [.. _slow.Select(one => Task.Run(() => one.RunAsync(_ending.Token)))];
    }

    public override async Task LastAsync(FaultStage stage)
    {
        var all = Task.WhenAll(_running);
        var limit = Task.Delay(Longest);
        while (!all.IsCompleted && !limit.IsCompleted)
        {
            _most = Math.Max(_most, ProcessCounts.ResidentMegabytes(stage.Server.Id));
            await Task.WhenAny(all, limit, Task.Delay(TimeSpan.FromMilliseconds(500)));
        }
    }

    public override async Task EndAsync(FaultStage stage)
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_running);
    }

    public override void Dispose()
    {
        _slow.ForEach(one => one.Dispose());
        _ending.Dispose();
        base.Dispose();
    }

    public override IEnumerable<string> Missed(FaultStage stage)
    {
        var others = _slow.Count(one => !Endings.Contains(one.Ending));
        if (others > 0)
        {
            yield return $"{others} were not cut off as defined";
        }

        var (p99, without) = (P99(stage, Phase.During), P99(stage, Phase.After));
        if (p99 > Quick && p99 > without * MostTimes)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"others waited {p99.TotalMilliseconds:N0} ms (p99), and {without.TotalMilliseconds:N0} ms without");
        }

        if (_most - _before > MostMegabytes)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{_most - _before:N0} MB more memory");
        }
    }

    public override IEnumerable<string> Seen(FaultStage stage) =>
    [
        .. _slow.GroupBy(one => one.Ending ?? "not cut off").OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => string.Create(
            CultureInfo.InvariantCulture,
            $"{group.Count()} {group.Key} after {group.Min(one => one.Lasted).TotalSeconds:N0} to {group.Max(one => one.Lasted).TotalSeconds:N0} s")),
        string.Create(
            CultureInfo.InvariantCulture,
            $"p99 of submissions without them {P99(stage, Phase.After).TotalMilliseconds:N0} ms; resident {_before:N0}, at most {_most:N0} MB"),
    ];

    private static TimeSpan P99(FaultStage stage, Phase phase) => FaultResult.Percentile(
        stage.Book.Answers.Where(answer => answer.SentIn == phase && answer.What == AnswerBook.Submissions), 0.99);
}
