using Connect311.Api.Http;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Incidents;

internal static class IncidentEndpoints
{
    public static void MapIncidents(this IEndpointRouteBuilder routes)
    {
        var incidents = routes.MapGroup("/v1/incidents").WithTags("Incidents");
        incidents.MapPost("", Begin)
            .WithName("BeginIncident")
            .RequireAuthorization(Policies.Join)
            .Accepts<IncidentRequests>("application/json")
            .Produces<IncidentView>(StatusCodes.Status201Created)
            .Produces<IncidentView>()
            .Refuses(400, 401, 403, 408, 413, 415, 503);
        incidents.MapGet("/{incident}", Find)
            .WithName("FindIncident")
            .RequireAuthorization(Policies.Queue)
            .Produces<IncidentView>()
            .Refuses(401, 403, 404, 503);
        Describe(incidents.MapPost("/{incident}/join", Join).WithName("JoinIncident")).Accepts<IncidentRequests>("application/json");
        Describe(incidents.MapPost("/{incident}/split", Split).WithName("SplitIncident")).Accepts<IncidentRequests>("application/json");
        Describe(incidents.MapPost("/{incident}/undo", Undo).WithName("UndoIncident"));
    }

    /// <summary>Says that requests report the same thing.</summary>
    /// <remarks>
    /// They stay requests of their own, and the history of each tells of it. All must be of one service type, none confidential, and
    /// the caller must be one who may handle each. Sent again, it changes nothing: requests that are together in one incident
    /// already are answered with that (200). What <c>GET /v1/service-requests/{n}/incident/suggestions</c> lists may help.
    /// </remarks>
    internal static async Task<Results<Created<IncidentView>, Ok<IncidentView>, ProblemResult>> Begin(HttpContext context, IncidentDesk desk)
    {
        var (ids, refusal) = await IncidentReader.ReadAsync(context, least: 2);
        return ids is null ? refusal! : await desk.BeginAsync(ids, context);
    }

    /// <summary>Reads an incident with its requests.</summary>
    /// <remarks>Those alone that the caller may see; the counts are of all. The ETag is the quoted version; a change must name it in If-Match.</remarks>
    /// <param name="incident">Its number.</param>
    internal static Task<Results<Ok<IncidentView>, ProblemResult>> Find(string incident, HttpContext context, IncidentDesk desk) =>
        desk.ReadAsync(incident, context);

    /// <summary>Says that more requests report the same thing.</summary>
    /// <remarks>Those that are in the incident already stay so. A request is in one incident at most: split it off the other first.</remarks>
    /// <param name="incident">Its number.</param>
    internal static async Task<Results<Ok<IncidentView>, ProblemResult>> Join(string incident, HttpContext context, IncidentDesk desk)
    {
        var (ids, refusal) = await IncidentReader.ReadAsync(context, least: 1);
        return ids is null ? refusal! : await desk.JoinAsync(incident, ids, context);
    }

    /// <summary>Says that some requests do not report the same thing as the others.</summary>
    /// <remarks>Each is in its department's queue again by itself. Those that are in no incident already stay so.</remarks>
    /// <param name="incident">Its number.</param>
    internal static async Task<Results<Ok<IncidentView>, ProblemResult>> Split(string incident, HttpContext context, IncidentDesk desk)
    {
        var (ids, refusal) = await IncidentReader.ReadAsync(context, least: 1);
        return ids is null ? refusal! : await desk.SplitAsync(incident, ids, context);
    }

    /// <summary>Takes back what was last joined or split.</summary>
    /// <remarks>
    /// As far as it still stands: whoever joined and is still there leaves, whoever left and is in no other incident joins again; those
    /// alone must be the caller's. What is confidential, erased or in another incident by now stays where it is: <c>stayed</c> counts
    /// it. Asked again, it takes back what was done before that. The history keeps all of it. Where nothing is left it is 409
    /// <c>nothing-to-undo</c>, and where a request that was split off is of another type by now 409 <c>undo-outdated</c>.
    /// </remarks>
    /// <param name="incident">Its number.</param>
    internal static async Task<Results<Ok<IncidentView>, ProblemResult>> Undo(string incident, HttpContext context, IncidentDesk desk) =>
        await RequestBody.RefuseContentAsync(context) is { } refusal ? refusal : await desk.UndoAsync(incident, context);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .RequireAuthorization(Policies.Join)
        .Produces<IncidentView>()
        .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);
}
