using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Subscriptions;

/// <summary>The owner of a report has an address told of it.</summary>
internal static class SubscribeEndpoints
{
    public static void MapSubscribe(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/public/service-requests/{trackingNumber}/subscriptions", Subscribe)
            .WithName("SubscribeAddress")
            .WithTags("Public")
            .AllowAnonymous()
            .Accepts<AddressWish>("application/json")
            .Produces<AddressView>()
            .Refuses(400, 401, 404, 408, 413, 415, 429, 503);

    /// <summary>Has an address told what becomes of a report.</summary>
    /// <remarks>
    /// For its owner (<c>X-Reporter-Key</c>). The address is asked to confirm first, by a link that is good for 7 days; until then it gets
    /// nothing else. Sent again, it is asked again after an hour at the earliest; one that has confirmed gets the new choices. An address that
    /// confirms nothing is asked twice in 30 days at most, by all reports together, and a report has 10 addresses at most
    /// (<c>rate-limited</c>). Each message has a link that ends it; who used that of the first one is not asked about that report again.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<AddressView>, ProblemResult>> Subscribe(
        string trackingNumber, HttpContext context, CallerView view, PublicStore requests, Subscribing subscribing)
    {
        if (view.ReadOwn(trackingNumber, context, out var refusal) is not { } own)
        {
            return refusal!;
        }

        var (wanted, refused) = await RequestBody.ReadAsync(context, root => Read(root, subscribing, own, Languages.Of(context)));
        if (refused is not null)
        {
            return refused;
        }

        if (await requests.FindAsync(own, own, context.RequestAborted) is not { Row.Department.Length: > 0 })
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        context.Response.Headers.CacheControl = "no-store";
        return await subscribing.SubscribeAsync(wanted!, context.RequestAborted) is { } row
            ? TypedResults.Ok(AddressView.Of(row))
            : new ProblemResult(ProblemCode.RateLimited) { RetryAfter = 86_400 };
    }

    private static SubscriptionRow? Read(ObjectReader root, Subscribing subscribing, TrackingNumber own, string language)
    {
        var wanted = subscribing.ReadAddress(root, own, language);
        root.End();
        return wanted;
    }
}

/// <summary>Where to tell, and of what.</summary>
internal sealed record AddressWish
{
    /// <summary>A mail address; or a phone.</summary>
    [MaxLength(254)]
    public string? Email { get; init; }

    /// <summary>A phone number that takes text messages (E.164); or a mail address.</summary>
    [MaxLength(16)]
    public string? Phone { get; init; }

    /// <summary>The kinds of events to be told of; all where absent.</summary>
    [ExtensibleEnum(typeof(Topic))]
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>When to send nothing; what comes then waits.</summary>
    public QuietHoursView? QuietHours { get; init; }

    /// <summary>The language of the messages (BCP 47); that of the call where absent.</summary>
    [MaxLength(35)]
    public string? Language { get; init; }
}

/// <summary>How it stands with an address.</summary>
/// <param name="TrackingNumber">The number of the report: <c>311-</c> and digits.</param>
/// <param name="Target">email or sms.</param>
/// <param name="Confirmed">Whether the address has confirmed; until then it is told nothing.</param>
/// <param name="Events">The kinds of events; null for all.</param>
/// <param name="QuietHours">When nothing is sent; null for never.</param>
/// <param name="Language">The language of the messages.</param>
internal sealed record AddressView(
    string TrackingNumber,
    [property: ExtensibleEnum(typeof(TargetKind))] string Target,
    bool Confirmed,
    [property: Required, ExtensibleEnum(typeof(Topic))] IReadOnlyList<string>? Events,
    [property: Required] QuietHoursView? QuietHours,
    string Language)
{
    public static AddressView Of(SubscriptionRow row) => new(
        new TrackingNumber(row.RequestId!.Value).ToString(), row.Target, row.Lives(), Topic.Read(row.Topics), QuietHoursView.Of(row.Quiet()), row.Language);
}
