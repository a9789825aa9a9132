using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Open311.Reports;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311.Updates;

/// <summary>What happens to requests, told and taken.</summary>
internal static class UpdateEndpoints
{
    private const string Root = "service_request_updates";

    private static readonly Argument[] Window =
    [
        Argument.Jurisdiction,
        new("start_date", "The first moment at which it happened, ISO 8601 with its zone. Alone it means the 90 days behind it.", "2026-05-01T00:00:00-04:00"),
        new("end_date", "The last moment, at most 90 days later. Alone it means the 90 days before it.", "2026-06-01T00:00:00-04:00"),
    ];

    private static readonly Argument[] Fields =
    [
        Argument.Jurisdiction,
        new(UpdateNames.Request, "The tracking number of the request.", "311-10000004") { IsRequired = true },
        new(UpdateNames.Id, "Your own name for this update: sent twice, it is taken once.", "u-4711") { IsRequired = true },
        new(UpdateNames.Status, "How the request stands. Of an app it changes nothing, but that `reopen` with the reporter key disputes how it was closed.", "IN_PROGRESS"),
        new(UpdateNames.At, "When that was, ISO 8601 with its zone.", "2026-06-01T16:00:00Z"),
        new(UpdateNames.Description, "In words, at most 4,000 characters of plain text; for staff. An app must say something.", "We come on Monday."),
        new(UpdateNames.Media, "Where a picture is. It is told to staff, and never fetched.", "https://example.org/pothole.jpg"),
        new("reporter_key", "The reporter key of the request; the header X-Reporter-Key says the same.", "k"),
        new(UpdateNames.ExternalStatus, "Of a department: the outcome, such as `fixed`; or what the work waits for, such as `parts`.", "fixed"),
        new(UpdateNames.VisitedAt, "Of a department, with an outcome that needs it: when staff were there.", "2026-06-01T15:00:00Z"),
        new(UpdateNames.DuplicateOf, "Of a department, with an outcome that needs it: the request that it repeats.", "311-10000004"),
        new(UpdateNames.Reason, "Of a department, with an outcome that needs it: why, as a code.", "private-property"),
        new(UpdateNames.ReferredTo, "Of a department, with an outcome that needs it: who was told instead; it is published.", "The county"),
    ];

    public static void MapUpdates(this RouteGroupBuilder open311)
    {
        open311.MapGet($"/{UpdateNames.Method}", List)
            .WithName("GetServiceRequestUpdates")
            .Sheds(LoadClass.List)
            .Takes(Window)
            .Answers<IReadOnlyList<RequestUpdate>>(Root, 400, 404, 503);
        open311.MapPost($"/{UpdateNames.Method}", Post)
            .WithName("PostServiceRequestUpdate")
            .CountsBringing()
            .Takes(Fields)
            .Answers<IReadOnlyList<TakenUpdate>>(Root, 400, 403, 404, 429, 503);
    }

    /// <summary>Lists what happened to requests, the oldest first.</summary>
    /// <remarks>
    /// What the public may know, of the last 90 days or of a time of no more than that: the first 1,000. Who gets as many asks again from the
    /// time of the last.
    /// </remarks>
    internal static async Task<IResult> List(HttpContext context, Jurisdictions jurisdictions, PublicUpdates updates, TimeProvider time)
    {
        var arguments = Arguments.OfQuery(context);
        if (jurisdictions.Find(arguments, out var refusal) is not { } jurisdiction)
        {
            return refusal!;
        }

        var window = Requests.Window.Read(arguments, "start_date", "end_date", time.Now());
        return arguments.Refusal() is { } faulty ? faulty : new Open311Answer(Root, await updates.BetweenAsync(window, jurisdiction, context));
    }

    /// <summary>Says what happened to a request, or what a resident has to add.</summary>
    /// <remarks>
    /// With the secret key of a department (X-Department-Key, or `api_key`) it changes the status of a request that the department has, by the
    /// lifecycle's own steps: closing needs an outcome with its evidence, and what cannot be done is noted for staff. With an app key it is a
    /// comment for staff, whatever its status says.
    /// </remarks>
    internal static async Task<IResult> Post(HttpContext context, Receiving receiving, SentPictures pictures)
    {
        var (arguments, unreadable) = await FormBody.ReadAsync(pictures, context);
        if (!pictures.IsEmpty)
        {
            // An update names pictures by their addresses.
            arguments.Faults.Add(new($"/{UpdateNames.Media}", FaultCodes.WrongType, "expected", "string"));
        }

        context.Response.Headers.CacheControl = "no-store";
        if ((unreadable ?? await receiving.TakeAsync(arguments, context)) is { } refusal)
        {
            return refusal;
        }

        return new Open311Answer(Root, (TakenUpdate[])[new() { UpdateId = arguments.One(UpdateNames.Id)! }]);
    }
}
