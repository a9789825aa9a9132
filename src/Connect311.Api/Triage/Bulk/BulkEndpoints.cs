using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Triage.Bulk;

internal static class BulkEndpoints
{
    public static void MapBulk(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/service-requests/bulk", Act)
            .WithName("ActInBulk")
            .WithTags("Triage")
            .WithMetadata(new RequestSizeLimitAttribute(BulkOrder.MaxBytes))
            .RequireAuthorization(Policies.Bulk)
            .Accepts<BulkBody>("application/json")
            .Produces<BulkAnswer>()
            .Refuses(400, 401, 403, 408, 409, 413, 415, 503);

    /// <summary>Does one action to up to 1,000 requests.</summary>
    /// <remarks>
    /// Each request is checked, changed and told of as the action's own route does it: <c>with</c> is the body of that route, and
    /// <c>version</c> what its If-Match would say. With <c>best-effort</c> it is done wherever it goes, and the answer says of each
    /// request what became of it. With <c>all-or-nothing</c> it is done to all in one transaction; if one refuses, nothing is
    /// changed, and <c>items</c> of the 409 <c>bulk-refused</c> says which and why. Sent again, for want of an answer, it does
    /// nothing twice: what was done has another version by then, and is refused with <c>version-mismatch</c>.
    /// </remarks>
    internal static async Task<Results<Ok<BulkAnswer>, ProblemResult>> Act(HttpContext context, BulkActions actions, BulkDesk desk)
    {
        using var body = await RequestBody.ReadAsync(context, maxBytes: BulkOrder.MaxBytes);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var (caller, faults) = (Caller.Of(context.User), new List<Fault>());
        var root = new ObjectReader(body.Root, "", faults);
        var order = BulkOrder.Read(root);
        if (!BulkActions.IsOpenTo(order.Action, caller))
        {
            return new ProblemResult(ProblemCode.Forbidden);
        }

        // Without a known action nobody can say what belongs with it.
        var planning = faults.Exists(fault => fault.Field == "/action") ? null : actions.Read(order.Action, BulkOrder.With(root), caller);
        root.Has(BulkOrder.WithMember);
        root.End();
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var outcomes = order.Mode == BulkMode.AllOrNothing
            ? await desk.DoAllAsync(order.Items, planning!, context.RequestAborted)
            : await desk.DoWhatGoesAsync(order.Items, planning!, context.RequestAborted);
        return AnswerOf(order, outcomes, context);
    }

    private static Results<Ok<BulkAnswer>, ProblemResult> AnswerOf(BulkOrder order, List<BulkOutcome>? outcomes, HttpContext context)
    {
        if (outcomes is null)
        {
            return new ProblemResult(ProblemCode.Busy) { RetryAfter = 1 };
        }

        var answer = BulkAnswer.Of(order, outcomes, Languages.Of(context));
        if (order.Mode == BulkMode.AllOrNothing && answer.Refused > 0)
        {
            return new ProblemResult(ProblemCode.BulkRefused, answer);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(answer);
    }
}

/// <summary>One action for many requests.</summary>
internal sealed record BulkBody
{
    /// <summary>What becomes of the rest where some refuse: all-or-nothing or best-effort.</summary>
    [Required, ExtensibleEnum(typeof(BulkMode))]
    public required string Mode { get; init; }

    /// <summary>What is done.</summary>
    [Required, ExtensibleEnum(typeof(BulkActions))]
    public required string Action { get; init; }

    /// <summary>What is said with it: the body that the action's own route takes.</summary>
    public Dictionary<string, JsonElement>? With { get; init; }

    /// <summary>The requests, each once.</summary>
    [Required, MinLength(1), MaxLength(BulkOrder.MostItems)]
    public required IReadOnlyList<BulkItem> Items { get; init; }
}

/// <summary>One of the requests.</summary>
internal sealed record BulkItem
{
    /// <summary>Its number: <c>311-</c> and digits, or the digits alone.</summary>
    [Required, MaxLength(30)]
    public required string TrackingNumber { get; init; }

    /// <summary>The version that you have seen.</summary>
    [Required, Range(1, int.MaxValue)]
    public required int Version { get; init; }
}
