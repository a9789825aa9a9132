using Connect311.Api.Http;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Connect311.Api.Catalog.Admin;

/// <summary>The area sets that reports are placed in, for admins.</summary>
internal static class AreaSetAdminEndpoints
{
    public static void MapAreaSetAdmin(this IEndpointRouteBuilder routes)
    {
        var sets = routes.MapGroup("/v1/admin/area-sets").WithTags("Administration").RequireAuthorization(Policies.Administer);
        sets.MapGet("/", List).WithName("ListAreaSets").Sheds(LoadClass.List).Produces<AreaSetList>().Refuses(401, 403, 503);
        sets.MapGet("/{set}", Find).WithName("FindAreaSet").Produces<AreaSetView>().Refuses(401, 403, 404, 503);
        sets.MapPut("/{set}", Put)
            .WithName("PutAreaSet")
            .WithMetadata(new RequestSizeLimitAttribute(AreaDesk.MaxBytes))
            .Accepts<FeatureCollectionBody>("application/json", "application/geo+json")
            .Produces<AreaSetView>()
            .Produces<AreaSetView>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 409, 412, 413, 415, 428, 503);
        sets.MapDelete("/{set}", Remove)
            .WithName("RemoveAreaSet")
            .Produces<AreaSetView>()
            .Refuses(400, 401, 403, 404, 409, 412, 428, 503);
    }

    /// <summary>Lists the area sets in force, the city's own first.</summary>
    /// <remarks>The <c>ETag</c> is the version of all of them, which a change must name.</remarks>
    internal static Task<Ok<AreaSetList>> List(HttpContext context, AreaDesk desk) => desk.ListAsync(context);

    /// <summary>Reads one area set: its areas, and where it came from.</summary>
    /// <remarks>Its boundaries are left out: they may be many megabytes. The <c>ETag</c> is what a change must name.</remarks>
    /// <param name="set">The name, such as <c>precinct</c>.</param>
    internal static Task<Results<Ok<AreaSetView>, ProblemResult>> Find(string set, HttpContext context, AreaDesk desk) => desk.FindAsync(set, context);

    /// <summary>Puts an area set in force out of a GeoJSON document, in place of the one of that name.</summary>
    /// <remarks>
    /// A document with any fault is refused whole; each fault has its place, and the feature's number in <c>params.feature</c>,
    /// from 1. So is a set that loses an area which rules in force name (<c>in-use</c>). At most 16 MiB; larger ones are
    /// imported by the command <c>areas import</c>. Servers take it within seconds; reports keep the areas that were found
    /// when they came in.
    /// </remarks>
    /// <param name="set">The name, such as <c>precinct</c>.</param>
    internal static Task<Results<Ok<AreaSetView>, Created<AreaSetView>, ProblemResult>> Put(
        string set, HttpContext context, [AsParameters] AreaSetQuery query, AreaDesk desk) => desk.PutAsync(set, query, context);

    /// <summary>Takes an imported area set out of force.</summary>
    /// <remarks>If the city's files have one of that name, it counts again. Refused while rules in force name areas that would be gone.</remarks>
    /// <param name="set">The name, such as <c>precinct</c>.</param>
    internal static Task<Results<Ok<AreaSetView>, ProblemResult>> Remove(string set, HttpContext context, AreaDesk desk) => desk.RemoveAsync(set, context);
}
