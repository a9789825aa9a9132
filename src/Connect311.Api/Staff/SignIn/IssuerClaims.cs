using System.Globalization;
using System.Security.Claims;
using Connect311.Api.Staff.People;
using Connect311.Routing.Documents;

namespace Connect311.Api.Staff.SignIn;

/// <summary>What the issuer says of somebody, in our words.</summary>
/// <param name="Subject">The issuer's own id of the person.</param>
/// <param name="IssuedAt">When it said so; null where it does not say.</param>
/// <param name="Wish">Name, role and department; null where the person may do nothing here.</param>
/// <param name="Reason">Why not; see <see cref="SignInReason"/>.</param>
internal sealed record IssuerClaims(string Subject, DateTimeOffset? IssuedAt, StaffWish? Wish, string? Reason)
{
    private const string SubjectClaim = "sub";
    private const string IssuedAtClaim = "iat";
    private const string Nameless = "(no name)";

    /// <summary>Reads the claims of a token that is valid.</summary>
    /// <exception cref="SignInRefusedException">It says of nobody.</exception>
    public static IssuerClaims Read(ClaimsPrincipal principal, OidcOptions options, Catalog.Catalog catalog)
    {
        var subject = principal.FindFirstValue(SubjectClaim) is { Length: > 0 } found
            ? found
            : throw new SignInRefusedException(SignInReason.NoSubject);
        var (role, reason) = RoleOf(principal, options);
        var department = (string?)null;
        if (role is not null && Role.HasDepartment(role))
        {
            (department, reason) = DepartmentOf(principal, options, catalog);
        }

        return new(
            subject,
            IssuedAtOf(principal),
            role is null || reason is not null ? null : new(NameOf(principal, options), role, department),
            reason);
    }

    /// <summary>Exactly one: of two, the stronger would be a guess, and the weaker another.</summary>
    private static (string? Role, string? Reason) RoleOf(ClaimsPrincipal principal, OidcOptions options)
    {
        var words = principal.FindAll(options.RoleClaim).Select(claim => claim.Value).ToList();
        var roles = words.Select(word => Ours(word, options.Roles)).Where(Role.OfStaff.Contains).Distinct().ToList();
        return roles switch
        {
            [var role] => (role, null),
            [] => (null, words.Count == 0 ? SignInReason.RoleMissing : SignInReason.RoleUnknown),
            _ => (null, SignInReason.RoleAmbiguous),
        };
    }

    private static (string? Department, string? Reason) DepartmentOf(ClaimsPrincipal principal, OidcOptions options, Catalog.Catalog catalog) =>
        principal.FindAll(options.DepartmentClaim).Select(claim => claim.Value).ToList() switch
        {
            [] => (null, SignInReason.DepartmentMissing),
            [var word] when Ours(word, options.Departments) is { } code && catalog.Departments.ContainsKey(code) => (code, null),
            _ => (null, SignInReason.DepartmentUnknown),
        };

    private static string? Ours(string word, Dictionary<string, string> words) =>
        words.Count == 0 ? word : words.GetValueOrDefault(word);

    private static string NameOf(ClaimsPrincipal principal, OidcOptions options)
    {
        var name = principal.FindFirstValue(options.NameClaim)?.Trim();
        return string.IsNullOrEmpty(name) || TextRules.Broken(name, lines: false) is not null ? Nameless
            : name.Length <= StaffRules.MaxNameLength ? name
            : char.IsHighSurrogate(name[StaffRules.MaxNameLength - 1]) ? name[..(StaffRules.MaxNameLength - 1)]
            : name[..StaffRules.MaxNameLength];
    }

    private static DateTimeOffset? IssuedAtOf(ClaimsPrincipal principal) =>
        long.TryParse(principal.FindFirstValue(IssuedAtClaim), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= Databases.Clock.Never.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
