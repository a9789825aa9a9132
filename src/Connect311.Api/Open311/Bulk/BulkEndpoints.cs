using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Open311.Requests;

namespace Connect311.Api.Open311.Bulk;

/// <summary>GeoReport Bulk: everything of a time in one file, whatever its size.</summary>
internal static class BulkEndpoints
{
    private const string Root = "requests";

    private static readonly Argument[] Fields =
    [
        Argument.Jurisdiction,
        new("start_date", "The first moment at which they were reported, ISO 8601 with its zone. Alone it means the 90 days behind it.", "2026-01-01T00:00:00-05:00"),
        new("end_date", "The last moment, however much later. Alone it means the 90 days before it.", "2027-01-01T00:00:00-05:00"),
    ];

    public static void MapBulk(this RouteGroupBuilder open311)
    {
        open311.MapGet("/bulk", Download)
            .WithName("DownloadRequests")
            .Sheds(LoadClass.List)
            .Takes(Fields)
            .Answers<IReadOnlyList<BulkRequest>>(Root, 400, 404, 429, 503);
        open311.MapGet("/bulk.csv", DownloadCsv)
            .Sheds(LoadClass.List)
            .ExcludeFromDescription();
    }

    /// <summary>Downloads what was reported in a time, the oldest first.</summary>
    /// <remarks>
    /// As XML, JSON or CSV (<c>bulk.csv</c>, RFC 4180, with headings), by GeoReport Bulk's table. The time may be of any length; without one it is the last 90 days.
    /// What breaks half-way ends the connection, so that half a file does not look like a whole one.
    /// </remarks>
    internal static Task<IResult> Download(HttpContext context, Jurisdictions jurisdictions, BulkRequests requests, TimeProvider time) =>
        SendAsync(Face.Of(context).IsJson ? BulkForm.Json : BulkForm.Xml, context, jurisdictions, requests, time);

    internal static Task<IResult> DownloadCsv(HttpContext context, Jurisdictions jurisdictions, BulkRequests requests, TimeProvider time) =>
        SendAsync(BulkForm.Csv, context, jurisdictions, requests, time);

    private static async Task<IResult> SendAsync(
        BulkForm form, HttpContext context, Jurisdictions jurisdictions, BulkRequests requests, TimeProvider time)
    {
        var arguments = Arguments.OfQuery(context);
        if (jurisdictions.Find(arguments, out var refusal) is not { } jurisdiction)
        {
            return refusal!;
        }

        var window = Window.Read(arguments, "start_date", "end_date", time.Now(), isOfAnyLength: true);
        if (arguments.Refusal() is { } faulty)
        {
            return faulty;
        }

        // The first page comes before the first byte, so that a database that is away is still told as such.
        var rows = requests.ReadAsync(window, jurisdiction, context, context.RequestAborted).GetAsyncEnumerator(context.RequestAborted);
        await using (rows)
        {
            await WriteAsync(form, await rows.MoveNextAsync(), rows, context);
        }

        return Results.Empty;
    }

    private static async Task WriteAsync(BulkForm form, bool isThere, IAsyncEnumerator<BulkRequest> rows, HttpContext context)
    {
        var (response, token) = (context.Response, context.RequestAborted);
        response.ContentType = form.ContentType;
        response.Headers.ContentLanguage = Languages.Of(context);
        response.Headers.Vary = "Accept, Accept-Language";
        response.Headers.XContentTypeOptions = "nosniff";
        await response.Body.WriteAsync(form.Begin, token);
        for (var isFirst = true; isThere; isThere = await rows.MoveNextAsync())
        {
            await response.Body.WriteAsync(isFirst ? [] : form.Between, token);
            await response.Body.WriteAsync(form.Item(rows.Current), token);
            isFirst = false;
        }

        await response.Body.WriteAsync(form.End, token);
    }
}
