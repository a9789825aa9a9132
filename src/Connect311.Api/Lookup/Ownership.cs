using Connect311.Api.Devices;
using Connect311.Api.Devices.Links;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Lookup;

/// <summary>
/// The one gate of whoever reported something: by the reporter key, or by the token of a device on which the report is as its own.
/// To follow a report opens nothing.
/// </summary>
internal sealed class Ownership(CallerView view, DeviceGate gate, LinkStore links, PublicStore store, PublicRequests requests)
{
    /// <summary>
    /// The number of a route if it is the caller's own; otherwise the refusal, which is the same for every number: nobody else learns
    /// whether there is such a request.
    /// </summary>
    public async Task<(TrackingNumber? Own, ProblemResult? Refusal)> EnterAsync(string trackingNumber, HttpContext context)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number)
        {
            return (null, refusal);
        }

        return await OwnOfAsync(number, context) is { } own ? (own, null)
            : (null, new(CallerView.HasKey(context) || DeviceGate.IsNamed(context) ? ProblemCode.CredentialRefused : ProblemCode.CredentialRequired));
    }

    /// <summary>A number if it is the caller's own; else null.</summary>
    public async Task<TrackingNumber?> OwnOfAsync(TrackingNumber number, HttpContext context) =>
        view.OwnOf(context, [number]) is { } own ? own
        : DeviceGate.IsNamed(context) && await gate.FindAsync(context) is { } token && await links.OwnsAsync(token.Device, number, context.RequestAborted)
            ? number
            : null;

    /// <summary>The report of a route whose reporter key was sent; otherwise the refusal. A device alone is not asked.</summary>
    public async Task<(FoundRequest? Found, ProblemResult? Refusal)> FindByKeyAsync(string trackingNumber, HttpContext context)
    {
        if (view.ReadOwn(trackingNumber, context, out var refusal) is not { } own)
        {
            return (null, refusal);
        }

        return await store.FindAsync(own, own, context.RequestAborted) is { } found && requests.IsShown(found.Row, own)
            ? (found, null)
            : (null, new(ProblemCode.NotFound));
    }

    /// <summary>What the owner of a report is answered behind a command: the report as it is then.</summary>
    public async Task<PublicRequest> ShowAsync(TrackingNumber own, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var found = await store.FindAsync(own, own, context.RequestAborted);
        return await requests.OfAsync(found!, own, Languages.Of(context), context.RequestAborted);
    }
}
