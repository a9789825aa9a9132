using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Microsoft.OpenApi;

namespace Connect311.Api.Open311.Requests;

internal static class RequestEndpoints
{
    private const string Root = "service_requests";

    private static readonly Argument Extended = new(RequestQuery.Extensions, "true: each request has `extended_attributes`, and `notes` of what happened to it.", "true");

    private static readonly Argument[] Filters =
    [
        Argument.Jurisdiction,
        new("service_request_id", "Up to 1,000 ids with commas between them. They override all other arguments; one that nothing public is known by is left out.", "311-10000004"),
        new("service_code", "Codes of services with commas between them.", "street-condition.pothole"),
        new("start_date", "The first moment at which they were reported, ISO 8601 with its zone. Alone it means the 90 days behind it.", "2026-05-01T00:00:00-04:00"),
        new("end_date", "The last moment, at most 90 days later. Alone it means the 90 days before it.", "2026-06-01T00:00:00-04:00"),
        new("status", "open, closed, or both with a comma between them.", "open"),
        new("updated_after", "The first moment at which they last changed. With it, or the next, the time of at most 90 days is about changes, and what changed last comes first.", "2026-05-31T00:00:00Z"),
        new("updated_before", "The last moment at which they last changed.", "2026-06-01T00:00:00Z"),
        new("bbox", "Only what lies in a box: `minLong,minLat,maxLong,maxLat`. Only published places count.", "-74.0,40.6,-73.9,40.7"),
        new("lat", "Degrees north of a point; with `long`, only what lies near it. Only published places count.", "40.67383") { Type = JsonSchemaType.Number },
        new("long", "Degrees east of that point.", "-73.97054") { Type = JsonSchemaType.Number },
        new("radius", "How near, in metres, at most 20,000; 750 by default.", "750") { Type = JsonSchemaType.Number },
        Extended,
        new("page", "Which page, from 1. Without `page` and `page_size` the first 1,000 come in one answer.", "1") { Type = JsonSchemaType.Integer },
        new("page_size", "How many a page has, at most 500; 50 by default.", "50") { Type = JsonSchemaType.Integer },
    ];

    public static void MapRequests(this RouteGroupBuilder open311)
    {
        open311.MapGet("/requests", List)
            .WithName("GetRequests")
            .Sheds(LoadClass.List)
            .Takes(Filters)
            .Answers<IReadOnlyList<OpenRequest>>(Root, 400, 404, 503);
        open311.MapGet("/requests/{service_request_id}", Find)
            .WithName("GetRequest")
            .Takes(Argument.Jurisdiction, Extended)
            .Answers<IReadOnlyList<OpenRequest>>(Root, 400, 404, 503);
    }

    /// <summary>Lists what was reported, the newest first.</summary>
    /// <remarks>
    /// Of the last 90 days, or of a time of no more than that: the first 1,000. What nobody may know of a request is not there, and a
    /// confidential one is in no list. Nothing found is an empty list.
    /// </remarks>
    internal static async Task<IResult> List(HttpContext context, Jurisdictions jurisdictions, Open311Store store, OpenRequests requests, TimeProvider time)
    {
        var arguments = Arguments.OfQuery(context);
        if (jurisdictions.Find(arguments, out var refusal) is not { } jurisdiction)
        {
            return refusal!;
        }

        var query = RequestQuery.Read(arguments, jurisdiction, time.Now());
        if (arguments.Refusal() is { } faulty)
        {
            return faulty;
        }

        var found = query.List is { } list
            ? await store.FindAsync(await store.FindPageAsync(list, context.RequestAborted), context.RequestAborted)
            : await store.FindNewestAsync(query.Ids, context.RequestAborted);
        return new Open311Answer(Root, await requests.OfAsync(
            found.Where(one => Jurisdictions.Shows(jurisdiction, one.Row)), query.IsExtended, context));
    }

    /// <summary>Finds what became of a request.</summary>
    /// <remarks>A list of one. A confidential request is answered like one that does not exist.</remarks>
    /// <param name="service_request_id">Its tracking number: <c>311-</c> and digits, or the digits alone.</param>
    internal static async Task<IResult> Find(
        string service_request_id, HttpContext context, Jurisdictions jurisdictions, Open311Store store, OpenRequests requests)
    {
        var arguments = Arguments.OfQuery(context);
        if (jurisdictions.Find(arguments, out var refusal) is not { } jurisdiction)
        {
            return refusal!;
        }

        var isExtended = RequestQuery.IsTrue(arguments, RequestQuery.Extensions);
        if (arguments.Refusal() is { } faulty)
        {
            return faulty;
        }

        if (TrackingNumber.Read(service_request_id, out var number) != TrackingNumber.Reading.Readable)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        var found = await store.FindAsync([number.Id], context.RequestAborted);
        var said = await requests.OfAsync(found.Where(one => Jurisdictions.Shows(jurisdiction, one.Row)), isExtended, context);
        return said.Count == 1 ? new Open311Answer(Root, said) : new ProblemResult(ProblemCode.NotFound);
    }
}
