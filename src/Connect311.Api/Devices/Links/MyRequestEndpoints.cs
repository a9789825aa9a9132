using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Devices.Links;

internal static class MyRequestEndpoints
{
    private const string Path = "/v1/me/service-requests";

    public static void MapMyRequests(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup(Path).WithTags("Devices").AllowAnonymous();
        own.MapGet("", List).WithName("ListMyServiceRequests").Sheds(LoadClass.List).Produces<MyRequestPage>().Refuses(400, 401, 503);
        own.MapPut("/{trackingNumber}", Add)
            .WithName("AddMyServiceRequest")
            .Produces<MyRequest>()
            .Refuses(400, 401, 404, 408, 413, 415, 503);
        own.MapDelete("/{trackingNumber}", Remove).WithName("RemoveMyServiceRequest").Produces<MyRequestLink>().Refuses(400, 401, 503);
    }

    /// <summary>Lists what the phone does not know yet of its reports.</summary>
    /// <remarks>
    /// Without a cursor all of them; with the <c>nextCursor</c> that was answered last, what was added, changed or went since, and
    /// nothing of it twice. Nothing is ever left out, whatever is written meanwhile. Go on while <c>more</c>; keep each page and its
    /// cursor together. Words are in the language of the call: when the phone's language changes, begin without a cursor. A cursor that is
    /// refused (<c>bad-cursor</c>) is thrown away.
    /// </remarks>
    /// <param name="cursor">The <c>nextCursor</c> that was answered last.</param>
    /// <param name="limit">At most so many, up to 200.</param>
    internal static async Task<Results<Ok<MyRequestPage>, ProblemResult>> List(
        string? cursor, [Range(1, PageLimit.Max)] string? limit, HttpContext context, DeviceGate gate, MyRequests requests)
    {
        var (token, refused) = await gate.EnterAsync(context);
        if (token is null)
        {
            return refused!;
        }

        var faults = new List<Fault>();
        var take = PageLimit.Read(limit, faults);
        var after = MyRequests.MomentOf(cursor, token.Device);
        if (after is null)
        {
            faults.Add(new("/cursor", FaultCodes.BadCursor));
        }

        return faults.Count > 0
            ? new ProblemResult(ProblemCode.ValidationFailed, faults)
            : TypedResults.Ok(await requests.PageAsync(token.Device, after!.Value, take, Described(context), context.RequestAborted));
    }

    /// <summary>Adds a report to the phone.</summary>
    /// <remarks>
    /// For its owner (<c>X-Reporter-Key</c>): without the key every number answers alike. So a report that was sent before there was a
    /// device, or from another phone, is put here; one that the phone followed is its own then. The same may be sent twice.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<MyRequest>, ProblemResult>> Add(
        string trackingNumber, HttpContext context, DeviceGate gate, Ownership ownership, LinkStore links, MyRequests requests)
    {
        var (token, refused) = await gate.EnterWithoutBodyAsync(context);
        if (token is null)
        {
            return refused!;
        }

        var (found, hidden) = await ownership.FindByKeyAsync(trackingNumber, context);
        if (found is null)
        {
            return hidden!;
        }

        var number = new TrackingNumber(found.Row.Id);
        return await links.AddAsync(token.Device, number, evenRemoved: true, context.RequestAborted)
            ? TypedResults.Ok(await requests.OfAsync(found, number, follows: false, Described(context), context.RequestAborted))
            : new ProblemResult(ProblemCode.Busy) { RetryAfter = 1 };
    }

    /// <summary>Removes a report from the phone.</summary>
    /// <remarks>The report itself stays, and the work on it. What is not on the phone stays so.</remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<MyRequestLink>, ProblemResult>> Remove(
        string trackingNumber, HttpContext context, DeviceGate gate, LinkStore links)
    {
        var (token, refused) = await gate.EnterAsync(context);
        if (token is null)
        {
            return refused!;
        }

        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number)
        {
            return refusal!;
        }

        return await links.RemoveAsync(token.Device, number, context.RequestAborted)
            ? TypedResults.Ok(new MyRequestLink(number.ToString(), Linked: false))
            : new ProblemResult(ProblemCode.Busy) { RetryAfter = 1 };
    }

    /// <summary>Sets the headers of an answer.</summary>
    /// <returns>Its language.</returns>
    public static string Described(HttpContext context)
    {
        var language = Languages.Of(context);
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.ContentLanguage = language;
        context.Response.Headers.Vary = "Accept-Language";
        return language;
    }
}

/// <summary>Whether a report is on the phone.</summary>
/// <param name="TrackingNumber">The number of the report: <c>311-</c> and digits.</param>
/// <param name="Linked">Whether it is.</param>
internal sealed record MyRequestLink(string TrackingNumber, bool Linked);
