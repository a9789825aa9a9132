using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Staff.People;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Devices;

internal static class DeviceEndpoints
{
    public const string Own = "/v1/devices/me";

    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/devices", Register)
            .WithName("RegisterDevice")
            .WithTags("Devices")
            .RequireAuthorization(Policies.Register)
            .LimitRate()
            .Produces<DeviceAnswer>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 408, 409, 413, 415, 429, 503);
        var own = routes.MapGroup(Own).WithTags("Devices").AllowAnonymous();
        own.MapPost("/rotate", Rotate).WithName("RotateDeviceToken").Produces<DeviceAnswer>().Refuses(400, 401, 408, 413, 415, 503);
        own.MapDelete("", Remove).WithName("RemoveDevice").Produces<DeviceView>().Refuses(401, 503);
        routes.MapPost("/v1/admin/devices/{id}/revoke", Revoke)
            .WithName("RevokeDevice")
            .WithTags("Devices")
            .RequireAuthorization(Policies.Administer)
            .Produces<DeviceView>()
            .Refuses(400, 401, 403, 404, 408, 413, 415, 503);
    }

    /// <summary>Makes a device, for a phone that has none.</summary>
    /// <remarks>
    /// No account is needed. Keep the token where other apps cannot read it; send it as <c>X-Device-Token</c>, never in a URL. Sent
    /// again with the same <c>Idempotency-Key</c> it answers the same device, until its token is first used; then it is refused
    /// (<c>device-in-use</c>), for a key may be guessed.
    /// </remarks>
    internal static async Task<Results<Created<DeviceAnswer>, ProblemResult>> Register(HttpContext context, DeviceStore store, DeviceTokens tokens)
    {
        if (await RequestBody.RefuseContentAsync(context) is { } refusal)
        {
            return refusal;
        }

        var faults = new List<Fault>();
        var key = IdempotencyKey.Read(context.Request.Headers, faults);
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var device = await store.AddAsync(IdempotencyKey.HashOf(Caller.Of(context.User).Id, key), context.RequestAborted);
        if (device.Phone > 0 || device.Phones > 1 || device.RevokedAt is not null)
        {
            return new ProblemResult(ProblemCode.DeviceInUse);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(Own, new DeviceAnswer(device.Id, tokens.Of(device.Newest)));
    }

    /// <summary>Makes the next token of a device.</summary>
    /// <remarks>
    /// The old token stays good until the new one is first used; then it is dead. So an answer that was lost is asked for again, with
    /// the old token, and is the same. Rotate now and then, and when the phone was in other hands.
    /// </remarks>
    internal static async Task<Results<Ok<DeviceAnswer>, ProblemResult>> Rotate(HttpContext context, DeviceGate gate, DeviceTokens tokens)
    {
        var (token, refused) = await gate.EnterWithoutBodyAsync(context);
        if (token is null)
        {
            return refused!;
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new DeviceAnswer(token.Device, tokens.Of(token.Next)));
    }

    /// <summary>Ends a device.</summary>
    /// <remarks>All its tokens are dead then, and no report is on it any more; the reports themselves stay. The same may be sent twice.</remarks>
    internal static async Task<Results<Ok<DeviceView>, ProblemResult>> Remove(HttpContext context, DeviceGate gate, DeviceStore store)
    {
        var (token, refused) = await gate.EnterToEndAsync(context);
        if (token is null)
        {
            return refused!;
        }

        await store.RevokeAsync(token.Device, context.RequestAborted);
        return TypedResults.Ok(new DeviceView(token.Device, Revoked: true));
    }

    /// <summary>Ends somebody's device, such as a stolen phone.</summary>
    /// <remarks>It stands in the audit. One that is ended already stays so.</remarks>
    /// <param name="id">The device's id: 32 hexadecimal digits, as the phone shows them.</param>
    internal static async Task<Results<Ok<DeviceView>, ProblemResult>> Revoke(string id, HttpContext context, DeviceStore store)
    {
        if (await RequestBody.RefuseContentAsync(context) is { } refusal)
        {
            return refusal;
        }

        if (!Creation.IsId(id) || await store.FindAsync(id, context.RequestAborted) is not { } device)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        if (device.RevokedAt is null)
        {
            await store.RevokeAsync(id, Caller.Of(context.User).Actor, context.RequestAborted);
        }

        return TypedResults.Ok(new DeviceView(id, Revoked: true));
    }
}

/// <summary>A device with a token for it.</summary>
/// <param name="Device">The device's id; no secret, and good for nothing by itself.</param>
/// <param name="Token">What the phone sends as <c>X-Device-Token</c>; a secret. What it holds is nobody's business but ours.</param>
internal sealed record DeviceAnswer(string Device, string Token);

/// <summary>What became of a device.</summary>
/// <param name="Device">The device's id.</param>
/// <param name="Revoked">Whether it is ended; then all its tokens are dead.</param>
internal sealed record DeviceView(string Device, bool Revoked);
