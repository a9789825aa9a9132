using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Lookup;

/// <summary>Whoever reported something asks to be forgotten.</summary>
internal static class ForgetEndpoints
{
    public static void MapForget(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/public/service-requests/{trackingNumber}/forget", Forget)
            .WithName("ForgetResident")
            .WithTags("Public")
            .AllowAnonymous()
            .Produces<ForgottenView>()
            .Refuses(400, 401, 404, 503);

    /// <summary>Erases who reported a request, and what they said.</summary>
    /// <remarks>
    /// For its owner (<c>X-Reporter-Key</c>, or <c>X-Device-Token</c> of a device on which it is): to others every number answers alike. The contact goes at once,
    /// words and photos once the request has ended, for until then somebody works by them. A legal hold keeps both until it ends; the answer says
    /// so. The request itself, and what the city did about it, stay. The same may be sent twice.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<ForgottenView>, ProblemResult>> Forget(
        string trackingNumber, HttpContext context, Forgetting forgetting, Ownership ownership)
    {
        var (entered, refusal) = await ownership.EnterAsync(trackingNumber, context);
        if (entered is not { } own)
        {
            return refusal!;
        }

        var (done, refused) = await forgetting.AskAsync(own, Actors.Resident, context.RequestAborted);
        if (refused is not null)
        {
            return refused;
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(ForgottenView.Of(own, done!, Languages.Of(context)));
    }
}

/// <summary>How far a resident was forgotten.</summary>
/// <param name="TrackingNumber">The number of the report: <c>311-</c> and digits.</param>
/// <param name="Erased">What is gone: <c>contact</c>, <c>own-words</c>.</param>
/// <param name="Waiting">What is still there and will be erased; empty when all is done.</param>
/// <param name="WaitsFor"><c>legal-hold</c>, or <c>open</c> until the request has ended; null where nothing waits.</param>
/// <param name="Message">The same in words.</param>
internal sealed record ForgottenView(
    string TrackingNumber,
    IReadOnlyList<string> Erased,
    IReadOnlyList<string> Waiting,
    [property: Required] string? WaitsFor,
    string Message)
{
    public static ForgottenView Of(TrackingNumber number, Forgotten done, string language) => new(
        number.ToString(),
        ErasureScope.CodesOf(done.Erased),
        ErasureScope.CodesOf(done.Waiting),
        done.WaitsFor,
        Texts.Forgotten(done.WaitsFor ?? "done", language));
}
