using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Routing.Explanations;

internal static class ExplanationEndpoints
{
    public static void MapExplanations(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/service-requests/{trackingNumber}/routing", Explain)
            .WithTags("Routing")
            .WithName("ExplainRouting")
            .RequireAuthorization(Policies.Explain)
            .Produces<RoutingExplanation>()
            .Refuses(400, 401, 403, 404, 503);

    /// <summary>Explains why a request went to its department.</summary>
    /// <remarks>
    /// What the rules looked at, each rule for this service type in order and why it lost, the winner, and which departments
    /// an uncertain place leaves open. The decision is made again from what is stored, by the versions that made it, however
    /// many have come since: <c>reproduced</c> says whether it comes out alike. It is about the decision by which its department
    /// has the request, or is proposed to: that at intake, or of the last correction. The description is never repeated, only
    /// which of the rules' phrases it holds.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<RoutingExplanation>, ProblemResult>> Explain(
        string trackingNumber, HttpContext context, ExplanationDesk desk) =>
        NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is { } number
            ? await desk.ReadAsync(number, context)
            : refusal!;
}
