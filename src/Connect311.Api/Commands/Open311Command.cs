using System.CommandLine;

namespace Connect311.Api.Commands;

/// <summary><c>open311</c>: what has to do with the Open311 standard, of this server or of others.</summary>
internal static class Open311Command
{
    public static Command Create() => new("open311", "Check Open311 GeoReport v2 servers, this one or any other.")
    {
        Open311CheckCommand.Create(),
    };
}
