using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage;

internal static class StaffEndpoints
{
    public static void MapStaff(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/v1/service-requests/{trackingNumber}").WithTags("Triage");
        requests.MapGet("/", Find)
            .WithName("FindServiceRequest")
            .RequireAuthorization(Policies.Inspect)
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 503);
        requests.MapGet("/contact", FindContact)
            .WithName("FindContact")
            .RequireAuthorization(Policies.Contact)
            .Produces<StaffContact>()
            .Refuses(400, 401, 403, 404, 503);
        requests.MapPost("/acknowledge", Acknowledge)
            .WithName("AcknowledgeServiceRequest")
            .RequireAuthorization(Policies.Handle)
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);
        requests.MapPost("/close", Close)
            .WithName("CloseServiceRequest")
            .RequireAuthorization(Policies.Handle)
            .Accepts<Closing>("application/json")
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);
    }

    /// <summary>Reads a request with its history.</summary>
    /// <remarks>The ETag is the quoted version; a change must name it in If-Match.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<StaffRequest>, ProblemResult>> Find(
        string trackingNumber, HttpContext context, StaffDesk desk)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number)
        {
            return refusal!;
        }

        return await desk.ReadAsync(number, context);
    }

    /// <summary>Reads who reported the request, to get in touch.</summary>
    /// <remarks>
    /// For the department that holds the request, and for operators. Every reading, and every attempt to read, is
    /// written into the audit before it is answered.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<StaffContact>, ProblemResult>> FindContact(
        string trackingNumber, HttpContext context, ContactDesk desk)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number)
        {
            return refusal!;
        }

        return await desk.ReadAsync(number, context);
    }

    /// <summary>Says that the department has seen the request.</summary>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<StaffRequest>, ProblemResult>> Acknowledge(
        string trackingNumber, HttpContext context, StaffDesk desk) =>
        await RequestBody.RefuseContentAsync(context) is { } refusal
            ? refusal
            : await desk.ActAsync(trackingNumber, new StaffAction(Lifecycle.Acknowledge), context);

    /// <summary>Closes the request with an outcome.</summary>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<StaffRequest>, ProblemResult>> Close(
        string trackingNumber, HttpContext context, StaffDesk desk)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var faults = new List<Fault>();
        var root = new ObjectReader(body.Root, "", faults);
        var closing = new StaffAction(Lifecycle.Close, root.RequiredText("outcome", 50), root.Text("note", 4000, lines: true));
        root.End();
        return faults.Count > 0
            ? new ProblemResult(ProblemCode.ValidationFailed, faults)
            : await desk.ActAsync(trackingNumber, closing, context);
    }
}

/// <summary>How a request ended.</summary>
internal sealed record Closing
{
    /// <summary>One of the outcomes of the service type, such as <c>fixed</c>.</summary>
    [Required, MaxLength(50)]
    public required string Outcome { get; init; }

    /// <summary>What was found and done; for staff.</summary>
    [MaxLength(4000)]
    public string? Note { get; init; }
}
