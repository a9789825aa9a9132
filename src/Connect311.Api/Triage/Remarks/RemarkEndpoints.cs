using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Triage.Remarks;

internal static class RemarkEndpoints
{
    public static void MapRemarks(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/v1/service-requests/{trackingNumber}").WithTags("Triage").RequireAuthorization(Policies.Handle);
        Describe(requests.MapPost("/notes", AddNote).WithName("AddNote"));
        Describe(requests.MapPost("/updates", AddUpdate).WithName("AddUpdate"));
    }

    /// <summary>Notes something for other staff.</summary>
    /// <remarks>The resident and the public never see it.</remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> AddNote(string trackingNumber, HttpContext context, RemarkDesk desk, StaffDesk staff) =>
        AddAsync(EventKind.Noted, trackingNumber, context, desk, staff);

    /// <summary>Tells the resident and the public how it goes.</summary>
    /// <remarks>
    /// It stands word for word in the public history, and whoever wants to hear of the request is told: name nobody, and no
    /// address, in it.
    /// </remarks>
    /// <param name="trackingNumber">The number: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<StaffRequest>, ProblemResult>> AddUpdate(string trackingNumber, HttpContext context, RemarkDesk desk, StaffDesk staff) =>
        AddAsync(EventKind.Updated, trackingNumber, context, desk, staff);

    private static void Describe(RouteHandlerBuilder route) => route
        .Accepts<Remark>("application/json")
        .Produces<StaffRequest>()
        .Refuses(400, 401, 403, 404, 408, 412, 413, 415, 428, 503);

    private static Task<Results<Ok<StaffRequest>, ProblemResult>> AddAsync(
        string kind, string trackingNumber, HttpContext context, RemarkDesk desk, StaffDesk staff) => staff.DoAsync(
            trackingNumber, context, Remark.Read, (sighting, text, caller) => desk.PlanAsync(sighting, kind, text, caller, context.RequestAborted));
}

/// <summary>Something that staff say about a request.</summary>
internal sealed record Remark
{
    /// <summary>In the writer's own words.</summary>
    [Required, MaxLength(4000)]
    public required string Text { get; init; }

    /// <summary>Reads what a body says; what is wrong with it is noted, by field.</summary>
    public static string Read(ObjectReader root)
    {
        var text = root.RequiredText(StepMember.Text, 4000, lines: true);
        root.End();
        return text;
    }
}
