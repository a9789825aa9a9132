using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Lookup;

/// <summary>What anybody may ask, without a credential.</summary>
internal static class PublicEndpoints
{
    private const string Root = "/v1/public/service-requests";
    private const int MaxNumbers = 100;

    public static string PathOf(TrackingNumber number) => $"{Root}/{number}";

    public static void MapPublic(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup(Root).WithTags("Public").AllowAnonymous();
        requests.MapGet("/{trackingNumber}", Find)
            .WithName("FindPublicServiceRequest")
            .Produces<PublicRequest>()
            .Produces(StatusCodes.Status304NotModified)
            .Refuses(400, 404, 503);
        requests.MapGet("/", FindMany)
            .WithName("FindPublicServiceRequests")
            .Sheds(LoadClass.List)
            .Produces<PublicRequestList>()
            .Produces(StatusCodes.Status304NotModified)
            .Refuses(400, 503);
    }

    /// <summary>Looks a report up by its tracking number.</summary>
    /// <remarks>
    /// A confidential report answers like an unknown number, but to its owner (<c>X-Reporter-Key</c>, or <c>X-Device-Token</c> of a device on which it is), who is also told in
    /// <c>routing</c> why the department got it.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<PublicRequest>, StatusCodeHttpResult, ProblemResult>> Find(
        string trackingNumber, HttpContext context, PublicStore store, PublicRequests requests, CallerView view, Ownership ownership)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number)
        {
            return refusal!;
        }

        var own = await ownership.OwnOfAsync(number, context);
        if (await store.FindAsync(number, own, context.RequestAborted) is not { } found || !requests.IsShown(found.Row, own))
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        var language = Languages.Of(context);
        var etag = view.Describe(context, found.Version, language, own);
        return ETags.Matches(context.Request, etag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(await requests.OfAsync(found, own, language, context.RequestAborted));
    }

    /// <summary>Looks up to 100 reports up at once.</summary>
    /// <remarks>Numbers that cannot be one, and such that nothing public is known by, are named beside the reports.</remarks>
    /// <param name="numbers">Tracking numbers, with commas between them.</param>
    internal static async Task<Results<Ok<PublicRequestList>, StatusCodeHttpResult, ProblemResult>> FindMany(
        string? numbers, HttpContext context, PublicStore store, PublicRequests requests, CallerView view)
    {
        var asked = (numbers ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToList();
        if (asked.Count is 0 or > MaxNumbers)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, [asked.Count == 0
                ? new Fault("/numbers", FaultCodes.Required)
                : new Fault("/numbers", FaultCodes.TooMany, "maximum", MaxNumbers)]);
        }

        var readable = new List<TrackingNumber>();
        var mistyped = new List<string>();
        foreach (var text in asked)
        {
            if (TrackingNumber.Read(text, out var number) != TrackingNumber.Reading.Readable)
            {
                mistyped.Add(text);
            }
            else if (!readable.Contains(number))
            {
                readable.Add(number);
            }
        }

        var own = view.OwnOf(context, readable);
        var stored = await store.FindManyAsync(readable, own, context.RequestAborted);
        var found = stored.Where(request => requests.IsShown(request.Row, own)).ToDictionary(request => request.Row.Id);
        var shown = readable.Where(number => found.ContainsKey(number.Id)).Select(number => found[number.Id]).ToList();
        var language = Languages.Of(context);
        var etag = view.Describe(context, CallerView.VersionOf(shown), language, own);
        if (ETags.Matches(context.Request, etag))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        return TypedResults.Ok(new PublicRequestList(
            await requests.OfAsync(shown, own, language, context.RequestAborted),
            null,
            [.. readable.Where(number => !found.ContainsKey(number.Id)).Select(number => number.ToString())],
            mistyped));
    }
}

/// <summary>What became of several reports.</summary>
/// <param name="Items">The reports that were found, in the order of the numbers.</param>
/// <param name="NextCursor">Always null: all are in one answer.</param>
/// <param name="Unknown">Well-formed numbers that nothing public is known by.</param>
/// <param name="Mistyped">Numbers that cannot be one: the form or the check digit is wrong.</param>
internal sealed record PublicRequestList(
    IReadOnlyList<PublicRequest> Items, string? NextCursor, IReadOnlyList<string> Unknown, IReadOnlyList<string> Mistyped);
