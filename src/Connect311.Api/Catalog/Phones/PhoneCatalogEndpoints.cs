using System.ComponentModel;
using Connect311.Api.Http;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Catalog.Phones;

internal static class PhoneCatalogEndpoints
{
    private const string NamesOfEncodings = "Accept-Encoding";

    public static void MapPhoneCatalog(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/catalog", Read)
            .WithName("ReadCatalog")
            .WithTags("Catalogue")
            .AllowAnonymous()
            .Produces<PhoneCatalog>()
            .Produces(StatusCodes.Status304NotModified)
            .Refuses(400);

    /// <summary>Reads all that a phone needs to take reports, also without a network.</summary>
    /// <remarks>
    /// In the language of <c>Accept-Language</c>; what nobody who speaks it has read yet is marked <c>unreviewed</c>, and where a text is
    /// <c>missing</c> English stands in. Keep it with its ETag, and ask again with If-None-Match: 304 says that nothing changed. It is sent
    /// compressed (<c>br</c>, <c>gzip</c>) to whoever takes that.
    /// </remarks>
    internal static Results<FileContentHttpResult, StatusCodeHttpResult, ProblemResult> Read(
        [Description("With `longitude`: leaves out what is not offered at this place. Degrees north.")] string? latitude,
        [Description("Degrees east.")] string? longitude,
        HttpContext context,
        PhoneCatalogs catalogs)
    {
        var faults = new List<Fault>();
        var place = ReadPlace(latitude, longitude, faults);
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        var language = Languages.Of(context);
        var document = catalogs.In(language, place, ContentCoding.Of(context.Request));
        var headers = context.Response.Headers;
        headers.ETag = document.ETag;
        headers.ContentLanguage = language;
        headers.Vary = $"Accept-Language, {NamesOfEncodings}";
        headers.CacheControl = "public, max-age=0, must-revalidate";
        if (ETags.Matches(context.Request, document.ETag))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        if (document.Coding != ContentCoding.Identity)
        {
            headers.ContentEncoding = document.Coding;
        }

        return TypedResults.Bytes(document.Body, "application/json; charset=utf-8");
    }

    private static (double Latitude, double Longitude)? ReadPlace(string? latitude, string? longitude, List<Fault> faults)
    {
        if (latitude is null && longitude is null)
        {
            return null;
        }

        return (QueryDegrees.Read("latitude", latitude, 90, faults), QueryDegrees.Read("longitude", longitude, 180, faults));
    }
}
