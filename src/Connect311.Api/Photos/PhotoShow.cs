using Connect311.Api.Catalog;
using Connect311.Api.Devices;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Connect311.Api.Photos;

/// <summary>Shows photos to whom they may be shown.</summary>
internal sealed class PhotoShow(PhotoStore store, PhotoFiles files, StaffStore requests, Ownership ownership, CurrentCity city)
{
    /// <summary>Caches may keep a released photo without asking again, and have let go of one that is erased after a week.</summary>
    private const string ForAll = "public, max-age=604800, immutable";

    private const string ForOne = "private, no-cache";

    /// <param name="size">See <see cref="PhotoSize"/>.</param>
    public async Task<Results<FileStreamHttpResult, ProblemResult>> ShowAsync(string id, string size, HttpContext context)
    {
        foreach (var link in await store.LinksOfAsync(id, context.RequestAborted))
        {
            if (await requests.FindAsync(new(link.RequestId), context.RequestAborted) is not { IsGone: false } request)
            {
                continue;
            }

            var isPublic = link.ReleasedAt is not null && Publishes(request.ServiceType, request.Visibility, city.Value.Catalog);
            var name = size == PhotoSize.Large ? link.LargeName : link.SmallName;
            if ((isPublic || await MaySeeAsync(request, link, context)) && await files.OpenKeptAsync(name, context.RequestAborted) is { } picture)
            {
                return Shown(picture, name, isPublic, context.Response.Headers);
            }
        }

        return new ProblemResult(ProblemCode.NotFound);
    }

    /// <summary>Whether photos of a request may be released.</summary>
    /// <param name="visibility">Of the request, by the catalogue that it came in under.</param>
    public static bool Publishes(string serviceType, string visibility, Catalog.Catalog catalog) =>
        visibility == CatalogWords.Public
        && catalog.ServiceTypesByCode.GetValueOrDefault(serviceType) is { PublishPhotos: true, Visibility: CatalogWords.Public };

    private static FileStreamHttpResult Shown(Stream picture, string name, bool isPublic, IHeaderDictionary headers)
    {
        headers.CacheControl = isPublic ? ForAll : ForOne;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.Vary = $"Authorization, {ReporterKeys.Header}, {DeviceTokens.Header}";
        return TypedResults.File(picture, "image/jpeg", entityTag: new EntityTagHeaderValue($"\"{name}\""));
    }

    private async Task<bool> MaySeeAsync(StaffRow request, PhotoLink link, HttpContext context) =>
        (!link.IsEvidence && await ownership.OwnOfAsync(new(request.Id), context) is not null)
        || (Policies.Roles[Policies.Inspect].Any(context.User.IsInRole) && Caller.Of(context.User).ToRead(request.Held) == Access.Allowed);
}
