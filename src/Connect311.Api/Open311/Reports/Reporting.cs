using Connect311.Api.Catalog;
using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Routing.Documents;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Open311.Reports;

/// <summary>Takes reports: whose app, how many, where, and then the way of every report.</summary>
internal sealed class Reporting(AppKeys keys, RateLimiter limits, Jurisdictions jurisdictions, ReportIntake intake)
{
    public async Task<IResult> TakeAsync(Arguments arguments, SentPictures pictures, HttpContext context)
    {
        if (arguments.Refusal() is { } unreadable)
        {
            return unreadable;
        }

        var (caller, refusal) = await keys.FindAsync(arguments, context);
        if (caller is null)
        {
            return refusal!;
        }

        if ((refusal = limits.Refuse(context)) is not null || jurisdictions.Find(arguments, out refusal) is not { } jurisdiction)
        {
            return refusal!;
        }

        return await intake.TakeAsync(arguments, pictures, jurisdiction, caller, context);
    }
}

/// <summary>Hands a report over to the intake, and says what became of it.</summary>
internal sealed class ReportIntake(
    Submitting submitting, CurrentCity city, Jurisdictions jurisdictions, InquiryCounter inquiries, IOptions<Open311Options> options)
{
    public async Task<IResult> TakeAsync(Arguments arguments, SentPictures pictures, Jurisdiction jurisdiction, Staff.Caller caller, HttpContext context)
    {
        var code = arguments.One("service_code");
        var type = code is null ? null : city.Value.Catalog.ServiceType(code);
        if (type is { IsRequest: true } && jurisdictions.FindService(jurisdiction, code!) is null)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        var (photos, refusal) = arguments.Faults.Count == 0 ? await pictures.KeepAsync(caller, context) : ([], null);
        if (refusal is not null)
        {
            return refusal;
        }

        var headerKey = IdempotencyKey.Read(context.Request.Headers, arguments.Faults);
        var (body, aside) = new ReportForm(arguments, type, options.Value.PhonePrefix).Read(headerKey is not null, photos);
        var root = new ObjectReader(body, "", arguments.Faults);
        var key = headerKey ?? (root.Has(IdempotencyKey.Member) ? IdempotencyKey.Read(root) : null);
        var ending = await submitting.SubmitAsync(new(root, key, SubmissionDevice.None) { Aside = aside }, caller, context.RequestAborted);
        return ending switch
        {
            Submitting.Ending.Faulty faulty => new ProblemResult(ProblemCode.ValidationFailed, faulty.Faults),
            Submitting.Ending.NotARequest entry => await SubmitEndpoints.InsteadAsync(entry.Type, inquiries, context),
            Submitting.Ending.Accepted accepted => AnswerOf(accepted.Result, context),
            _ => throw new InvalidOperationException($"There is no answer for {ending.GetType().Name}."),
        };
    }

    private IResult AnswerOf(IntakeResult result, HttpContext context)
    {
        switch (result)
        {
            case IntakeResult.Stored stored:
                return Stored(stored.Receipt, context);
            case IntakeResult.Replayed replayed:
                context.Response.Headers["Idempotency-Replayed"] = "true";
                return Stored(replayed.Receipt, context);
            case IntakeResult.Spooled spooled:
                return ReportEndpoints.Answer(new PostedRequest { Token = spooled.Token, ServiceNotice = NoticeOf(spooled.HasDanger, context) });
            default:
                return SubmitEndpoints.RefusalOf(result);
        }
    }

    private Open311Answer Stored(Receipt receipt, HttpContext context) => ReportEndpoints.Answer(new PostedRequest
    {
        ServiceRequestId = new TrackingNumber(receipt.Id).ToString(),
        ServiceNotice = NoticeOf(receipt.Data.Danger is not null, context),
    });

    private string? NoticeOf(bool isDanger, HttpContext context) => isDanger ? city.Value.Catalog.Danger.Notice.In(Languages.Of(context)) : null;
}
