using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Api.Staff;

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

    /// <summary>A device as the owner of photos.</summary>
    public static string OwnerOf(string deviceId) => Prefix + deviceId;

    /// <summary>Whose a photo is that this call sends or asks for; otherwise the refusal.</summary>
    public async Task<(string? Owner, ProblemResult? Refusal)> OfAsync(HttpContext context)
    {
        if (context.User.Identity?.IsAuthenticated == true)
        {
            return Policies.Roles[Policies.Photograph].Any(context.User.IsInRole)
                ? (Caller.Of(context.User).Id, null)
                : (null, new(ProblemCode.Forbidden));
        }

        var (token, refusal) = await gate.EnterAsync(context);
        return token is { } device ? (OwnerOf(device.Device), null) : (null, refusal);
    }

    /// <summary>The same for a call that brings bytes, which is counted.</summary>
    public async Task<(string? Owner, ProblemResult? Refusal)> CountedAsync(HttpContext context)
    {
        var (owner, refusal) = await OfAsync(context);
        var late = owner is null ? refusal
            : owner.StartsWith(Prefix, StringComparison.Ordinal) ? limiter.Refuse(context, $"photos {owner}", DeviceLimit)
            : limiter.Refuse(context);
        return late is null ? (owner, null) : (null, late);
    }
}
