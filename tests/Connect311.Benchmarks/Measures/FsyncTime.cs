using System.Diagnostics;

namespace Connect311.Benchmarks.Measures;

/// <summary>How long the disk takes to make one page durable: no durable commit can be faster.</summary>
internal static class FsyncTime
{
    private const int Times = 300;
    private const int PageBytes = 4096;

    /// <summary>The median over appended pages.</summary>
    public static TimeSpan Measure(string folder)
    {
        var path = Path.Combine(folder, "fsync.tmp");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        var page = new byte[PageBytes];
        var times = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return TimeSpan.FromMilliseconds(new Rounds(times).Median);
    }
}
