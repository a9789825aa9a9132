using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Authentication;

namespace Connect311.Api.Photos;

/// <summary>
/// Who sends a photo: an app, somebody of the staff, the system of a department; or a phone by its device token alone, so that an upload in the
/// background needs no other credential.
/// </summary>
internal sealed class PhotoSenders(DeviceGate gate, RateLimiter limiter)
{
    private const string Prefix = "device:";

    /// <summary>Uploads a minute of one device that comes without an app key; as many may come at once.</summary>
    private const int DeviceLimit = 60;

    private static readonly object Key = new();

    /// <summary>A device as the owner of photos.</summary>
    public static string OwnerOf(string deviceId) => Prefix + deviceId;

    /// <summary>Whose the photo is that a call sends or asks for, once <see cref="EnterAsync"/> let it in.</summary>
    public static string Of(HttpContext context) => (string)context.Items[Key]!;

    /// <summary>Lets in whoever may send photos. Calls that bring bytes are counted.</summary>
    public static async ValueTask<object?> EnterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var (owner, refusal) = await context.RequestServices.GetRequiredService<PhotoSenders>().FindAsync(context);
        context.Items[Key] = owner;
        return owner is null ? refusal : await next(invocation);
    }

    private async Task<(string? Owner, ProblemResult? Refusal)> FindAsync(HttpContext context)
    {
        var brings = HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsPatch(context.Request.Method);
        if (context.User.Identity?.IsAuthenticated == true)
        {
            return !Policies.Roles[Policies.Photograph].Any(context.User.IsInRole) ? (null, new(ProblemCode.Forbidden))
                : brings && limiter.Refuse(context) is { } late ? (null, late)
                : (Caller.Of(context.User).Id, null);
        }

        if (!DeviceGate.IsNamed(context))
        {
            return (null, new((await context.AuthenticateAsync()).Failure is null ? ProblemCode.CredentialRequired : ProblemCode.CredentialRefused));
        }

        var (token, refusal) = await gate.EnterAsync(context);
        return token is null ? (null, refusal)
            : brings && limiter.Refuse(context, $"photos {token.Device}", DeviceLimit) is { } soon ? (null, soon)
            : (OwnerOf(token.Device), null);
    }
}
