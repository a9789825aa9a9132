using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Lookup;

/// <summary>Whoever reported something takes it back.</summary>
internal static class WithdrawalEndpoints
{
    public static void MapWithdrawal(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/public/service-requests/{trackingNumber}/withdraw", Withdraw)
            .WithName("WithdrawServiceRequest")
            .WithTags("Public")
            .AllowAnonymous()
            .Accepts<Withdrawal>(isOptional: true, "application/json")
            .Produces<PublicRequest>()
            .Refuses(400, 401, 404, 408, 409, 413, 415, 503);

    /// <summary>Takes a report back.</summary>
    /// <remarks>
    /// For its owner (<c>X-Reporter-Key</c>, or <c>X-Device-Token</c> of a device on which it is): to others every number answers alike. While the report is open; one that
    /// was taken back already is answered as it is, so that the same may be sent twice.
    /// </remarks>
    /// <param name="trackingNumber">The number that was given for the report: <c>311-</c> and digits, or the digits alone.</param>
    internal static Task<Results<Ok<PublicRequest>, ProblemResult>> Withdraw(
        string trackingNumber, HttpContext context, ResidentDesk desk, Ownership ownership) =>
        ownership.DoAsync(trackingNumber, context, Read, (own, reason) => desk.WithdrawAsync(own, reason, context.RequestAborted), optional: true);

    private static string? Read(ObjectReader root)
    {
        var reason = SubmissionReader.NullIfEmpty(root.Text(StepMember.Reason, 4000, lines: true));
        root.End();
        return reason;
    }
}

/// <summary>Why a report is taken back.</summary>
internal sealed record Withdrawal
{
    /// <summary>Why; for staff.</summary>
    [MaxLength(4000)]
    public string? Reason { get; init; }
}
