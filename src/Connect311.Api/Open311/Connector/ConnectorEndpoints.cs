using System.ComponentModel.DataAnnotations;
using Connect311.Api.Delivery;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Open311.Connector;

/// <summary>What went to departments' own systems and what did not, for admins.</summary>
internal static class ConnectorEndpoints
{
    public static void MapConnectors(this IEndpointRouteBuilder routes)
    {
        var forwards = routes.MapGroup("/v1/admin/forwards").WithTags("Administration").RequireAuthorization(Policies.Administer);
        forwards.MapGet("", List).WithName("ListForwards").Sheds(LoadClass.List).Produces<ForwardPage>().Refuses(400, 401, 403, 503);
        forwards.MapPost("/{id}/replay", Replay).WithName("ReplayForward").Produces<ForwardView>().Refuses(400, 401, 403, 404, 408, 413, 415, 503);
    }

    /// <summary>Lists events for departments that work in their own systems in a state, such as those that were given up.</summary>
    /// <remarks>What is done is kept for 30 days, unless the city says otherwise.</remarks>
    internal static async Task<Results<Ok<ForwardPage>, ProblemResult>> List(
        HttpContext context, [AsParameters] StateQuery query, ForwardStore store)
    {
        var list = new StateList<ForwardRow>(
            "forwards",
            key => ForwardKey.Read(key) is not null,
            row => ForwardKey.Of(row).ToString(),
            (state, after, take) => store.PageAsync(state, after is null ? null : ForwardKey.Read(after), take, context.RequestAborted));
        var (shown, next, refusal) = await list.ReadAsync(query);
        context.Response.Headers.CacheControl = "no-store";
        return refusal is not null ? refusal : TypedResults.Ok(new ForwardPage([.. shown.Select(ForwardView.Of)], next));
    }

    /// <summary>Sends anew what was given up.</summary>
    /// <remarks>It stands in the audit. One that is not dead stays as it is: the answer says how.</remarks>
    /// <param name="id">The id of the list.</param>
    internal static async Task<Results<Ok<ForwardView>, ProblemResult>> Replay(string id, HttpContext context, ForwardStore store)
    {
        if (await RequestBody.RefuseContentAsync(context) is { } refusal)
        {
            return refusal;
        }

        if (ForwardKey.Read(id) is not { } key || await store.FindAsync(key, context.RequestAborted) is not { } seen)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        if (seen.State == DeliveryState.Dead)
        {
            await store.ReplayAsync(seen, Caller.Of(context.User).Actor, context.RequestAborted);
        }

        context.Response.Headers.CacheControl = "no-store";
        return await store.FindAsync(key, context.RequestAborted) is { } row ? TypedResults.Ok(ForwardView.Of(row)) : new ProblemResult(ProblemCode.NotFound);
    }
}

/// <summary>One page of events for departments' own systems.</summary>
/// <param name="Items">The events, in the order of their requests.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
internal sealed record ForwardPage(IReadOnlyList<ForwardView> Items, string? NextCursor);

/// <summary>An event for a department's own system.</summary>
/// <param name="Id">Its name, for sending it anew.</param>
/// <param name="Department">The code of the department.</param>
/// <param name="TrackingNumber">The report that it is about: <c>311-</c> and digits.</param>
/// <param name="Event">The number of the event in the history of the report.</param>
/// <param name="Kind">request (the department gets the report with it) or update.</param>
/// <param name="State">waiting, sending, sent, dead (given up) or dropped (the department need not hear of it any more).</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttemptAt">When it is tried next; null where it is not.</param>
/// <param name="Failure">Why it did not go, as a code; null where nothing failed.</param>
internal sealed record ForwardView(
    string Id,
    string Department,
    string TrackingNumber,
    int Event,
    [property: ExtensibleEnum(typeof(ForwardKind))] string Kind,
    [property: ExtensibleEnum(typeof(DeliveryState))] string State,
    DateTimeOffset CreatedAt,
    int Attempts,
    [property: Required] DateTimeOffset? NextAttemptAt,
    [property: Required] string? Failure)
{
    public static ForwardView Of(ForwardRow row) => new(
        ForwardKey.Of(row).ToString(),
        row.Department,
        new TrackingNumber(row.RequestId).ToString(),
        row.EventNumber,
        row.Kind,
        row.State,
        row.CreatedAt,
        row.Attempts,
        row.State is DeliveryState.Waiting or DeliveryState.Sending ? row.NextAttemptAt : null,
        row.Failure);
}
