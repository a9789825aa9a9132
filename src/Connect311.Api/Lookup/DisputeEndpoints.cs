using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Disputes;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Lookup;

/// <summary>Whoever reported something disputes how it was closed.</summary>
internal static class DisputeEndpoints
{
    public static void MapDispute(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/public/service-requests/{trackingNumber}/dispute", Dispute)
            .WithName("DisputeClosing")
            .WithTags("Public")
            .AllowAnonymous()
            .Accepts<Dispute>("application/json")
            .Produces<PublicRequest>()
            .Refuses(400, 401, 404, 408, 409, 413, 415, 503);

    /// <summary>Disputes how a report was closed.</summary>
    /// <remarks>
    /// For its owner (<c>X-Reporter-Key</c>, or <c>X-Device-Token</c> of a device on which it is), for 14 days after the closing and once, unless the city says otherwise (<c>dispute-limit</c>);
    /// what is closed anew may be disputed anew. A supervisor opens it again, or says why not: <c>dispute</c> of the request tells. The same may be sent twice. Staff alone read the text.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<PublicRequest>, ProblemResult>> Dispute(
        string trackingNumber, HttpContext context, DisputeDesk desk, Ownership ownership) =>
        ownership.DoAsync(trackingNumber, context, Read, (own, said) => desk.DisputeAsync(own, said.Reason!, said.Text, context.RequestAborted));

    private static (string? Reason, string Text) Read(ObjectReader root)
    {
        root.Require(StepMember.Reason);
        var reason = root.OneOf(StepMember.Reason, DisputeReason.All);
        var text = root.RequiredText(StepMember.Text, 4000, lines: true);
        root.End();
        return (reason, text);
    }
}

/// <summary>Why a resident does not accept how a report was closed.</summary>
internal sealed record Dispute
{
    /// <summary>wrong-outcome, not-fixed, came-back or other.</summary>
    [Required, ExtensibleEnum(typeof(DisputeReason))]
    public required string Reason { get; init; }

    /// <summary>What is not right, in the resident's own words; for staff.</summary>
    [Required, MaxLength(4000)]
    public required string Text { get; init; }
}
