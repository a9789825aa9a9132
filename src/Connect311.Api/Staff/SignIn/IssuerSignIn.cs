using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Catalog;
using Connect311.Api.Secrets;
using Connect311.Api.Staff.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Staff.SignIn;

/// <summary>Who a token of the city's sign-in is. Its role counts as long as the token is good; a person can be deactivated here.</summary>
internal sealed class IssuerSignIn(
    IOptions<OidcOptions> options, IssuerKeys issuerKeys, CurrentCity city, SecretKeys keys, StaffMembers members, TimeProvider time)
{
    /// <summary>The scheme by which ASP.NET Core's own handler judges tokens.</summary>
    public const string SchemeName = "Oidc";

    private const int IdBytes = 16;

    private readonly ShortMemory<StaffMember> _members = new(time);

    public bool IsOn => options.Value.IsOn;

    /// <summary>Whether a text has the form of a signed token: two dots.</summary>
    public static bool IsToken(string text) => text.AsSpan().Count('.') == 2;

    /// <summary>Judges the token of a call.</summary>
    /// <returns>The person; with a reason instead where the person is known and may do nothing here.</returns>
    /// <exception cref="SignInRefusedException">The token is no credential.</exception>
    /// <exception cref="IssuerUnavailableException">No token can be judged now.</exception>
    public async Task<(Caller? Caller, string? Reason)> FindAsync(HttpContext context)
    {
        await issuerKeys.EnsureAsync(context.RequestAborted);
        var judged = await context.AuthenticateAsync(SchemeName);
        if (judged.Principal is not { } principal)
        {
            throw new SignInRefusedException(SignInReason.Of(judged.Failure));
        }

        var claims = IssuerClaims.Read(principal, options.Value, city.Value.Catalog);
        var id = IdOf(claims.Subject);
        var key = KeyOf(id, claims);
        var member = _members.Find(key) ?? await _members.FindAsync(key, () => MeetAsync(id, claims, context.RequestAborted));
        if (member is { IsActive: false })
        {
            throw new SignInRefusedException(SignInReason.Deactivated);
        }

        return claims.Wish is { } wish ? (Caller.OfStaff(id, wish.Role, wish.Department), null) : (null, claims.Reason);
    }

    /// <summary>The person's row, brought up to date; none for somebody who was never more than a stranger.</summary>
    private async Task<StaffMember?> MeetAsync(string id, IssuerClaims claims, CancellationToken cancellationToken)
    {
        var known = await members.FindAsync(id, cancellationToken);
        return claims.Wish is { } wish
            ? await members.MirrorAsync(known, id, wish, claims.IssuedAt ?? DateTimeOffset.UnixEpoch, cancellationToken)
            : known;
    }

    /// <summary>Follows from the issuer's id of the person under a key of ours, and so says nothing about it.</summary>
    private string IdOf(string subject) => Convert.ToHexStringLower(
        HMACSHA256.HashData(keys.Staff, Encoding.UTF8.GetBytes($"{options.Value.Authority}\n{subject}")).AsSpan(0, IdBytes));

    /// <summary>Other claims of the same person must be looked at.</summary>
    private static string KeyOf(string id, IssuerClaims claims) =>
        $"{id}\n{claims.Wish?.Role}\n{claims.Wish?.Department}\n{claims.Wish?.Name}\n{claims.IssuedAt?.ToUnixTimeSeconds()}";
}
