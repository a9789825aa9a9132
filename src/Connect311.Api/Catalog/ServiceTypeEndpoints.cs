using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Catalog;

internal static class ServiceTypeEndpoints
{
    public static void MapServiceTypes(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/service-types", List)
            .WithName("ListServiceTypes")
            .WithTags("Catalogue")
            .AllowAnonymous()
            .Produces<ServiceTypeList>()
            .Produces(StatusCodes.Status304NotModified);

    /// <summary>Lists what the city takes reports about, with the questions of each.</summary>
    /// <remarks>All are in one answer. An app on a phone asks for <c>/v1/catalog</c> instead: it has all that is needed without a network.</remarks>
    internal static Results<FileContentHttpResult, StatusCodeHttpResult> List(HttpContext context, ServiceTypeLists lists)
    {
        var language = Languages.Of(context);
        var (body, etag) = lists.In(language);
        var headers = context.Response.Headers;
        headers.ETag = etag;
        headers.ContentLanguage = language;
        headers.Vary = "Accept-Language";
        headers.CacheControl = "public, max-age=0, must-revalidate";
        return ETags.Matches(context.Request, etag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Bytes(body, "application/json; charset=utf-8");
    }
}

/// <summary>The list in each language, made once for a version of the catalogue and the rules.</summary>
internal sealed class ServiceTypeLists(CurrentCity city)
{
    private Bodies? _bodies;

    public (byte[] Body, string ETag) In(string language)
    {
        var now = city.Value;
        if (_bodies is not { } bodies || !ReferenceEquals(bodies.City, now))
        {
            // Those of the city before go with it.
            _bodies = bodies = new(now, new());
        }

        var body = bodies.ByLanguage.GetOrAdd(language, key => JsonSerializer.SerializeToUtf8Bytes(Of(now, key), Json.Options));
        return (body, string.Create(CultureInfo.InvariantCulture, $"\"{now.Catalog.Version}-{now.Rules.Version}-{language}\""));
    }

    private static ServiceTypeList Of(City city, string language)
    {
        var catalog = city.Catalog;
        return new(
            catalog.Version,
            [.. catalog.Departments.Values.Where(department => department.IsActive)
                .OrderBy(department => department.Code, StringComparer.Ordinal)
                .Select(department => new Named(department.Code, department.Name.In(language)))],
            [.. catalog.Groups.Where(group => group.IsActive).Select(group => new Named(group.Code, group.Name.In(language)))],
            [.. catalog.Outcomes.Values.Where(outcome => outcome.Code != CatalogWords.NotRecorded)
                .OrderBy(outcome => outcome.Code, StringComparer.Ordinal)
                .Select(outcome => OutcomeView.Of(outcome, language))],
            [.. catalog.ServiceTypes.Select(type => ServiceTypeView.Of(type, city.Rules.OnlyDepartmentOf(type.Code), language))],
            null);
    }

    private sealed record Bodies(City City, ConcurrentDictionary<string, byte[]> ByLanguage);
}
