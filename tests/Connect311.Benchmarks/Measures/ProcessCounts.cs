using System.Globalization;

namespace Connect311.Benchmarks.Measures;

/// <summary>What the kernel counts of a process.</summary>
internal static class ProcessCounts
{
    private const int BytesAKilobyte = 1024;

    /// <summary>What of it lies in memory now, in megabytes (10⁶ bytes).</summary>
    public static double ResidentMegabytes(int processId) => Read(processId, "status", "VmRSS:") * BytesAKilobyte / 1e6;

    /// <summary>What of it lay in memory at most since the start, in megabytes (10⁶ bytes).</summary>
    public static double PeakMegabytes(int processId) => Read(processId, "status", "VmHWM:") * BytesAKilobyte / 1e6;

    public static long Threads(int processId) => Read(processId, "status", "Threads:");

    /// <summary>What it read that did not lie in memory, in bytes.</summary>
    public static long DiskBytes(int processId) => Read(processId, "io", "read_bytes:");

    private static long Read(int processId, string file, string name)
    {
        var line = File.ReadLines($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/{file}")
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }
}
