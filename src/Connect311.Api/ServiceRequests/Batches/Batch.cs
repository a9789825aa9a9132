using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.ServiceRequests.Spool;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;

namespace Connect311.Api.ServiceRequests.Batches;

/// <summary>Submits reports that come together as if each had come alone: at once, so that they share the intake's commits.</summary>
internal sealed class Batch(Submitting submitting, SubmissionAnswers answers, InquiryCounter inquiries, RateLimiter limits, SubmissionDevices devices)
{
    public const string Items = "items";

    public const int MostItems = 100;

    /// <summary>A hundred reports of usual length, or sixteen of the longest.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    public async Task<BatchAnswer> SubmitAsync(IReadOnlyList<JsonElement> items, HttpContext context)
    {
        var device = await devices.OfAsync(context);
        var results = await Task.WhenAll(items.Select(item => SubmitAsync(item, device, context)).ToList());
        return new(results.Count(result => result.Result == BatchResult.Stored), results);
    }

    private async Task<BatchItem> SubmitAsync(JsonElement item, SubmissionDevice device, HttpContext context)
    {
        var root = new ObjectReader(item, "", []);
        var key = IdempotencyKey.Read(root);
        if (limits.Refuse(context) is { } limited)
        {
            return Refused(key, limited, context);
        }

        var ending = await submitting.SubmitAsync(new(root, key, device, IsQueued: true), Caller.Of(context.User), context.RequestAborted);
        return ending switch
        {
            Submitting.Ending.Faulty faulty => Refused(key, new(ProblemCode.ValidationFailed, faulty.Faults), context),
            Submitting.Ending.NotARequest entry => Refused(key, await SubmitEndpoints.InsteadAsync(entry.Type, inquiries, context), context),
            Submitting.Ending.Accepted { Result: IntakeResult.Stored stored } => await StoredAsync(key, stored.Receipt, device, isReplayed: false, context),
            Submitting.Ending.Accepted { Result: IntakeResult.Replayed replayed } => await StoredAsync(key, replayed.Receipt, device, isReplayed: true, context),
            Submitting.Ending.Accepted { Result: IntakeResult.Spooled spooled } => Spooled(key, answers.Of(spooled, Languages.Of(context))),
            Submitting.Ending.Accepted accepted => Refused(key, SubmitEndpoints.RefusalOf(accepted.Result), context),
            _ => throw new InvalidOperationException($"There is no answer for {ending.GetType().Name}."),
        };
    }

    private async Task<BatchItem> StoredAsync(string? key, Receipt receipt, SubmissionDevice device, bool isReplayed, HttpContext context)
    {
        if (isReplayed)
        {
            await devices.LinkAgainAsync(device.Id, receipt.Id, context.RequestAborted);
        }

        var answer = await answers.OfAsync(receipt, device, Languages.Of(context), context.RequestAborted);
        return new(key, BatchResult.Stored, StatusCodes.Status201Created, isReplayed, null, answer, null);
    }

    /// <summary>It is kept safe; the phone keeps it all the same, and may send it again.</summary>
    private static BatchItem Spooled(string? key, SpooledAnswer answer) =>
        new(key, BatchResult.Later, StatusCodes.Status202Accepted, false, SpooledAnswers.RetryAfterSeconds, null, null) { Spooled = answer };

    private static BatchItem Refused(string? key, ProblemResult refusal, HttpContext context)
    {
        var result = refusal.Code.Retry == ProblemCode.Same ? BatchResult.Later : BatchResult.Refused;
        return new(key, result, refusal.Code.Status, false, refusal.RetryAfter, null, refusal.ToProblem(Languages.Of(context)));
    }
}
