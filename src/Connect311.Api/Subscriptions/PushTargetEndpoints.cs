using System.ComponentModel.DataAnnotations;
using Connect311.Api.Delivery;
using Connect311.Api.Delivery.WebPush;
using Connect311.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Subscriptions;

/// <summary>By what phones and browsers can be told.</summary>
internal static class PushTargetEndpoints
{
    public static void MapPushTargets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/push", Find).WithName("FindPushTargets").WithTags("Devices").AllowAnonymous().Produces<PushTargets>().Refuses(503);

    /// <summary>Says which pushes the city has set up.</summary>
    /// <remarks>A browser subscribes with <c>webPushKey</c> as its <c>applicationServerKey</c>; the key stays as long as the city's data.</remarks>
    internal static Ok<PushTargets> Find(HttpContext context, Targets targets, Vapid vapid)
    {
        context.Response.Headers.CacheControl = "public, max-age=3600";
        string[] on = [.. TargetKind.Push.Where(targets.IsOn)];
        return TypedResults.Ok(new PushTargets(on, on.Contains(TargetKind.WebPush) ? vapid.PublicKey : null));
    }
}

/// <summary>By what phones and browsers can be told.</summary>
/// <param name="Targets">Those of webpush, apns and fcm that are set up.</param>
/// <param name="WebPushKey">The key that a browser subscribes with, base64url; null without webpush.</param>
internal sealed record PushTargets(
    [property: ExtensibleEnum(typeof(TargetKind), nameof(TargetKind.Push))] IReadOnlyList<string> Targets, [property: Required] string? WebPushKey);
