using Connect311.Api.Devices;
using Connect311.Api.Devices.Links;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

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

    /// <summary>The number of a route if it is the caller's own, with what the body says; otherwise the refusal. Nobody else's body is read.</summary>
    public async Task<(TrackingNumber Own, T? Said, ProblemResult? Refusal)> EnterAsync<T>(
        string trackingNumber, HttpContext context, Func<ObjectReader, T> read, bool optional = false)
    {
        var (own, refusal) = await EnterAsync(trackingNumber, context);
        if (own is not { } number)
        {
            return (default, default, refusal);
        }

        var (said, refused) = await RequestBody.ReadAsync(context, read, optional);
        return (number, said, refused);
    }

    /// <summary>A command of the owner: the gate, what the body says, the act, and the report as it is then.</summary>
    /// <param name="trackingNumber">The number of the route.</param>
    /// <param name="context">The call.</param>
    /// <param name="read">Reads the body to its end.</param>
    /// <param name="act">Does what was asked; gives the refusal, or null.</param>
    /// <param name="optional">Whether no body may come.</param>
    public async Task<Results<Ok<PublicRequest>, ProblemResult>> DoAsync<T>(
        string trackingNumber, HttpContext context, Func<ObjectReader, T> read, Func<TrackingNumber, T, Task<ProblemResult?>> act, bool optional = false)
    {
        var (own, said, refusal) = await EnterAsync(trackingNumber, context, read, optional);
        return (refusal ?? await act(own, said!)) is { } refused ? refused : TypedResults.Ok(await ShowAsync(own, context));
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
    private async Task<PublicRequest> ShowAsync(TrackingNumber own, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        var found = await store.FindAsync(own, own, context.RequestAborted);
        return await requests.OfAsync(found!, own, Languages.Of(context), context.RequestAborted);
    }
}
