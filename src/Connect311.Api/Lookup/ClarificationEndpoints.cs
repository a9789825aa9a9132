using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Clarifications;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Lookup;

/// <summary>What staff asked whoever reported something, and the answer: by whoever reported it, or by the link of a message.</summary>
internal static class ClarificationEndpoints
{
    public static void MapClarifications(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/public/service-requests/{trackingNumber}/answer", Answer)
            .WithName("AnswerStaff")
            .WithTags("Public")
            .AllowAnonymous()
            .Accepts<ResidentAnswer>("application/json")
            .Produces<PublicRequest>()
            .Refuses(400, 401, 404, 408, 409, 413, 415, 503);
        var links = routes.MapGroup("/v1/public/clarifications/{token}").WithTags("Public").AllowAnonymous();
        links.MapGet("/", Find).WithName("FindClarification").Produces<ClarificationView>().Refuses(404, 503);
        links.MapPost("/", AnswerByLink)
            .WithName("AnswerClarification")
            .Accepts<ResidentAnswer>("application/json")
            .Produces<ClarificationView>()
            .Refuses(400, 404, 408, 409, 413, 415, 503);
    }

    /// <summary>Answers what staff asked.</summary>
    /// <remarks>
    /// For the owner of the report (<c>X-Reporter-Key</c>, or <c>X-Device-Token</c> of a device on which it is): <c>clarification</c> of the request says what is asked. The same answer
    /// may be sent twice. Staff alone read it.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<PublicRequest>, ProblemResult>> Answer(
        string trackingNumber, HttpContext context, ClarificationDesk desk, Ownership ownership) =>
        ownership.DoAsync(trackingNumber, context, Read, (own, text) => desk.AnswerAsync(own, null, text, context.RequestAborted));

    /// <summary>Shows what staff asked, by the link of a message.</summary>
    /// <remarks>Looking changes nothing. A link is good until it is answered, given up or expired, and shows no more of the request.</remarks>
    /// <param name="token">The last part of the link.</param>
    internal static async Task<Results<Ok<ClarificationView>, ProblemResult>> Find(
        string token, HttpContext context, ClarificationDesk desk, ClarificationLinks links)
    {
        context.Response.Headers.CacheControl = "no-store";
        return links.Read(token) is { } named && await desk.FindAsync(named.Number, named.EventNumber, context.RequestAborted) is { } found
            ? TypedResults.Ok(ClarificationView.Of(named.Number, found.Asked))
            : new ProblemResult(ProblemCode.NotFound);
    }

    /// <summary>Answers what staff asked, by the link of a message.</summary>
    /// <remarks>The same answer may be sent twice.</remarks>
    /// <param name="token">The last part of the link.</param>
    internal static async Task<Results<Ok<ClarificationView>, ProblemResult>> AnswerByLink(
        string token, HttpContext context, ClarificationDesk desk, ClarificationLinks links)
    {
        if (links.Read(token) is not { } named)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        var (text, refused) = await RequestBody.ReadAsync(context, Read);
        context.Response.Headers.CacheControl = "no-store";
        return (refused ?? await desk.AnswerAsync(named.Number, named.EventNumber, text!, context.RequestAborted)) is { } problem
            ? problem
            : TypedResults.Ok(ClarificationView.Answered(named.Number));
    }

    private static string Read(ObjectReader root)
    {
        var text = root.RequiredText(StepMember.Text, 4000, lines: true);
        root.End();
        return text;
    }
}

/// <summary>What a resident answers.</summary>
internal sealed record ResidentAnswer
{
    /// <summary>In the resident's own words; for staff.</summary>
    [Required, MaxLength(4000)]
    public required string Text { get; init; }
}

/// <summary>What staff asked whoever reported a request.</summary>
/// <param name="TrackingNumber">The number of the report: <c>311-</c> and digits.</param>
/// <param name="Open">Whether it waits for the answer.</param>
/// <param name="Text">What they asked; null once it is answered.</param>
/// <param name="AnswerUntil">Until when it may be answered; null once it is.</param>
internal sealed record ClarificationView(
    string TrackingNumber, bool Open, [property: Required] string? Text, [property: Required] DateTimeOffset? AnswerUntil)
{
    public static ClarificationView Of(TrackingNumber number, Clarification asked) => new(number.ToString(), true, asked.Text, asked.AnswerUntil);

    public static ClarificationView Answered(TrackingNumber number) => new(number.ToString(), false, null, null);
}
