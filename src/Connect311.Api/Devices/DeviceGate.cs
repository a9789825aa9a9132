using Connect311.Api.Http;

namespace Connect311.Api.Devices;

/// <summary>Knows the device of a call by its token, and notes that the token was used.</summary>
internal sealed class DeviceGate(DeviceTokens tokens, DeviceStore store)
{
    /// <summary>How often two tokens of one device may come at once; each time the device is looked at anew.</summary>
    private const int Tries = 10;

    /// <summary>Whether a call names a device at all.</summary>
    public static bool IsNamed(HttpContext context) => context.Request.Headers[DeviceTokens.Header].Count > 0;

    /// <summary>The token of a call, as far as its device takes it; otherwise the refusal.</summary>
    public async Task<(DeviceToken? Token, ProblemResult? Refusal)> EnterAsync(HttpContext context) => await FindAsync(context) is { } token
        ? (token, null)
        : (null, new(IsNamed(context) ? ProblemCode.CredentialRefused : ProblemCode.CredentialRequired));

    /// <summary>The same of a call that has no body: what comes as one is refused first.</summary>
    public async Task<(DeviceToken? Token, ProblemResult? Refusal)> EnterWithoutBodyAsync(HttpContext context) =>
        await RequestBody.RefuseContentAsync(context) is { } refusal ? (null, refusal) : await EnterAsync(context);

    /// <summary>The token of a call with which its device can be ended: a dead one too, if it is dead because that was done.</summary>
    public async Task<(DeviceToken? Token, ProblemResult? Refusal)> EnterToEndAsync(HttpContext context)
    {
        if (tokens.Read(TextOf(context)) is { } token
            && await store.FindAsync(token.Device, context.RequestAborted) is { RevokedAt: not null } ended
            && (ended with { RevokedAt = null }).StateOf(token) != TokenState.Dead)
        {
            return (token, null);
        }

        return await EnterAsync(context);
    }

    /// <summary>The token of a call, or null where there is none, or one that is dead or forged.</summary>
    public async Task<DeviceToken?> FindAsync(HttpContext context) =>
        Read(context) is { } token ? await FindAsync(token, context.RequestAborted) : null;

    /// <summary>The token of a call as it says of itself, or null where there is none or one that is forged; whether it is dead only the database knows.</summary>
    public DeviceToken? Read(HttpContext context) => tokens.Read(TextOf(context));

    /// <summary>The token itself, or null where it is dead.</summary>
    public async Task<DeviceToken?> FindAsync(DeviceToken token, CancellationToken cancellationToken)
    {
        for (var left = Tries; left > 0; left--)
        {
            if (await store.FindAsync(token.Device, cancellationToken) is not { } seen || seen.StateOf(token) == TokenState.Dead)
            {
                return null;
            }

            if (await store.UseAsync(seen, token, cancellationToken))
            {
                return token;
            }
        }

        return null;
    }

    private static string TextOf(HttpContext context) => context.Request.Headers[DeviceTokens.Header].ToString();
}
