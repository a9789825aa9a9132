using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
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
}
