using System.Diagnostics;
using Connect311.Benchmarks.Measures;

namespace Connect311.Benchmarks.Queue;

/// <summary>One page of a queue, read again and again; one request at a time.</summary>
internal sealed class QueuePageTimes(HttpClient client, Uri page)
{
    private readonly List<double> _times = [];
    private readonly List<double> _p50 = [];
    private readonly List<double> _p99 = [];

    /// <summary>Milliseconds, round by round.</summary>
    public Rounds P50 => new(_p50);

    /// <summary>Milliseconds, round by round.</summary>
    public Rounds P99 => new(_p99);

    /// <summary>Reads the page once, to its end.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        var answer = await client.GetStringAsync(page, cancellationToken);
        _times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        return answer;
    }

    /// <summary>What was read since the last call is a round; or nothing, where it was to warm up.</summary>
    public void EndRound(bool counts)
    {
        if (counts)
        {
            _p50.Add(Percentile.Of(_times, 50));
            _p99.Add(Percentile.Of(_times, 99));
        }

        _times.Clear();
    }
}
