using System.CommandLine;

namespace Connect311.Benchmarks.Fuzz;

internal static class FuzzCommand
{
    public static Command Create() => new("fuzz", "x");
}
