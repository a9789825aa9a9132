using System.ComponentModel.DataAnnotations;
using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Subscriptions;

/// <summary>Pushes to a device: of whatever happens to the reports on it.</summary>
internal static class PushEndpoints
{
    private const string Path = "/v1/me/push";

    public static void MapPush(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup(Path).WithTags("Devices").AllowAnonymous();
        own.MapGet("", Find).WithName("FindPush").Produces<PushView>().Refuses(401, 404, 503);
        own.MapPut("", Put).WithName("PutPush").Accepts<PushWish>("application/json").Produces<PushView>().Refuses(400, 401, 408, 413, 415, 503);
        own.MapDelete("", Remove).WithName("RemovePush").Produces<PushEnd>().Refuses(401, 503);
    }

    /// <summary>Says what the phone is told of.</summary>
    /// <remarks>404 while it takes no pushes, or none any more: then put them anew.</remarks>
    internal static async Task<Results<Ok<PushView>, ProblemResult>> Find(HttpContext context, DeviceGate gate, SubscriptionStore store)
    {
        var (token, refused) = await gate.EnterAsync(context);
        if (token is null)
        {
            return refused!;
        }

        context.Response.Headers.CacheControl = "no-store";
        return await store.FindAsync(token.Device, context.RequestAborted) is { } row && row.Lives()
            ? TypedResults.Ok(PushView.Of(row))
            : new ProblemResult(ProblemCode.NotFound);
    }

    /// <summary>Lets the phone take pushes.</summary>
    /// <remarks>
    /// Of events of the reports on it, all of them or the chosen ones. A push holds the number of the report, the code of the event and
    /// an id, and no words: the app says them in its own language, and shows one id once. Put it again whenever the phone gets another token, or is
    /// another phone by a move; the same may be sent twice. One device has one address, and one address one device.
    /// </remarks>
    internal static async Task<Results<Ok<PushView>, ProblemResult>> Put(HttpContext context, DeviceGate gate, Subscribing subscribing)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var (token, refused) = await gate.EnterAsync(context);
        if (token is null)
        {
            return refused!;
        }

        var faults = new List<Fault>();
        var root = new ObjectReader(body.Root, "", faults);
        var wanted = subscribing.ReadPush(root, token.Device, Languages.Of(context));
        root.End();
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        await subscribing.PutAsync(wanted!, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(PushView.Of(wanted!));
    }

    /// <summary>Lets the phone take no pushes.</summary>
    /// <remarks>Its address is erased. The same may be sent twice.</remarks>
    internal static async Task<Results<Ok<PushEnd>, ProblemResult>> Remove(HttpContext context, DeviceGate gate, SubscriptionStore store)
    {
        var (token, refused) = await gate.EnterAsync(context);
        if (token is null)
        {
            return refused!;
        }

        await store.DeleteOfDeviceAsync(token.Device, context.RequestAborted);
        return TypedResults.Ok(new PushEnd(Subscribed: false));
    }
}

/// <summary>Where a phone or a browser takes pushes, and of what.</summary>
internal sealed record PushWish
{
    /// <summary>webpush, apns or fcm, as far as the city has set them up.</summary>
    [Required, ExtensibleEnum(typeof(TargetKind), nameof(TargetKind.Push))]
    public required string Target { get; init; }

    /// <summary>The device token of APNs (hexadecimal) or the registration token of FCM; not for a browser.</summary>
    [MaxLength(PushReader.MaxAddress)]
    public string? Token { get; init; }

    /// <summary>The endpoint of a browser's subscription; for webpush alone.</summary>
    [MaxLength(PushReader.MaxAddress)]
    public string? Endpoint { get; init; }

    /// <summary>The keys of a browser's subscription; for webpush alone.</summary>
    public PushKeys? Keys { get; init; }

    /// <summary>The kinds of events to be told of; all where absent.</summary>
    [ExtensibleEnum(typeof(Topic))]
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>When to send nothing; what comes then waits.</summary>
    public QuietHoursView? QuietHours { get; init; }

    /// <summary>The language of messages that have words (BCP 47); that of the call where absent.</summary>
    [MaxLength(35)]
    public string? Language { get; init; }
}

/// <summary>The keys of a browser's subscription, as it hands them out.</summary>
internal sealed record PushKeys
{
    /// <summary>Its public key, base64url.</summary>
    [Required, MaxLength(100)]
    public required string P256dh { get; init; }

    /// <summary>Its secret, base64url.</summary>
    [Required, MaxLength(50)]
    public required string Auth { get; init; }
}

/// <summary>What a phone is told of.</summary>
/// <param name="Target">webpush, apns or fcm.</param>
/// <param name="Events">The kinds of events; null for all.</param>
/// <param name="QuietHours">When nothing is sent; null for never.</param>
/// <param name="Language">The language of messages that have words.</param>
internal sealed record PushView(
    [property: ExtensibleEnum(typeof(TargetKind), nameof(TargetKind.Push))] string Target,
    [property: Required, ExtensibleEnum(typeof(Topic))] IReadOnlyList<string>? Events,
    [property: Required] QuietHoursView? QuietHours,
    string Language)
{
    public static PushView Of(SubscriptionRow row) => new(row.Target, Topic.Read(row.Topics), QuietHoursView.Of(row.Quiet()), row.Language);
}

/// <summary>Whether a phone is told of anything.</summary>
/// <param name="Subscribed">Whether it is.</param>
internal sealed record PushEnd(bool Subscribed);
