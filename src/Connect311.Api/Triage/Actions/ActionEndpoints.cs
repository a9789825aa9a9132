using Connect311.Api.Http;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage.Actions;

/// <summary>The actions of the <see cref="Lifecycle"/> that staff and the systems of departments take.</summary>
internal static class ActionEndpoints
{
    public static void MapActions(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/v1/service-requests/{trackingNumber}").WithTags("Triage");
        Describe(requests.MapPost("/acknowledge", Acknowledge).WithName("AcknowledgeServiceRequest"), Policies.Handle)
            .Accepts<Progress>(isOptional: true, "application/json");
        Describe(requests.MapPost("/start", Start).WithName("StartServiceRequest"), Policies.Handle)
            .Accepts<Progress>(isOptional: true, "application/json");
        Describe(requests.MapPost("/wait", Wait).WithName("PauseServiceRequest"), Policies.Handle)
            .Accepts<Pause>("application/json");
        Describe(requests.MapPost("/resume", Resume).WithName("ResumeServiceRequest"), Policies.Handle)
            .Accepts<Progress>(isOptional: true, "application/json");
        Describe(requests.MapPost("/close", Close).WithName("CloseServiceRequest"), Policies.Handle)
            .Accepts<Closing>("application/json");
        Describe(requests.MapPost("/cancel", Cancel).WithName("CancelServiceRequest"), Policies.Cancel)
            .Accepts<Refusing>("application/json");
        Describe(requests.MapPost("/ask", Ask).WithName("AskResident"), Policies.Ask)
            .Accepts<Query>("application/json");
        Describe(requests.MapPost("/reopen", Reopen).WithName("ReopenServiceRequest"), Policies.Reopen)
            .Accepts<Reopening>("application/json");
        Describe(requests.MapPost("/dispute/uphold", UpholdDispute).WithName("UpholdDispute"), Policies.Reopen)
            .Accepts<Upholding>(isOptional: true, "application/json");
        Describe(requests.MapPost("/dispute/reject", RejectDispute).WithName("RejectDispute"), Policies.Reopen)
            .Accepts<Rejecting>("application/json");
    }

    /// <summary>Says that the department has seen the request.</summary>
    /// <remarks>
    /// <c>/v1/lifecycle</c> says from which statuses it goes, who may, and which clocks it moves. <c>If-Match</c> names the version
    /// that was seen.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Acknowledge(
        string trackingNumber, HttpContext context, StaffDesk desk) => ActAsync(Lifecycle.Acknowledge, trackingNumber, context, desk);

    /// <summary>Says that somebody works on the request.</summary>
    /// <remarks>
    /// <c>/v1/lifecycle</c> says from which statuses it goes, who may, and which clocks it moves. <c>If-Match</c> names the version
    /// that was seen.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Start(
        string trackingNumber, HttpContext context, StaffDesk desk) => ActAsync(Lifecycle.Start, trackingNumber, context, desk);

    /// <summary>Says what the work has to wait for.</summary>
    /// <remarks>Until it is resumed, the clocks stand that <c>/v1/lifecycle</c> names.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Wait(
        string trackingNumber, HttpContext context, StaffDesk desk) => ActAsync(Lifecycle.Wait, trackingNumber, context, desk);

    /// <summary>Says that the work goes on.</summary>
    /// <remarks>
    /// <c>/v1/lifecycle</c> says from which statuses it goes, who may, and which clocks it moves. <c>If-Match</c> names the version
    /// that was seen.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Resume(
        string trackingNumber, HttpContext context, StaffDesk desk) => ActAsync(Lifecycle.Resume, trackingNumber, context, desk);

    /// <summary>Asks the resident something, and waits for the answer.</summary>
    /// <remarks>
    /// The resident answers by the reporter key or by the link in the message. Until then, or until <c>answerUntil</c>, the clocks
    /// stand that <c>/v1/lifecycle</c> names; then the work goes on. Whoever reported it alone reads what was asked.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Ask(
        string trackingNumber, HttpContext context, StaffDesk desk) => ActAsync(Lifecycle.Ask, trackingNumber, context, desk);

    /// <summary>Closes the request with an outcome.</summary>
    /// <remarks>
    /// <c>outcomes</c> of <c>/v1/service-types</c> says which the type has, and what each needs: a visit's time, the number of the
    /// report that it repeats, a reason, who was told instead, or photos of what was done. The resident reads a sentence made of that. What belongs
    /// to another department is not closed but transferred.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Close(
        string trackingNumber, HttpContext context, StaffDesk desk) => ActAsync(Lifecycle.Close, trackingNumber, context, desk);

    /// <summary>Refuses the request: it is a test, spam or abuse.</summary>
    /// <remarks>The note says why, for staff; the resident reads that nothing is done about it, and as what it was taken.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Cancel(
        string trackingNumber, HttpContext context, StaffDesk desk) => ActAsync(Lifecycle.Cancel, trackingNumber, context, desk);

    /// <summary>Opens a closed or cancelled request again.</summary>
    /// <remarks>It is <c>assigned</c> again where it was, with its history and its due time, and <c>reopenCount</c> grows by one.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Reopen(
        string trackingNumber, HttpContext context, StaffDesk desk) => ActAsync(Lifecycle.Reopen, trackingNumber, context, desk);

    /// <summary>Agrees with the resident who disputes how the request was closed, and opens it again.</summary>
    /// <remarks>It is <c>assigned</c> again where it was, with its history and its due time, and <c>reopenCount</c> grows by one.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> UpholdDispute(
        string trackingNumber, HttpContext context, StaffDesk desk) => ActAsync(Lifecycle.UpholdDispute, trackingNumber, context, desk);

    /// <summary>Leaves a request closed though the resident disputes that, and tells the resident why.</summary>
    /// <remarks>The resident reads <c>sentence</c> as it stands. The request leaves the list of disputes; its outcome stays.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> RejectDispute(
        string trackingNumber, HttpContext context, StaffDesk desk) => ActAsync(Lifecycle.RejectDispute, trackingNumber, context, desk);

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string policy) => route
        .RequireAuthorization(policy)
        .Produces<StaffRequest>()
        .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);

    private static async Task<Results<Ok<StaffRequest>, ProblemResult>> ActAsync(
        string action, string trackingNumber, HttpContext context, StaffDesk desk)
    {
        var (read, faults, refusal) = await ActionBody.ReadAsync(action, context);
        return read is null ? refusal! : await desk.ActAsync(trackingNumber, read, faults, context);
    }
}
