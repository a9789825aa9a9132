using System.Security.Claims;
using Connect311.Routing;

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
}

/// <summary>Who is calling, from the credential alone.</summary>
/// <param name="Id">The app key's, department key's or member of staff's id.</param>
/// <param name="Role">See <see cref="Staff.Role"/>.</param>
/// <param name="Department">The one department this caller belongs to, or null.</param>
/// <param name="Channel">Where reports of this caller come in.</param>
/// <param name="IsLimited">Whether rate limits apply; they do to all but the demo app key.</param>
internal sealed record Caller(string Id, string Role, string? Department, string Channel, bool IsLimited = true)
{
    private const string DepartmentClaim = "department";
    private const string ChannelClaim = "channel";
    private const string LimitedClaim = "limited";

    public bool IsStaff => Role is not (Staff.Role.App or Staff.Role.Department);

    /// <summary>Whether the caller may see a department's queue and requests: its own, or every one's.</summary>
    public bool MaySee(string department) =>
        Role is Staff.Role.Operator or Staff.Role.Admin || (Department is not null && Department == department);

    /// <summary>Confidential requests are seen by the department that holds them alone; operators hold those of <c>311</c>.</summary>
    public bool SeesConfidentialOf(string department) =>
        Department == department || (Role == Staff.Role.Operator && department == RuleSet.OperatorDepartment);

    /// <summary>Whether the caller may act on a department's requests.</summary>
    public bool MayHandle(string department) => Role != Staff.Role.Admin && MaySee(department);

    public static Caller OfStaff(string id, string role, string? department) =>
        new(id, role, department, ServiceRequests.Channel.Phone);

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var claims = new List<Claim>
        {
            new(ClaimTypes.NameIdentifier, Id),
            new(ClaimTypes.Role, Role),
            new(ChannelClaim, Channel),
            new(LimitedClaim, IsLimited ? "yes" : "no"),
        };
        if (Department is not null)
        {
            claims.Add(new(DepartmentClaim, Department));
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
