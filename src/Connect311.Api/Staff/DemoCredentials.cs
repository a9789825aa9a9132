using System.Net;
using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;

namespace Connect311.Api.Staff;

/// <summary>
/// Credentials to try the program with: registered in Development alone, and only for callers on this machine.
/// They are never rows, so no database carries them into production.
/// </summary>
internal sealed class DemoCredentials(CurrentCity city)
{
    public const string AppKey = "demo-app";
    public const string AgentPrefix = "demo-agent-";
    public const string SupervisorPrefix = "demo-supervisor-";
    public const string CallTaker = "demo-calltaker";
    public const string Operator = "demo-operator";
    public const string Admin = "demo-admin";

    public static Caller? FindApp(string key, IPAddress? caller) =>
        key == AppKey && IsHere(caller) ? new(AppKey, Role.App, null, Channel.Mobile, isLimited: false) : null;

    /// <summary>The ids of those who work for a department.</summary>
    public static string[] PeopleOf(string department) =>
        department == RuleSet.OperatorDepartment ? [Operator] : [AgentPrefix + department, SupervisorPrefix + department];

    public Caller? FindStaff(string token, IPAddress? caller)
    {
        if (!IsHere(caller))
        {
            return null;
        }

        return token switch
        {
            CallTaker => Caller.OfStaff(token, Role.CallTaker, null),
            Operator => Caller.OfStaff(token, Role.Operator, null),
            Admin => Caller.OfStaff(token, Role.Admin, null),
            _ => InDepartment(token, AgentPrefix, Role.Agent) ?? InDepartment(token, SupervisorPrefix, Role.Supervisor),
        };
    }

    private Caller? InDepartment(string token, string prefix, string role) =>
        token.StartsWith(prefix, StringComparison.Ordinal)
        && city.Value.Catalog.Departments.ContainsKey(token[prefix.Length..])
            ? Caller.OfStaff(token, role, token[prefix.Length..])
            : null;

    private static bool IsHere(IPAddress? caller) => caller is not null && IPAddress.IsLoopback(caller);
}
