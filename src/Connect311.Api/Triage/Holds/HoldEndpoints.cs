using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Rerouting;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage.Holds;

internal static class HoldEndpoints
{
    public const string Path = "/v1/holds";

    public static void MapHolds(this IEndpointRouteBuilder routes)
    {
        var holds = routes.MapGroup(Path).WithTags("Triage").RequireAuthorization(Policies.Hold);
        holds.MapPost("", Add)
            .WithName("AddHold")
            .Accepts<HoldWish>("application/json")
            .Produces<HoldView>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 408, 409, 413, 415, 503);
        holds.MapGet("", List).WithName("ListHolds").Sheds(LoadClass.List).Produces<HoldList>().Refuses(400, 401, 403, 503);
        holds.MapGet("/{id}", Find).WithName("FindHold").Produces<HoldView>().Refuses(401, 403, 404, 503);
        holds.MapGet("/{id}/subject", FindSubject).WithName("FindHoldSubject").Produces<HoldSubject>().Refuses(401, 403, 404, 503);
        holds.MapPost("/{id}/end", End)
            .WithName("EndHold")
            .Produces<HoldView>()
            .Refuses(400, 401, 403, 404, 408, 412, 413, 415, 428, 503);
        routes.MapPost("/v1/service-requests/{trackingNumber}/release", Release)
            .WithName("ReleaseHeldServiceRequest")
            .WithTags("Triage")
            .RequireAuthorization(Policies.Release)
            .Accepts<Releasing>(isOptional: true, "application/json")
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);
    }

    /// <summary>Holds back the reports of a contact, an address or a device, until an operator has looked at each.</summary>
    /// <remarks>
    /// They are stored as ever, with status <c>submitted</c>, and stand in the queue of <c>311</c>
    /// (<c>/v1/departments/311/queue?status=submitted</c>), those that speak of danger first. An operator releases each to its
    /// department, or refuses it. Whoever reports hears nothing of the hold. It takes effect on every server within two
    /// seconds, and ends by itself. What is held already is refused (<c>already-held</c>) with the id of
    /// that hold as <c>hold</c>; so is one that is sent again for want of an answer. Two addresses are the same if their words
    /// are; spaces, punctuation and capitals do not matter. A device is named by the number of a report that came from it; nobody learns which phone it is.
    /// </remarks>
    internal static async Task<Results<Created<HoldView>, ProblemResult>> Add(HttpContext context, HoldDesk desk)
    {
        var (wish, refusal) = await RequestBody.ReadAsync(context, HoldWish.Read);
        return refusal is not null ? refusal : await desk.AddAsync(wish!, context);
    }

    /// <summary>Lists holds, the newest first, those that are over too.</summary>
    /// <remarks>Whom each is about is told by its ends alone, and not at all once it is over; to read it is an act of its own.</remarks>
    /// <param name="cursor">From <c>nextCursor</c> of the page before.</param>
    /// <param name="limit">At most so many, up to 200.</param>
    internal static Task<Results<Ok<HoldList>, ProblemResult>> List(
        string? cursor, [Range(1, PageLimit.Max)] string? limit, HttpContext context, HoldDesk desk) => desk.ListAsync(cursor, limit, context);

    /// <summary>Finds a hold.</summary>
    /// <remarks>One that is over is found too; whom it was about is erased by then. Its <c>version</c> is what ending it must name.</remarks>
    /// <param name="id">The id: 32 hexadecimal digits.</param>
    internal static Task<Results<Ok<HoldView>, ProblemResult>> Find(string id, HttpContext context, HoldDesk desk) => desk.ReadAsync(id, context);

    /// <summary>Says whom a hold is about.</summary>
    /// <remarks>Every reading is written into the audit before it is answered. Of a hold that is over nobody is told: whom it was about is erased.</remarks>
    /// <param name="id">The id: 32 hexadecimal digits.</param>
    internal static Task<Results<Ok<HoldSubject>, ProblemResult>> FindSubject(string id, HttpContext context, HoldDesk desk) =>
        desk.ReadSubjectAsync(id, context);

    /// <summary>Ends a hold before its time.</summary>
    /// <remarks>
    /// Reports that wait because of it go on waiting for an operator. Whom it was about is erased with it. What is ended already
    /// stays so.
    /// </remarks>
    /// <param name="id">The id: 32 hexadecimal digits.</param>
    internal static async Task<Results<Ok<HoldView>, ProblemResult>> End(string id, HttpContext context, HoldDesk desk) =>
        await RequestBody.RefuseContentAsync(context) is { } refusal ? refusal : await desk.EndAsync(id, context);

    /// <summary>Releases a report that was held back to the department that the rules name.</summary>
    /// <remarks>
    /// The rules in force decide, with what the report says now. It is <c>assigned</c> then, and whoever wants to hear of it is
    /// told. Its clocks have run since it was received: an operator's delay is not hidden. What is spam or abuse is refused
    /// (<c>/cancel</c>) instead.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Release(
        string trackingNumber, HttpContext context, ReroutingDesk desk, StaffDesk staff) => staff.DoAsync(
            trackingNumber,
            context,
            Releasing.Read,
            (sighting, note, caller) => desk.PlanReleaseAsync(sighting, note, caller, context.RequestAborted),
            optional: true);
}

/// <summary>What is said as a report is released.</summary>
internal sealed record Releasing
{
    /// <summary>Why it is no abuse; for staff.</summary>
    [MaxLength(4000)]
    public string? Note { get; init; }

    /// <summary>Reads the note of a body; what is wrong with it is noted, by field.</summary>
    public static string? Read(ObjectReader root)
    {
        var note = ServiceRequests.SubmissionReader.NullIfEmpty(root.Text(StepMember.Note, 4000, lines: true));
        root.End();
        return note;
    }
}
