using System.ComponentModel.DataAnnotations;

namespace Connect311.Api.Staff.SignIn;

/// <summary>The city's own sign-in: any OpenID Connect issuer. Without an authority there is none.</summary>
internal sealed class OidcOptions : IValidatableObject
{
    public const string Section = "Oidc";

    /// <summary>The issuer's address; its discovery document stands below it, at <c>.well-known/openid-configuration</c>.</summary>
    public string? Authority { get; init; }

    /// <summary>What the issuer calls this program in <c>aud</c>. Needed with an authority.</summary>
    public string? Audience { get; init; }

    /// <summary>The claim with the role. Default <c>roles</c>.</summary>
    [Required]
    public string RoleClaim { get; init; } = "roles";

    /// <summary>The claim with the department of agents and supervisors. Default <c>department</c>.</summary>
    [Required]
    public string DepartmentClaim { get; init; } = "department";

    /// <summary>The claim with the person's name. Default <c>name</c>.</summary>
    [Required]
    public string NameClaim { get; init; } = "name";

    /// <summary>Our role for each of the issuer's words. Without any, the issuer must use our words.</summary>
    public Dictionary<string, string> Roles { get; init; } = [];

    /// <summary>Our department's code for each of the issuer's words. Without any, the issuer must use our codes.</summary>
    public Dictionary<string, string> Departments { get; init; } = [];

    public bool IsOn => Authority is { Length: > 0 };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var authority)
            || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            yield return new($"{Section}:Authority must be an https address (http only on this machine).");
        }

        if (string.IsNullOrWhiteSpace(Audience))
        {
            yield return new($"{Section}:Audience must be set with {Section}:Authority: what the issuer calls this program.");
        }

        foreach (var (word, role) in Roles.Where(entry => !Role.OfStaff.Contains(entry.Value)))
        {
            yield return new($"{Section}:Roles:{word} is '{role}'; it must be one of: {string.Join(", ", Role.OfStaff)}.");
        }
    }
}
