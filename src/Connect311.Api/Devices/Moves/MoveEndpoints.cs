using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Devices.Moves;

internal static class MoveEndpoints
{
    private const string Code = "code";
    private const int MaxTyped = 40;

    public static void MapMoves(this IEndpointRouteBuilder routes)
    {
        routes.MapPost($"{DeviceEndpoints.Own}/move", Ask)
            .WithName("AskToMoveDevice")
            .WithTags("Devices")
            .AllowAnonymous()
            .Produces<MoveAnswer>()
            .Refuses(400, 401, 408, 413, 415, 429, 503);
        routes.MapPost("/v1/devices/claim", Claim)
            .WithName("ClaimDevice")
            .WithTags("Devices")
            .RequireAuthorization(Policies.Register)
            .Accepts<MoveClaim>("application/json")
            .Produces<DeviceAnswer>()
            .Refuses(400, 401, 403, 408, 409, 413, 415, 429, 503);
    }

    /// <summary>Asks for a code by which another phone takes the device over.</summary>
    /// <remarks>
    /// The code is for a person to type, good for fifteen minutes, five tries and one phone. A new one ends the one before. This phone
    /// goes on as it is until the other one first uses its token; then the token of this one is dead.
    /// </remarks>
    internal static async Task<Results<Ok<MoveAnswer>, ProblemResult>> Ask(
        HttpContext context, DeviceGate gate, MoveDesk desk, RateLimiter limits, IOptions<DeviceOptions> options)
    {
        var (token, refused) = await gate.EnterWithoutBodyAsync(context);
        if ((refused ?? limits.Refuse(context, $"move-codes:{token!.Device}", options.Value.CodesPerMinute)) is { } stopped)
        {
            return stopped;
        }

        context.Response.Headers.CacheControl = "no-store";
        return await desk.AskAsync(token!.Device, context.RequestAborted) is { } made
            ? TypedResults.Ok(new MoveAnswer(MoveCode.Shown(made.Code), made.ExpiresAt))
            : new ProblemResult(ProblemCode.Busy) { RetryAfter = 1 };
    }

    /// <summary>Takes over the device of another phone, with all its reports.</summary>
    /// <remarks>
    /// The device is the same, and so are its reports: begin <c>/v1/me/service-requests</c> without a cursor. Send an
    /// <c>Idempotency-Key</c>, so that an answer that was lost is answered again, until the token is first used. A code that is
    /// wrong, used up or over is refused (<c>move-code-refused</c>); one whose last letter does not fit the others is mistyped, and costs no try.
    /// </remarks>
    internal static async Task<Results<Ok<DeviceAnswer>, ProblemResult>> Claim(
        HttpContext context, MoveDesk desk, DeviceTokens tokens, RateLimiter limits, IOptions<DeviceOptions> options)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var faults = new List<Fault>();
        var key = IdempotencyKey.Read(context.Request.Headers, faults);
        var code = Read(new ObjectReader(body.Root, "", faults));
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var app = Caller.Of(context.User).Id;
        if (limits.Refuse(context, $"claims:{app}", options.Value.ClaimsPerMinute) is { } limited)
        {
            return limited;
        }

        context.Response.Headers.CacheControl = "no-store";
        return await desk.ClaimAsync(code!, IdempotencyKey.HashOf(app, key), context.RequestAborted) is { } token
            ? TypedResults.Ok(new DeviceAnswer(token.Device, tokens.Of(token)))
            : new ProblemResult(ProblemCode.MoveCodeRefused);
    }

    private static string? Read(ObjectReader root)
    {
        var typed = root.RequiredText(Code, MaxTyped);
        root.End();
        var code = MoveCode.Read(typed, out var isMistyped);
        if (code is null && root.Faults.Count == 0)
        {
            if (isMistyped)
            {
                root.Add(Code, FaultCodes.CheckDigit);
            }
            else
            {
                root.Add(Code, FaultCodes.InvalidFormat, "expected", "12 letters and digits");
            }
        }

        return code;
    }
}

/// <summary>A code by which another phone takes the device over.</summary>
/// <param name="Code">For a person to type on the other phone; capitals, dashes and spaces do not matter there.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
internal sealed record MoveAnswer(string Code, DateTimeOffset ExpiresAt);

/// <summary>What was typed on the new phone.</summary>
internal sealed record MoveClaim
{
    /// <summary>The code that the old phone shows.</summary>
    [Required, MaxLength(40)]
    public required string Code { get; init; }
}
