using Connect311.Api.Http;
using Connect311.Api.Triage.Remarks;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Lookup;

/// <summary>Whoever reported something adds to it.</summary>
internal static class CommentEndpoints
{
    /// <summary>How many a minute one report takes.</summary>
    private const int MostPerMinute = 10;

    public static void MapComments(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/public/service-requests/{trackingNumber}/notes", Add)
            .WithName("AddOwnNote")
            .WithTags("Public")
            .AllowAnonymous()
            .Accepts<Remark>("application/json")
            .Produces<PublicRequest>()
            .Refuses(400, 401, 404, 408, 413, 415, 429, 503);

    /// <summary>Adds a note to a report, for staff.</summary>
    /// <remarks>
    /// For its owner (<c>X-Reporter-Key</c>, or <c>X-Device-Token</c> of a device on which it is). Staff alone read it, whatever has become of
    /// the report. The same may be sent twice: within an hour the same words are one note, and later another. Up to ten a minute are taken.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<PublicRequest>, ProblemResult>> Add(
        string trackingNumber, HttpContext context, CommentDesk desk, Ownership ownership, RateLimiter limiter) =>
        ownership.DoAsync(trackingNumber, context, Remark.Read, async (own, text) =>
            limiter.Refuse(context, $"note {own}", MostPerMinute) ?? await desk.AddAsync(own, text, context.RequestAborted));
}
