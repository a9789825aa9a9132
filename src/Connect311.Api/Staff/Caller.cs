using System.Security.Claims;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Staff;

/// <summary>The roles of callers, as tokens and events name them.</summary>
internal static class Role
{
    public const string App = "app";
    public const string Department = "department";
    public const string Agent = "agent";
    public const string Supervisor = "supervisor";
    public const string CallTaker = "call-taker";
    public const string Operator = "operator";
    public const string Admin = "admin";

    /// <summary>The roles that a member of staff may have.</summary>
    public static readonly string[] OfStaff = [Agent, Supervisor, CallTaker, Operator, Admin];

    /// <summary>Whether one of this role works for one department; of the others none may be named.</summary>
    public static bool HasDepartment(string role) => role is Agent or Supervisor or Department;
}

/// <summary>Who is calling, from the credential alone.</summary>
/// <param name="id">The app key's, department key's or member of staff's id.</param>
/// <param name="role">See <see cref="Staff.Role"/>.</param>
/// <param name="department">The one department this caller belongs to, or null.</param>
/// <param name="channel">Where reports of this caller come in.</param>
/// <param name="isLimited">Whether rate limits apply; they do to all but the demo app key.</param>
internal sealed partial class Caller(string id, string role, string? department, string channel, bool isLimited = true)
{
    private const string DepartmentClaim = "department";
    private const string ChannelClaim = "channel";
    private const string LimitedClaim = "limited";

    public string Id => id;

    public string Role => role;

    public string Channel => channel;

    public bool IsLimited => isLimited;

    public bool IsStaff => Staff.Role.OfStaff.Contains(role);

    /// <summary>The caller as the audit names it.</summary>
    public Actor Actor => new(id, role);

    public static Caller OfStaff(string id, string role, string? department) =>
        new(id, role, department, ServiceRequests.Channel.Phone);

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var claims = new List<Claim>
        {
            new(ClaimTypes.NameIdentifier, id),
            new(ClaimTypes.Role, role),
            new(ChannelClaim, channel),
            new(LimitedClaim, isLimited ? "yes" : "no"),
        };
        if (department is not null)
        {
            claims.Add(new(DepartmentClaim, department));
        }

        return new(new ClaimsIdentity(claims, scheme));
    }

    public static Caller Of(ClaimsPrincipal principal) => new(
        principal.FindFirstValue(ClaimTypes.NameIdentifier)!,
        principal.FindFirstValue(ClaimTypes.Role)!,
        principal.FindFirstValue(DepartmentClaim),
        principal.FindFirstValue(ChannelClaim)!,
        principal.FindFirstValue(LimitedClaim) == "yes");
}
