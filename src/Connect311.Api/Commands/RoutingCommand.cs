using System.CommandLine;

namespace Connect311.Api.Commands;

/// <summary><c>routing</c>: which department gets a report.</summary>
internal static class RoutingCommand
{
    public static Command Create() => new("routing", "Apply the routing rules to requests that are stored.")
    {
        RoutingReapplyCommand.Create(),
    };
}
