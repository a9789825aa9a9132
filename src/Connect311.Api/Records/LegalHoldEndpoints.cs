using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Records;

internal static class LegalHoldEndpoints
{
    public static void MapLegalHolds(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/v1/service-requests/{trackingNumber}/legal-hold").WithTags("Records").RequireAuthorization(Policies.KeepRecords);
        Describe(requests.MapPost("", Place).WithName("PlaceLegalHold"));
        Describe(requests.MapPost("/end", End).WithName("EndLegalHold"));
    }

    /// <summary>Keeps all of a request, whatever the schedule of records says, and whoever asks to be forgotten.</summary>
    /// <remarks>For a lawsuit, an audit or an inquiry. One that is held already is answered as it is.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Place(string trackingNumber, HttpContext context, LegalHoldDesk desk) =>
        HoldAsync(trackingNumber, isHeld: true, context, desk);

    /// <summary>Lets the schedule of records go on; what is overdue goes with the next <c>retention run</c>.</summary>
    /// <remarks>One that is not held is answered as it is.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> End(string trackingNumber, HttpContext context, LegalHoldDesk desk) =>
        HoldAsync(trackingNumber, isHeld: false, context, desk);

    private static void Describe(RouteHandlerBuilder route) => route
        .Accepts<LegalHold>("application/json")
        .Produces<StaffRequest>()
        .Refuses(400, 401, 403, 404, 408, 412, 413, 415, 428, 503);

    private static async Task<Results<Ok<StaffRequest>, ProblemResult>> HoldAsync(
        string trackingNumber, bool isHeld, HttpContext context, LegalHoldDesk desk)
    {
        var (reason, refusal) = await RequestBody.ReadAsync(context, Read);
        return refusal is not null ? refusal : await desk.HoldAsync(trackingNumber, isHeld, reason!, context);
    }

    private static string Read(ObjectReader root)
    {
        var reason = root.RequiredText(StepMember.Reason, 1000, lines: true);
        root.End();
        return reason;
    }
}

/// <summary>Why a request is held, or no longer held.</summary>
internal sealed record LegalHold
{
    /// <summary>The matter, such as the docket number of a lawsuit; for staff.</summary>
    [Required, MaxLength(1000)]
    public required string Reason { get; init; }
}
