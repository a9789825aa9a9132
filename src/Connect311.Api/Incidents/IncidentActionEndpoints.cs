using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Remarks;
using Connect311.Api.Triage.Rerouting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Incidents;

/// <summary>One action that reaches all open requests of an incident.</summary>
internal static class IncidentActionEndpoints
{
    public static void MapIncidentActions(this IEndpointRouteBuilder routes)
    {
        var incidents = routes.MapGroup("/v1/incidents/{incident}").WithTags("Incidents");
        Describe(incidents.MapPost("/acknowledge", Acknowledge).WithName("AcknowledgeIncident")).Accepts<Progress>(isOptional: true, "application/json");
        Describe(incidents.MapPost("/start", Start).WithName("StartIncident")).Accepts<Progress>(isOptional: true, "application/json");
        Describe(incidents.MapPost("/wait", Wait).WithName("PauseIncident")).Accepts<Pause>("application/json");
        Describe(incidents.MapPost("/resume", Resume).WithName("ResumeIncident")).Accepts<Progress>(isOptional: true, "application/json");
        Describe(incidents.MapPost("/close", Close).WithName("CloseIncident")).Accepts<Closing>("application/json");
        Describe(incidents.MapPost("/updates", AddUpdate).WithName("AddIncidentUpdate")).Accepts<Remark>("application/json");
        Describe(incidents.MapPost("/transfer", SendOn).WithName("TransferIncident")).Accepts<Transfer>("application/json");
    }

    /// <summary>Says that the department has seen the incident: every open request of it.</summary>
    /// <remarks>
    /// What cannot take the step is left as it is, and told of in the answer. Of more than 1,000 requests it may be cut off half-way:
    /// 409 <c>incident-partly-done</c> says how far it came, and sent again it goes on.
    /// </remarks>
    /// <param name="incident">Its number.</param>
    internal static Task<Results<Ok<IncidentOutcome>, ProblemResult>> Acknowledge(
        string incident, HttpContext context, IncidentActions actions, MemberSteps steps) => ActAsync(Lifecycle.Acknowledge, incident, context, actions, steps);

    /// <summary>Says that somebody works on the incident: on every open request of it.</summary>
    /// <remarks>
    /// What cannot take the step is left as it is, and told of in the answer. Of more than 1,000 requests it may be cut off half-way:
    /// 409 <c>incident-partly-done</c> says how far it came, and sent again it goes on.
    /// </remarks>
    /// <param name="incident">Its number.</param>
    internal static Task<Results<Ok<IncidentOutcome>, ProblemResult>> Start(
        string incident, HttpContext context, IncidentActions actions, MemberSteps steps) => ActAsync(Lifecycle.Start, incident, context, actions, steps);

    /// <summary>Says what the work on the incident has to wait for.</summary>
    /// <remarks>
    /// What cannot take the step is left as it is, and told of in the answer. Of more than 1,000 requests it may be cut off half-way:
    /// 409 <c>incident-partly-done</c> says how far it came, and sent again it goes on.
    /// </remarks>
    /// <param name="incident">Its number.</param>
    internal static Task<Results<Ok<IncidentOutcome>, ProblemResult>> Wait(
        string incident, HttpContext context, IncidentActions actions, MemberSteps steps) => ActAsync(Lifecycle.Wait, incident, context, actions, steps);

    /// <summary>Says that the work on the incident goes on.</summary>
    /// <remarks>
    /// What cannot take the step is left as it is, and told of in the answer. Of more than 1,000 requests it may be cut off half-way:
    /// 409 <c>incident-partly-done</c> says how far it came, and sent again it goes on.
    /// </remarks>
    /// <param name="incident">Its number.</param>
    internal static Task<Results<Ok<IncidentOutcome>, ProblemResult>> Resume(
        string incident, HttpContext context, IncidentActions actions, MemberSteps steps) => ActAsync(Lifecycle.Resume, incident, context, actions, steps);

    /// <summary>Closes every open request of the incident with the same outcome.</summary>
    /// <remarks>
    /// As one request is closed; an outcome that names a duplicate is not for all of them. What came in after <c>visitedAt</c>, what a
    /// colleague has in hand and what is with another department stays open, and is told of in the answer. Of more than 1,000 requests it
    /// may be cut off half-way: 409 <c>incident-partly-done</c>; sent again it goes on.
    /// </remarks>
    /// <param name="incident">Its number.</param>
    internal static Task<Results<Ok<IncidentOutcome>, ProblemResult>> Close(
        string incident, HttpContext context, IncidentActions actions, MemberSteps steps) => ActAsync(Lifecycle.Close, incident, context, actions, steps);

    /// <summary>Tells everybody who reported it, and the public, how it goes.</summary>
    /// <remarks>
    /// It stands word for word in the public history of every open request: name nobody, and no address, in it. Where the caller said
    /// just that last, it is not said again; so it may be sent again after 409 <c>incident-partly-done</c>.
    /// </remarks>
    /// <param name="incident">Its number.</param>
    internal static async Task<Results<Ok<IncidentOutcome>, ProblemResult>> AddUpdate(
        string incident, HttpContext context, IncidentActions actions, MemberUpdates updates)
    {
        var (text, refusal) = await RequestBody.ReadAsync(context, Remark.Read);
        return refusal is not null
            ? refusal
            : await actions.ActAsync(
                incident, async open => (await updates.OfAsync(text!, open, Caller.Of(context.User), context.RequestAborted), null), context);
    }

    /// <summary>Sends every open request of the incident on to another department.</summary>
    /// <remarks>
    /// As one request is sent on; each is <c>assigned</c> there. The incident stays one, and what follows it counts as no transfer of
    /// its own. Of more than 1,000 requests it may be cut off half-way: 409 <c>incident-partly-done</c>; sent again it goes on.
    /// </remarks>
    /// <param name="incident">Its number.</param>
    internal static async Task<Results<Ok<IncidentOutcome>, ProblemResult>> SendOn(
        string incident, HttpContext context, IncidentActions actions, MemberTransfers transfers, CurrentCity city)
    {
        var (transfer, refusal) = await RequestBody.ReadAsync(context, root => Transfer.Read(root, city.Value.Catalog));
        return refusal is not null
            ? refusal
            : await actions.ActAsync(
                incident,
                _ => Task.FromResult<(MemberStep?, ProblemResult?)>((transfers.Of(transfer!, Caller.Of(context.User), context.RequestAborted), null)),
                context);
    }

    private static async Task<Results<Ok<IncidentOutcome>, ProblemResult>> ActAsync(
        string action, string incident, HttpContext context, IncidentActions actions, MemberSteps steps)
    {
        var (read, faults, refusal) = await ActionBody.ReadAsync(action, context);
        return read is null ? refusal! : await actions.ActAsync(incident, open => steps.OfActionAsync(read, faults, open, context), context);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route
        .RequireAuthorization(Policies.Join)
        .Produces<IncidentOutcome>()
        .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);
}
