using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Subscriptions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Delivery;

/// <summary>What was sent to residents and what was not, for admins.</summary>
internal static class DeliveryEndpoints
{
    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        var deliveries = routes.MapGroup("/v1/admin/deliveries").WithTags("Administration").RequireAuthorization(Policies.Administer);
        deliveries.MapGet("", List).WithName("ListDeliveries").Sheds(LoadClass.List).Produces<DeliveryPage>().Refuses(400, 401, 403, 503);
        deliveries.MapPost("/{id}/replay", Replay).WithName("ReplayDelivery").Produces<DeliveryView>().Refuses(400, 401, 403, 404, 408, 413, 415, 503);
    }

    /// <summary>Lists messages to residents in a state, such as those that were given up.</summary>
    /// <remarks>To whom one goes, and what it says, is not told. What is done is kept for 30 days, unless the city says otherwise.</remarks>
    internal static async Task<Results<Ok<DeliveryPage>, ProblemResult>> List(
        HttpContext context, [AsParameters] StateQuery query, DeliveryStore store)
    {
        var list = new StateList<DeliveryRow>(
            "deliveries",
            key => DeliveryView.Read(key) is not null,
            DeliveryView.IdOf,
            (state, after, take) => store.PageAsync(state, after is null ? null : DeliveryView.Read(after), take, context.RequestAborted));
        var (shown, next, refusal) = await list.ReadAsync(query);
        context.Response.Headers.CacheControl = "no-store";
        return refusal is not null ? refusal : TypedResults.Ok(new DeliveryPage([.. shown.Select(DeliveryView.Of)], next));
    }

    /// <summary>Sends anew what was given up.</summary>
    /// <remarks>It stands in the audit. One that is not dead stays as it is: the answer says how.</remarks>
    /// <param name="id">The id of the list.</param>
    internal static async Task<Results<Ok<DeliveryView>, ProblemResult>> Replay(string id, HttpContext context, DeliveryStore store)
    {
        if (await RequestBody.RefuseContentAsync(context) is { } refusal)
        {
            return refusal;
        }

        if (DeliveryView.Read(id) is not { } key || await store.FindAsync(key.Position, key.Subscription, context.RequestAborted) is not { } seen)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        if (seen.State == DeliveryState.Dead)
        {
            await store.ReplayAsync(seen, Caller.Of(context.User).Actor, context.RequestAborted);
        }

        context.Response.Headers.CacheControl = "no-store";
        return await store.FindAsync(key.Position, key.Subscription, context.RequestAborted) is { } row
            ? TypedResults.Ok(DeliveryView.Of(row))
            : new ProblemResult(ProblemCode.NotFound);
    }
}

/// <summary>One page of messages to residents.</summary>
/// <param name="Items">The messages, in the order of what they tell.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
internal sealed record DeliveryPage(IReadOnlyList<DeliveryView> Items, string? NextCursor);

/// <summary>A message to a resident.</summary>
/// <param name="Id">Its name, for sending it anew.</param>
/// <param name="State">waiting, sending, sent, dead (given up) or dropped (nobody is to be told any more).</param>
/// <param name="Target">By what it goes.</param>
/// <param name="TrackingNumber">The report that it is about: <c>311-</c> and digits.</param>
/// <param name="Event">The kind of the event; <c>confirm</c> where the address is asked to confirm.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAttemptAt">When it is tried next; null where it is not.</param>
/// <param name="Failure">Why it did not go, as a code; null where nothing failed.</param>
internal sealed record DeliveryView(
    string Id,
    [property: ExtensibleEnum(typeof(DeliveryState))] string State,
    [property: ExtensibleEnum(typeof(TargetKind))] string Target,
    string TrackingNumber,
    string Event,
    DateTimeOffset CreatedAt,
    int Attempts,
    [property: Required] DateTimeOffset? NextAttemptAt,
    [property: Required] string? Failure)
{
    public static DeliveryView Of(DeliveryRow row) => new(
        IdOf(row),
        row.State,
        row.Target,
        new TrackingNumber(row.RequestId).ToString(),
        row.Topic,
        row.CreatedAt,
        row.Attempts,
        row.State is DeliveryState.Waiting or DeliveryState.Sending ? row.NextAttemptAt : null,
        row.Failure);

    public static string IdOf(DeliveryRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.Position}.{row.SubscriptionId}");

    /// <summary>What an id names; null where it is none.</summary>
    public static (long Position, string Subscription)? Read(string id) =>
        id.Split('.') is [var position, { Length: 32 } subscription]
        && long.TryParse(position, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
        && subscription.All(char.IsAsciiHexDigitLower)
            ? (at, subscription)
            : null;
}
