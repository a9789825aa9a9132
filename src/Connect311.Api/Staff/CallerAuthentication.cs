using System.Text.Encodings.Web;
using Connect311.Api.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Staff;

/// <summary>
/// Reads the credential of a call: a staff token (<c>Authorization: Bearer</c>), an app key (<c>X-Api-Key</c>) or a
/// department key (<c>X-Department-Key</c>). The first one that is sent counts.
/// </summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    CallerDirectory directory)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Connect311";
    public const string ApiKeyHeader = "X-Api-Key";
    public const string DepartmentKeyHeader = "X-Department-Key";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var headers = Request.Headers;
        var address = Context.Connection.RemoteIpAddress;
        Caller? caller;
        if (headers.Authorization.ToString() is { Length: > 0 } authorization)
        {
            caller = authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? directory.FindStaff(authorization[Bearer.Length..].Trim(), address)
                : null;
        }
        else if (headers[ApiKeyHeader].ToString() is { Length: > 0 } appKey)
        {
            caller = await directory.FindAppAsync(appKey, address, Context.RequestAborted);
        }
        else if (headers[DepartmentKeyHeader].ToString() is { Length: > 0 } departmentKey)
        {
            caller = await directory.FindDepartmentAsync(departmentKey, Context.RequestAborted);
        }
        else
        {
            return AuthenticateResult.NoResult();
        }

        return caller is null
            ? AuthenticateResult.Fail("The credential is wrong, revoked or expired.")
            : AuthenticateResult.Success(new(caller.ToPrincipal(SchemeName), SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var sent = await HandleAuthenticateOnceSafeAsync();
        var code = sent.None ? ProblemCode.CredentialRequired : ProblemCode.CredentialRefused;
        await new ProblemResult(code).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        new ProblemResult(ProblemCode.Forbidden).ExecuteAsync(Context);
}
