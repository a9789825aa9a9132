using System.Globalization;

namespace Connect311.Benchmarks.Measures;

/// <summary>What of a process lies in memory, as the kernel counts it.</summary>
internal static class ProcessMemory
{
    private const string Resident = "VmRSS:";
    private const string Peak = "VmHWM:";

    /// <summary>Megabytes (10⁶ bytes) now.</summary>
    public static double ResidentMegabytes(int processId) => Read(processId, Resident);

    /// <summary>Megabytes (10⁶ bytes) at most since the start.</summary>
    public static double PeakMegabytes(int processId) => Read(processId, Peak);

    private static double Read(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/status")
            .First(line => line.StartsWith(name, StringComparison.Ordinal));
        var kibibytes = long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.Integer | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        return kibibytes * 1024 / 1e6;
    }
}
