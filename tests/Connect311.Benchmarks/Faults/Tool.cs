using System.ComponentModel;
using System.Diagnostics;

namespace Connect311.Benchmarks.Faults;

/// <summary>The system's own tools, for what the runtime has no words for.</summary>
internal static class Tool
{
    /// <summary>Runs a tool that must succeed.</summary>
    public static void Run(string name, params string[] arguments)
    {
        if (TryRun(name, arguments) is { } failure)
        {
            throw new InvalidOperationException(failure);
        }
    }

    /// <returns>Why it failed, or null.</returns>
    public static string? TryRun(string name, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{name}: {error.Trim().ReplaceLineEndings(" ")}";
        }
        catch (Win32Exception missing)
        {
            return $"{name}: {missing.Message}";
        }
    }
}
