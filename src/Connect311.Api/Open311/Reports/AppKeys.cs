using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;

namespace Connect311.Api.Open311.Reports;

/// <summary>Finds whose app a report comes from. It is the same key as at <c>/v1</c>; here it may stand in the query or in the form.</summary>
internal sealed class AppKeys(CallerDirectory directory)
{
    private const string Argument = "api_key";

    /// <summary>The app, which the call is then known as; otherwise the refusal. What it sends came by Open311, but for what a sensor sends.</summary>
    public async Task<(Caller? Caller, ProblemResult? Refusal)> FindAsync(Arguments arguments, HttpContext context)
    {
        var key = arguments.One(Argument) ?? context.Request.Headers[CallerAuthentication.ApiKeyHeader].ToString();
        if (key.Length == 0)
        {
            return (null, new(ProblemCode.CredentialRequired));
        }

        if (await directory.FindAppAsync(key, context.Connection.RemoteIpAddress, context.RequestAborted) is not { } app)
        {
            return (null, new(ProblemCode.CredentialRefused));
        }

        var channel = app.Channel == Channel.Sensor ? Channel.Sensor : Channel.Open311;
        var caller = new Caller(app.Id, Role.App, null, channel, app.IsLimited);
        context.User = caller.ToPrincipal(CallerAuthentication.SchemeName);
        return (caller, null);
    }
}
