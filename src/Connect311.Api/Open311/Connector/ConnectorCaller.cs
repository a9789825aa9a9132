using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;

namespace Connect311.Api.Open311.Connector;

/// <summary>As whom this program acts on what a department's system said.</summary>
internal static class ConnectorCaller
{
    public static Caller Of(string department) => new($"connector-{department}", Role.Department, department, Channel.Open311);
}
