using Connect311.Api.Devices.Links;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Devices.Follows;

/// <summary>A phone follows what somebody else reported, instead of reporting it again.</summary>
internal static class FollowEndpoints
{
    public static void MapFollows(this IEndpointRouteBuilder routes)
    {
        var follow = routes.MapGroup("/v1/service-requests/{trackingNumber}/follow").WithTags("Devices").AllowAnonymous();
        follow.MapPost("", Follow).WithName("FollowServiceRequest").Produces<MyRequest>().Refuses(400, 401, 404, 408, 413, 415, 503);
        follow.MapDelete("", Unfollow).WithName("UnfollowServiceRequest").Produces<FollowState>().Refuses(400, 401, 503);
    }

    /// <summary>Follows a report that somebody else sent.</summary>
    /// <remarks>
    /// It stands among the phone's reports (<c>GET /v1/me/service-requests</c>) then, marked <c>following</c>, as anybody sees it: the
    /// phone hears what becomes of it, and has none of its owner's rights. Once a device, however often it is sent; one that is the phone's
    /// own stays so. A confidential report answers like an unknown number.
    /// </remarks>
    /// <param name="trackingNumber">The number of the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<MyRequest>, ProblemResult>> Follow(
        string trackingNumber, HttpContext context, DeviceGate gate, FollowDesk desk)
    {
        var (token, refused) = await gate.EnterWithoutBodyAsync(context);
        if (token is null)
        {
            return refused!;
        }

        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number)
        {
            return refusal!;
        }

        var (followed, problem) = await desk.FollowAsync(token.Device, number, MyRequestEndpoints.Described(context), context.RequestAborted);
        return followed is null ? problem! : TypedResults.Ok(followed);
    }

    /// <summary>Follows a report no more.</summary>
    /// <remarks>What the phone does not follow stays as it is, also its own. Every number answers alike.</remarks>
    /// <param name="trackingNumber">The number of the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<FollowState>, ProblemResult>> Unfollow(
        string trackingNumber, HttpContext context, DeviceGate gate, LinkStore links)
    {
        var (token, refused) = await gate.EnterAsync(context);
        if (token is null)
        {
            return refused!;
        }

        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number)
        {
            return refusal!;
        }

        return await links.UnfollowAsync(token.Device, number, context.RequestAborted)
            ? TypedResults.Ok(new FollowState(number.ToString(), Following: false))
            : new ProblemResult(ProblemCode.Busy) { RetryAfter = 1 };
    }
}

/// <summary>Whether a phone follows a report.</summary>
/// <param name="TrackingNumber">The number of the report: <c>311-</c> and digits.</param>
/// <param name="Following">Whether it does.</param>
internal sealed record FollowState(string TrackingNumber, bool Following);

/// <summary>Puts what somebody else reported on a phone, as far as anybody may see it.</summary>
internal sealed class FollowDesk(LinkStore links, PublicStore store, MyRequests requests)
{
    /// <summary>The report as the phone has it then; otherwise the refusal.</summary>
    public async Task<(MyRequest? Followed, ProblemResult? Refusal)> FollowAsync(
        string device, TrackingNumber number, string language, CancellationToken cancellationToken)
    {
        var isOwn = await links.OwnsAsync(device, number, cancellationToken);
        if (await store.FindAsync(number, isOwn ? number : null, cancellationToken) is not { } found || !(isOwn || requests.IsPublic(found.Row)))
        {
            return (null, new(ProblemCode.NotFound));
        }

        return await links.FollowAsync(device, number, cancellationToken)
            ? (await requests.OfAsync(found, number, !isOwn, language, cancellationToken), null)
            : (null, new(ProblemCode.Busy) { RetryAfter = 1 });
    }
}
