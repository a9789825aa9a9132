using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests.Spool;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.ServiceRequests.Batches;

internal static class BatchEndpoints
{
    public static void MapBatches(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/service-requests/batch", Submit)
            .WithName("SubmitServiceRequests")
            .Sheds(LoadClass.Submission)
            .WithTags("Service requests")
            .WithMetadata(new RequestSizeLimitAttribute(Batch.MaxBytes))
            .RequireAuthorization(Policies.Submit)
            .Accepts<BatchBody>("application/json")
            .Produces<BatchAnswer>()
            .Refuses(400, 401, 403, 408, 413, 415, 503);

    /// <summary>Submits up to 100 reports that waited on a phone.</summary>
    /// <remarks>
    /// Each is taken or refused by itself, as if it had come alone; <c>items</c> says of each, in the order of the call, what became of it.
    /// Each has an <c>idempotencyKey</c> of its own, the same that the phone would send with it alone: so a batch whose answer was
    /// lost is sent again as it was, or one by one. <c>stored</c> may leave the queue; <c>later</c> stays in it and is sent again;
    /// with status 202 it is kept safe meanwhile, and has a token.
    /// A device token (<c>X-Device-Token</c>) is of all of them. <c>refused</c> needs the resident, or is never taken: <c>problem.retry</c> says which.
    /// </remarks>
    internal static async Task<Results<Ok<BatchAnswer>, ProblemResult>> Submit(HttpContext context, Batch batch)
    {
        using var body = await RequestBody.ReadAsync(context, maxBytes: Batch.MaxBytes);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var faults = new List<Fault>();
        var root = new ObjectReader(body.Root, "", faults);
        root.Require(Batch.Items);
        var items = root.Elements(Batch.Items, Batch.MostItems);
        if (root.IsEmptyList(Batch.Items))
        {
            root.Add(Batch.Items, FaultCodes.Required);
        }

        root.End();
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await batch.SubmitAsync(items, context));
    }
}

/// <summary>Reports that waited on a phone.</summary>
internal sealed record BatchBody
{
    /// <summary>The reports, the oldest first.</summary>
    [Required, MinLength(1), MaxLength(Batch.MostItems)]
    public required IReadOnlyList<QueuedSubmission> Items { get; init; }
}

/// <summary>A report that waited on a phone.</summary>
internal sealed record QueuedSubmission : Submission
{
    /// <summary>The phone's own name for it, which it keeps through every try.</summary>
    [Required, MaxLength(ServiceRequests.IdempotencyKey.MaxLength)]
    public required string IdempotencyKey { get; init; }
}

/// <summary>What became of a batch.</summary>
/// <param name="Stored">How many are stored, now or before.</param>
/// <param name="Items">What became of each, in the order of the call.</param>
internal sealed record BatchAnswer(int Stored, IReadOnlyList<BatchItem> Items);

/// <summary>What became of one report of a batch.</summary>
/// <param name="IdempotencyKey">Its key; null where it had none.</param>
/// <param name="Result">stored, later or refused.</param>
/// <param name="Status">The HTTP status that it would have had alone.</param>
/// <param name="Replayed">Whether it was stored before, and this is that answer.</param>
/// <param name="RetryAfter">After how many seconds it may be sent again; null where nothing says so.</param>
/// <param name="Answer">What it was answered; null unless it is stored.</param>
/// <param name="Problem">Why it was not stored; null where it was, or waits for the database. Fields are those of the report itself.</param>
internal sealed record BatchItem(
    [property: Required] string? IdempotencyKey,
    [property: ExtensibleEnum(typeof(BatchResult))] string Result,
    int Status,
    bool Replayed,
    [property: Required] int? RetryAfter,
    [property: Required] SubmissionAnswer? Answer,
    [property: Required] Problem? Problem)
{
    /// <summary>What it was answered while it waits for the database (202): its token; else null.</summary>
    [Required]
    public SpooledAnswer? Spooled { get; init; }
}

/// <summary>What became of a report of a batch.</summary>
internal static class BatchResult
{
    public const string Stored = "stored";

    /// <summary>It stays in the phone's queue.</summary>
    public const string Later = "later";

    public const string Refused = "refused";

    public static readonly string[] All = [Stored, Later, Refused];
}
