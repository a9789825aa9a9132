using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Actions;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Triage.Claims;

internal static class ClaimEndpoints
{
    public static void MapClaims(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/v1/service-requests/{trackingNumber}").WithTags("Triage");
        requests.MapPost("/claim", Claim)
            .WithName("ClaimServiceRequest")
            .RequireAuthorization(Policies.Claim)
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 408, 409, 413, 415, 503);
        requests.MapDelete("/claim", Release)
            .WithName("ReleaseServiceRequest")
            .RequireAuthorization(Policies.Claim)
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);
        requests.MapPost("/assign", Assign)
            .WithName("AssignServiceRequest")
            .RequireAuthorization(Policies.Assign)
            .Accepts<Assigning>("application/json")
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);

        var departments = routes.MapGroup("/v1/departments/{code}").WithTags("Triage");
        departments.MapPost("/queue/claim-next", ClaimNext)
            .WithName("ClaimNext")
            .RequireAuthorization(Policies.Claim)
            .Produces<StaffRequest>()
            .Produces(StatusCodes.Status204NoContent)
            .Refuses(400, 401, 403, 404, 408, 409, 413, 415, 503);
        departments.MapGet("/workload", ReadWorkload)
            .WithName("ReadWorkload")
            .Sheds(LoadClass.List)
            .RequireAuthorization(Policies.Workload)
            .Produces<Workload>()
            .Refuses(401, 403, 404, 503);
    }

    /// <summary>Takes a request in hand, or keeps it there for longer.</summary>
    /// <remarks>
    /// Until the claim ends (30 minutes, unless the city says otherwise) nobody else changes the request, but a supervisor or
    /// an operator. Sent again by its holder, it lasts as long again, and no event is written; so it needs no If-Match. What
    /// another has in hand is 409 <c>claimed</c>, with until when and by whom. A claim ends with its time, when it is released
    /// or assigned, when the request is closed, and when it goes to another department.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<StaffRequest>, ProblemResult>> Claim(
        string trackingNumber, HttpContext context, ClaimDesk desk) =>
        await RequestBody.RefuseContentAsync(context) is { } refusal ? refusal
        : NumberInRoute.Read(trackingNumber, "trackingNumber", out refusal) is { } number ? await desk.ClaimAsync(number, context)
        : refusal!;

    /// <summary>Lays a request down, so that anybody may take it.</summary>
    /// <remarks>For its holder, and for supervisors and operators. What nobody has in hand stays as it is.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<StaffRequest>, ProblemResult>> Release(
        string trackingNumber, HttpContext context, ClaimDesk desk, StaffDesk staff) =>
        await RequestBody.RefuseContentAsync(context) is { } refusal ? refusal
        : Sighting.Read(trackingNumber, context.Request, out refusal) is { } sighting
            ? await staff.DoAsync(sighting.Number, await desk.PlanReleaseAsync(sighting, Caller.Of(context.User), context.RequestAborted), context)
        : refusal!;

    /// <summary>Gives a request to somebody of its department, whoever has it in hand.</summary>
    /// <remarks>It stays so for 72 hours, unless the city says otherwise, or the assignee claims it again. To take it back, release it.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Assign(
        string trackingNumber, HttpContext context, ClaimDesk desk, StaffDesk staff) => staff.DoAsync(
            trackingNumber,
            context,
            Assigning.Read,
            (sighting, assignee, caller) => desk.PlanAssignmentAsync(sighting, assignee, caller, context.RequestAborted));

    /// <summary>Takes the next request of a department's queue in hand.</summary>
    /// <remarks>
    /// The first, by priority and due time, that nobody has in hand and that waits for nobody. Where many ask at once, one of
    /// the next 64: no two get the same, and none is passed over. The answer is 204 when there is nothing to take. The queue of
    /// <c>311</c> gives out its own requests, and not other departments' reports of danger.
    /// </remarks>
    /// <param name="code">The department's code, such as <c>DOT</c>.</param>
    internal static async Task<Results<Ok<StaffRequest>, NoContent, ProblemResult>> ClaimNext(
        string code, HttpContext context, [AsParameters] NextQuery query, ClaimDesk desk, QueueQuestions questions)
    {
        if (await RequestBody.RefuseContentAsync(context) is { } content)
        {
            return content;
        }

        var faults = new List<Fault>();
        var (filter, refusal) = questions.ReadNext(code, query.ToQuery(), faults, context);
        return filter is null ? refusal!
            : faults.Count > 0 ? new ProblemResult(ProblemCode.ValidationFailed, faults)
            : await desk.ClaimNextAsync(filter, context);
    }

    /// <summary>Shows what each person of a department has in hand.</summary>
    /// <remarks>Who works there no more and still has something in hand is listed too: <c>worksHere</c> is false then.</remarks>
    /// <param name="code">The department's code, such as <c>DOT</c>.</param>
    internal static async Task<Results<Ok<Workload>, ProblemResult>> ReadWorkload(
        string code, HttpContext context, ClaimStore store, DepartmentPeople people, CurrentCity city)
    {
        var caller = Caller.Of(context.User);
        if (!city.Value.Catalog.Departments.ContainsKey(code))
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        if (caller.ToQueue(code).Refusal() is { } refusal)
        {
            return refusal;
        }

        var rows = await store.WorkloadAsync(code, caller.SeesConfidentialOf(code), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(Workload.Of(await people.OfAsync(code, context.RequestAborted), rows));
    }
}

/// <summary>From what the next request is taken.</summary>
internal sealed record NextQuery
{
    [Description("Only from the department's queue of this name.")]
    [FromQuery(Name = "queue")]
    public string? Queue { get; init; }

    [Description("Only requests of this service type.")]
    [FromQuery(Name = "serviceType")]
    public string? ServiceType { get; init; }

    [Description("Only requests in this area, as `set:code`, such as `borough:brooklyn`.")]
    [FromQuery(Name = "area")]
    public string? Area { get; init; }

    public QueueQuery ToQuery() => new() { Queue = Queue, ServiceType = ServiceType, Area = Area };
}

/// <summary>Whose a request is to be.</summary>
internal sealed record Assigning
{
    /// <summary>An active agent or supervisor of the department that holds it (an operator, of <c>311</c>): the id, or the whole name.</summary>
    [Required, MaxLength(100)]
    public required string Assignee { get; init; }

    /// <summary>Reads whom a body names; what is wrong with it is noted, by field.</summary>
    public static string Read(ObjectReader root)
    {
        var assignee = root.RequiredText("assignee", 100);
        root.End();
        return assignee;
    }
}
