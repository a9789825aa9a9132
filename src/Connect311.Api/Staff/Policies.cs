using Microsoft.AspNetCore.Authorization;

namespace Connect311.Api.Staff;

/// <summary>Which roles a route is open to. Every route names one, or says that it is open to all.</summary>
internal static class Policies
{
    /// <summary>Send a report: apps, and staff on behalf of a caller.</summary>
    public const string Submit = "submit";

    /// <summary>Make a device for a phone, or move one to it.</summary>
    public const string Register = "register";

    /// <summary>Send photos: of reports, and of what was done.</summary>
    public const string Photograph = "photograph";

    /// <summary>See a department's queue.</summary>
    public const string Queue = "queue";

    /// <summary>See one request, by its number.</summary>
    public const string Inspect = "inspect";

    /// <summary>Read why a request went where it went, with the answers that decided: staff alone, no department's system.</summary>
    public const string Explain = "explain";

    /// <summary>Act on a request.</summary>
    public const string Handle = "handle";

    /// <summary>Refuse a request: it is a test, spam or abuse.</summary>
    public const string Cancel = "cancel";

    /// <summary>Open a request again that was closed or cancelled.</summary>
    public const string Reopen = "reopen";

    /// <summary>Keep a request from being erased, and let it be erased again.</summary>
    public const string KeepRecords = "keep-records";

    /// <summary>Ask whoever reported a request something.</summary>
    public const string Ask = "ask";

    /// <summary>Take a request in hand, and lay it down.</summary>
    public const string Claim = "claim";

    /// <summary>Say which requests report the same thing, and act on all of them at once.</summary>
    public const string Join = "join";

    /// <summary>Give a request to somebody.</summary>
    public const string Assign = "assign";

    /// <summary>Act on many requests at once; each action asks for its own policy too.</summary>
    public const string Bulk = "bulk";

    /// <summary>Say whose reports wait for an operator.</summary>
    public const string Hold = "hold";

    /// <summary>Hand a report that waits for an operator to its department.</summary>
    public const string Release = "release";

    /// <summary>Let the public see a photo of a request.</summary>
    public const string Publish = "publish";

    /// <summary>See who has how much in hand.</summary>
    public const string Workload = "workload";

    /// <summary>See how many requests there were, and how long they took.</summary>
    public const string Numbers = "numbers";

    /// <summary>Read who reported a request, to get in touch; each reading is audited.</summary>
    public const string Contact = "contact";

    /// <summary>Administer staff, the catalogue, areas and rule sets, and read the audit.</summary>
    public const string Administer = "administer";

    /// <summary>Try rule sets out, on one report or on all that are stored.</summary>
    public const string TryRules = "try-rules";

    /// <summary>The roles of each policy.</summary>
    public static IReadOnlyDictionary<string, string[]> Roles { get; } = new Dictionary<string, string[]>
    {
        [Submit] = [Role.App, Role.CallTaker, Role.Operator],
        [Register] = [Role.App],
        [Photograph] = [Role.App, Role.Agent, Role.Supervisor, Role.CallTaker, Role.Operator, Role.Department],
        [Queue] = [Role.Agent, Role.Supervisor, Role.Operator, Role.Admin],
        [Inspect] = [Role.Agent, Role.Supervisor, Role.CallTaker, Role.Operator, Role.Admin, Role.Department],
        [Explain] = Role.OfStaff,
        [Handle] = [Role.Agent, Role.Supervisor, Role.Operator, Role.Department],
        [Cancel] = [Role.Agent, Role.Supervisor, Role.Operator],
        [Ask] = [Role.Agent, Role.Supervisor, Role.Operator],
        [Reopen] = [Role.Supervisor, Role.Operator],
        [KeepRecords] = [Role.Supervisor, Role.Operator],
        [Claim] = [Role.Agent, Role.Supervisor, Role.Operator],
        [Join] = [Role.Agent, Role.Supervisor, Role.Operator],
        [Assign] = [Role.Supervisor, Role.Operator],
        [Bulk] = [Role.Agent, Role.Supervisor, Role.Operator],
        [Hold] = [Role.Supervisor, Role.Operator, Role.Admin],
        [Release] = [Role.Operator],
        [Publish] = [Role.Agent, Role.Supervisor, Role.Operator],
        [Workload] = [Role.Supervisor, Role.Operator, Role.Admin],
        [Numbers] = [Role.Agent, Role.Supervisor, Role.Operator, Role.Admin],
        [Contact] = [Role.Agent, Role.Supervisor, Role.Operator],
        [Administer] = [Role.Admin],
        [TryRules] = [Role.Operator, Role.Admin],
    };

    public static void AddPolicies(this AuthorizationBuilder authorization)
    {
        foreach (var (name, roles) in Roles)
        {
            authorization.AddPolicy(name, policy => policy.RequireRole(roles));
        }
    }
}
