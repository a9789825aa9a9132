using System.CommandLine;

namespace Connect311.Api.Commands;

/// <summary><c>routing</c>: the rules that decide which department gets a report.</summary>
internal static class RoutingCommand
{
    public static Command Create() => new("routing", "Try the rules that decide which department gets a report.")
    {
        RoutingBacktestCommand.Create(),
    };
}
