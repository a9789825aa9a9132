using System.Globalization;

namespace Connect311.Benchmarks.Load;

/// <summary>What wrk measured in one run.</summary>
/// <param name="Requests">Answers that arrived whole, of any status.</param>
/// <param name="Duration">From the first request to the end.</param>
/// <param name="Refused">Answers of status 400 and above; they are among <paramref name="Requests"/>.</param>
/// <param name="SocketErrors">Connections that could not be opened, read, written, or that timed out.</param>
/// <param name="P50">The median latency; wrk counts what a stalled connection would have sent meanwhile as slow, too.</param>
/// <param name="P99">Of a hundred requests one took longer.</param>
/// <param name="ProcessorTime">Of wrk itself: near to <paramref name="Duration"/>, and wrk is what is measured.</param>
internal sealed record WrkResult(
    long Requests, TimeSpan Duration, long Refused, long SocketErrors, TimeSpan P50, TimeSpan P99, TimeSpan ProcessorTime)
{
    public double PerSecond => Requests / Duration.TotalSeconds;

    /// <summary>Answers below 400.</summary>
    public long Accepted => Requests - Refused;

    /// <summary>Finds the line that <see cref="WrkScript.Summary"/> makes wrk print, or null. Times are in microseconds.</summary>
    public static WrkResult? Find(string output)
    {
        var line = output.Split('\n').FirstOrDefault(line => line.StartsWith(WrkScript.SummaryMark, StringComparison.Ordinal));
        if (line is null)
        {
            return null;
        }

        var values = line[WrkScript.SummaryMark.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        return new(
            (long)values["requests"],
            TimeSpan.FromMicroseconds(values["duration"]),
            (long)values["refused"],
            (long)values["errors"],
            TimeSpan.FromMicroseconds(values["p50"]),
            TimeSpan.FromMicroseconds(values["p99"]),
            TimeSpan.FromSeconds(values["cpu"]));
    }
}
