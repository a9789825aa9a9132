using Connect311.Api.Http;
using Connect311.Api.Photos;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.ServiceRequests.Spool;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace Connect311.Api.Open311.Reports;

internal static class ReportEndpoints
{
    private const string Root = "service_requests";

    private static readonly Argument[] Fields =
    [
        Argument.Jurisdiction,
        new("service_code", "Which service, from `services`.", "street-condition.pothole") { IsRequired = true },
        new("lat", "Degrees north, WGS 84; with `long`. A place is needed: coordinates, or one of the two that follow.", "40.67383") { Type = JsonSchemaType.Number },
        new("long", "Degrees east, WGS 84; with `lat`.", "-73.97054") { Type = JsonSchemaType.Number },
        new("address_string", "The place in words. Without coordinates an operator finds it.", "Flatbush Avenue and 7th Avenue"),
        new("address_id", "The city's own id of an address; taken as words.", "3021"),
        new("attribute[code]", "The answer to the question `code` of the service's definition.", "street"),
        new("attribute[code][]", "One of several answers to a question of the type multivaluelist.", "street") { Type = JsonSchemaType.Array },
        new("description", "What is wrong, in at most 4,000 characters of plain text.", "Deep pothole in the right lane."),
        new("email", "The resident's mail address; encrypted, and never published.", "ann@example.org"),
        new("first_name", "The resident's first name; encrypted, and never published.", "Ann"),
        new("last_name", "The resident's last name; encrypted, and never published.", "Lee"),
        new("phone", "The resident's phone number; encrypted, and never published.", "212-555-0123"),
        new("media_url", "Where a picture is. It is told to staff, and never fetched.", "https://example.org/pothole.jpg"),
        new("media", "A picture: JPEG, PNG, WebP or HEIC, at most 20 MiB. Up to five, under any name; the key stands before them, or in the query.", "") { IsFile = true },
        new("device_id", "Not kept.", "a1"),
        new("account_id", "Not kept.", "a1"),
        new("client_request_id", "Your own name for this report, such as a UUID: sent twice, it is stored once. The header Idempotency-Key says the same.", "0197f0c4-3f2b-7a61-9d3e-5a1c2b3d4e5f"),
    ];

    public static void MapReports(this RouteGroupBuilder open311)
    {
        open311.MapPost("/requests", Post)
            .WithName("PostRequest")
            .CountsBringing()
            .Sheds(LoadClass.Submission)
            .WithMetadata(new RequestSizeLimitAttribute(SentPictures.MaxBytes))
            .AddEndpointFilter(PhotoRoutes.AnswerAsync)
            .Takes(Fields)
            .Answers<IReadOnlyList<PostedRequest>>(Root, 400, 403, 404, 429, 503);
        open311.MapGet("/tokens/{token}", FindToken)
            .WithName("GetRequestIdFromToken")
            .Answers<IReadOnlyList<TokenRequest>>(Root, 404, 503);
    }

    /// <summary>Reports something.</summary>
    /// <remarks>
    /// The report is stored and routed before the answer, as at <c>/v1</c>. While the database cannot be used it is kept safe, and answered
    /// with a <c>token</c> in the place of its id. Arguments that nobody knows are not looked at.
    /// </remarks>
    internal static async Task<IResult> Post(HttpContext context, Reporting reporting, SentPictures pictures)
    {
        var (arguments, unreadable) = await FormBody.ReadAsync(pictures, context);
        context.Response.Headers.CacheControl = "no-store";
        return unreadable ?? await reporting.TakeAsync(arguments, pictures, context);
    }

    /// <summary>Finds the id of a report that was answered with a token.</summary>
    /// <remarks>While it still waits, the answer holds the token alone: ask again.</remarks>
    /// <param name="token">The token of that answer.</param>
    internal static async Task<IResult> FindToken(string token, HttpContext context, SpoolTokens tokens, SpooledReports reports)
    {
        if (tokens.Read(token) is not { } named)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        context.Response.Headers.CacheControl = "no-store";
        return await reports.FindAsync(named, context.RequestAborted) switch
        {
            IntakeResult.Replayed stored => Answer(new TokenRequest { ServiceRequestId = new TrackingNumber(stored.Receipt.Id).ToString(), Token = token }),
            IntakeResult.KeyReused reused => SubmitEndpoints.RefusalOf(reused),
            _ => Answer(new TokenRequest { Token = token }),
        };
    }

    public static Open311Answer Answer<T>(T request) => new(Root, (T[])[request]);
}
