using System.Text.Encodings.Web;
using Connect311.Api.Http;
using Connect311.Api.Staff.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Staff;

/// <summary>
/// Reads the credential of a call: a personal access token or a token of the city's sign-in
/// (<c>Authorization: Bearer</c>), an app key (<c>X-Api-Key</c>) or a department key (<c>X-Department-Key</c>).
/// The first one that is sent counts.
/// </summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    CallerDirectory directory,
    IssuerSignIn signIn)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Connect311";
    public const string ApiKeyHeader = "X-Api-Key";
    public const string DepartmentKeyHeader = "X-Department-Key";

    private const string Bearer = "Bearer ";
    private const string NoRole = "no-role";
    private const int IssuerRetryAfterSeconds = 5;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var headers = Request.Headers;
        if (headers.Authorization.ToString() is { Length: > 0 } authorization)
        {
            return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? await OfBearerAsync(authorization[Bearer.Length..].Trim())
                : Of(null);
        }

        if (headers[ApiKeyHeader].ToString() is { Length: > 0 } appKey)
        {
            return Of(await directory.FindAppAsync(appKey, Context.Connection.RemoteIpAddress, Context.RequestAborted));
        }

        return headers[DepartmentKeyHeader].ToString() is { Length: > 0 } departmentKey
            ? Of(await directory.FindDepartmentAsync(departmentKey, Context.RequestAborted))
            : AuthenticateResult.NoResult();
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var sent = await HandleAuthenticateOnceSafeAsync();
        var problem = sent switch
        {
            { None: true } => new ProblemResult(ProblemCode.CredentialRequired),
            { Failure: IssuerUnavailableException } => new(ProblemCode.IssuerUnavailable) { RetryAfter = IssuerRetryAfterSeconds },
            { Failure: SignInRefusedException { Reason: var reason } } => new(ProblemCode.CredentialRefused, new { reason }),
            _ => new(ProblemCode.CredentialRefused),
        };
        await problem.ExecuteAsync(Context);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var sent = await HandleAuthenticateOnceSafeAsync();
        var problem = sent.Properties?.GetString(NoRole) is { } reason
            ? new ProblemResult(ProblemCode.NoRole, new { reason })
            : new ProblemResult(ProblemCode.Forbidden);
        await problem.ExecuteAsync(Context);
    }

    private async Task<AuthenticateResult> OfBearerAsync(string token)
    {
        if (await directory.FindStaffAsync(token, Context.Connection.RemoteIpAddress, Context.RequestAborted) is { } known)
        {
            return Of(known);
        }

        if (!signIn.IsOn || !IssuerSignIn.IsToken(token))
        {
            return Of(null);
        }

        try
        {
            var (caller, reason) = await signIn.FindAsync(Context);
            return caller is not null ? Of(caller) : Stranger(reason!);
        }
        catch (Exception e) when (e is SignInRefusedException or IssuerUnavailableException)
        {
            return AuthenticateResult.Fail(e);
        }
    }

    private static AuthenticateResult Of(Caller? caller) => caller is null
        ? AuthenticateResult.Fail("The credential is wrong, revoked or expired.")
        : AuthenticateResult.Success(new(caller.ToPrincipal(SchemeName), SchemeName));

    /// <summary>Somebody whom the issuer knows and who has no role here: no policy lets such a one pass.</summary>
    private static AuthenticateResult Stranger(string reason)
    {
        var properties = new AuthenticationProperties();
        properties.SetString(NoRole, reason);
        return AuthenticateResult.Success(new(new(new System.Security.Claims.ClaimsIdentity(SchemeName)), properties, SchemeName));
    }
}
