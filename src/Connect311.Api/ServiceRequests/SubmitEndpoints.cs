using Connect311.Api.Catalog;
using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.ServiceRequests.Spool;
using Connect311.Api.Staff;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.ServiceRequests;

internal static class SubmitEndpoints
{
    private const int BusyRetryAfterSeconds = 1;

    public static void MapSubmit(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/service-requests", Submit)
            .WithName("SubmitServiceRequest")
            .Sheds(LoadClass.Submission)
            .WithTags("Service requests")
            .RequireAuthorization(Policies.Submit)
            .LimitRate()
            .Accepts<Submission>("application/json")
            .Produces<SubmissionAnswer>(StatusCodes.Status201Created)
            .Produces<SpooledAnswer>(StatusCodes.Status202Accepted)
            .Refuses(400, 401, 403, 408, 413, 415, 422, 429, 503);
    }

    /// <summary>Submits a report.</summary>
    /// <remarks>
    /// The report is stored and routed to its department before the answer. Send an <c>Idempotency-Key</c>, so that a
    /// report sent twice is stored once. With a device token the report is on that device in the same commit; a dead one keeps
    /// no report from being taken, and <c>device</c> of the answer says so. Staff tokens of call takers and operators submit on behalf of a caller.
    /// While the database cannot be used, the answer is 202: the report is kept safe and has a <c>token</c>, with which its number is asked for.
    /// </remarks>
    internal static async Task<Results<Created<SubmissionAnswer>, Accepted<SpooledAnswer>, ProblemResult>> Submit(
        HttpContext context, Submitting submitting, SubmissionAnswers answers, InquiryCounter inquiries, SubmissionDevices devices)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var root = new ObjectReader(body.Root, "", []);
        var key = IdempotencyKey.Read(context.Request.Headers, root.Faults);
        var device = await devices.OfAsync(context);
        var ending = await submitting.SubmitAsync(new(root, key, device), Caller.Of(context.User), context.RequestAborted);
        return ending switch
        {
            Submitting.Ending.Faulty faulty => new ProblemResult(ProblemCode.ValidationFailed, faulty.Faults),
            Submitting.Ending.NotARequest entry => await InsteadAsync(entry.Type, inquiries, context),
            Submitting.Ending.Accepted { Result: IntakeResult.Stored stored } => await CreatedAsync(stored.Receipt, device, answers, context),
            Submitting.Ending.Accepted { Result: IntakeResult.Replayed replayed } => await ReplayedAsync(replayed.Receipt, device, devices, answers, context),
            Submitting.Ending.Accepted { Result: IntakeResult.Spooled spooled } => SpooledAnswers.Accept(answers.Of(spooled, Languages.Of(context)), context),
            Submitting.Ending.Accepted accepted => RefusalOf(accepted.Result),
            _ => throw new InvalidOperationException($"There is no answer for {ending.GetType().Name}."),
        };
    }

    private static async Task<Created<SubmissionAnswer>> ReplayedAsync(
        Receipt receipt, SubmissionDevice device, SubmissionDevices devices, SubmissionAnswers answers, HttpContext context)
    {
        await devices.LinkAgainAsync(device.Id, receipt.Id, context.RequestAborted);
        context.Response.Headers["Idempotency-Replayed"] = "true";
        return await CreatedAsync(receipt, device, answers, context);
    }

    /// <summary>Why the intake did not store a report.</summary>
    public static ProblemResult RefusalOf(IntakeResult result) => result switch
    {
        IntakeResult.KeyReused reused => new(ProblemCode.KeyReused, new { trackingNumber = reused.Number.ToString() }),
        IntakeResult.Busy => new(ProblemCode.Busy) { RetryAfter = BusyRetryAfterSeconds },
        _ => throw new InvalidOperationException($"There is no answer for {result.GetType().Name}."),
    };

    private static async Task<Created<SubmissionAnswer>> CreatedAsync(
        Receipt receipt, SubmissionDevice device, SubmissionAnswers answers, HttpContext context)
    {
        var answer = await answers.OfAsync(receipt, device, Languages.Of(context), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(answer.Links.Status, answer);
    }

    public static async Task<ProblemResult> InsteadAsync(ServiceType type, InquiryCounter inquiries, HttpContext context)
    {
        await inquiries.TryCountAsync(type.Code);
        return Instead(type, Languages.Of(context));
    }

    /// <summary>What to do instead of a report, for an entry that takes none.</summary>
    public static ProblemResult Instead(ServiceType type, string language) => new(ProblemCode.NotARequest, new
    {
        kind = type.Kind,
        text = type.Information!.Text.In(language),
        link = type.Information.Link,
        phone = type.Information.Phone,
    });
}
