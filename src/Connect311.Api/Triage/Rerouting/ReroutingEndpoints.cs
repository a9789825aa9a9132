using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage.Rerouting;

internal static class ReroutingEndpoints
{
    public static void MapRerouting(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/v1/service-requests/{trackingNumber}").WithTags("Triage").RequireAuthorization(Policies.Handle);
        requests.MapPatch("/", Correct)
            .WithName("CorrectServiceRequest")
            .Accepts<Correction>("application/json")
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 428, 503);
        requests.MapPost("/transfer", Transfer)
            .WithName("TransferServiceRequest")
            .Accepts<Transfer>("application/json")
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);
        requests.MapPost("/rerouting/accept", Accept)
            .WithName("AcceptRerouting")
            .Accepts<ReroutingDecision>(isOptional: true, "application/json")
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);
        requests.MapPost("/rerouting/dismiss", Dismiss)
            .WithName("DismissRerouting")
            .Accepts<ReroutingDecision>(isOptional: true, "application/json")
            .Produces<StaffRequest>()
            .Refuses(400, 401, 403, 404, 408, 409, 412, 413, 415, 428, 503);
    }

    /// <summary>Sets right what a request says, and lets the rules decide anew.</summary>
    /// <remarks>
    /// The service type, the place and the answers may be corrected, all at once; what is left out or null stays, and
    /// <c>removeLocation</c> takes coordinates away that are wrong: rules then route it without. They are checked as
    /// a report's are, against the catalogue in force. With another service type go the answers and the place that it does not
    /// take, its service level sets the due time (from when the report was received), and it is published as that type is, but
    /// never more openly than the resident was promised. An open request then goes, by the rule set's policy, to the department
    /// that the rules name: at once, or as the proposal that <c>rerouting</c> shows. The answer is the request as this call
    /// left it, even where it went out of the caller's sight. A correction that says what is there already changes nothing. Under a legal
    /// hold the apartment cannot be corrected (<c>legally-held</c>), for that alone is not kept as it was.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<StaffRequest>, ProblemResult>> Correct(
        string trackingNumber, HttpContext context, ReroutingDesk desk)
    {
        // Its answers are parts of the body, which must be there until they are stored.
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var faults = new List<Fault>();
        var correction = Correction.Read(body.Root, faults);
        return faults.Count > 0
            ? new ProblemResult(ProblemCode.ValidationFailed, faults)
            : await desk.CorrectAsync(trackingNumber, correction, context);
    }

    /// <summary>Sends the request on to another department.</summary>
    /// <remarks>
    /// It is <c>assigned</c> there, and whoever had claimed it has it no more. Where departments have sent it on to each other too
    /// often (three times, as a rule), the operators get it instead, and decide. A <c>wrong-department</c> counts against the rule
    /// that sent it: see <c>GET /v1/routing/proposals</c>. The answer is the request as this call left it, even where it went out of
    /// the caller's sight.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> Transfer(
        string trackingNumber, HttpContext context, ReroutingDesk desk, StaffDesk staff, CurrentCity city) => staff.DoAsync(
            trackingNumber,
            context,
            root => Rerouting.Transfer.Read(root, city.Value.Catalog),
            (sighting, transfer, caller) => desk.PlanTransferAsync(sighting, transfer, caller, context.RequestAborted));

    /// <summary>Sends a corrected request to the department that was proposed.</summary>
    /// <remarks>It goes where <c>rerouting</c> says, and is <c>assigned</c> there.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<StaffRequest>, ProblemResult>> Accept(
        string trackingNumber, HttpContext context, ReroutingDesk desk)
    {
        var (note, refusal) = await RequestBody.ReadAsync(context, ReadNote, optional: true);
        return refusal is not null ? refusal : await desk.AcceptAsync(trackingNumber, note, context);
    }

    /// <summary>Keeps a corrected request where it is.</summary>
    /// <remarks>The same is not proposed again, and no new rule set moves the request, until it is corrected otherwise.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<Results<Ok<StaffRequest>, ProblemResult>> Dismiss(
        string trackingNumber, HttpContext context, ReroutingDesk desk)
    {
        var (note, refusal) = await RequestBody.ReadAsync(context, ReadNote, optional: true);
        return refusal is not null ? refusal : await desk.DismissAsync(trackingNumber, note, context);
    }

    private static string? ReadNote(ObjectReader root)
    {
        var note = SubmissionReader.NullIfEmpty(root.Text("note", 4000, lines: true));
        root.End();
        return note;
    }
}

/// <summary>Why a proposal is accepted or dismissed.</summary>
internal sealed record ReroutingDecision
{
    /// <summary>Why; for staff.</summary>
    [MaxLength(4000)]
    public string? Note { get; init; }
}
