using System.CommandLine;
using Connect311.Benchmarks.Crash;
using Connect311.Benchmarks.Fuzz;

namespace Connect311.Benchmarks;

/// <summary>One command a benchmark; each prints one table, and ends with 1 when it found something wrong.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => new RootCommand(
        "Measures Connect311 and tries to break it. Servers run as processes of their own, on this machine.")
    {
        CrashCommand.Create(),
        FuzzCommand.Create(),
        HastyServer.Create(),
    }.Parse(args).InvokeAsync();
}
