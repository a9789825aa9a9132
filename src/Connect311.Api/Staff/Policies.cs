using Microsoft.AspNetCore.Authorization;

namespace Connect311.Api.Staff;

/// <summary>Which roles a route is open to. Every route names one, or says that it is open to all.</summary>
internal static class Policies
{
    /// <summary>Send a report: apps, and staff on behalf of a caller.</summary>
    public const string Submit = "submit";

    /// <summary>See a department's queue.</summary>
    public const string Queue = "queue";

    /// <summary>See one request, by its number.</summary>
    public const string Inspect = "inspect";

    /// <summary>Act on a request.</summary>
    public const string Handle = "handle";

    public static void AddPolicies(this AuthorizationBuilder authorization) => authorization
        .AddPolicy(Submit, policy => policy.RequireRole(Role.App, Role.CallTaker, Role.Operator))
        .AddPolicy(Queue, policy => policy.RequireRole(Role.Agent, Role.Supervisor, Role.Operator, Role.Admin))
        .AddPolicy(Inspect, policy => policy.RequireRole(
            Role.Agent, Role.Supervisor, Role.CallTaker, Role.Operator, Role.Admin, Role.Department))
        .AddPolicy(Handle, policy => policy.RequireRole(Role.Agent, Role.Supervisor, Role.Operator, Role.Department));
}
