using Connect311.Api.Http;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Catalog.Admin;

/// <summary>What service types are sorted into, for admins.</summary>
internal static class GroupAdminEndpoints
{
    public static void MapGroupAdmin(this IEndpointRouteBuilder routes)
    {
        var groups = routes.MapGroup("/v1/admin/groups").WithTags("Administration").RequireAuthorization(Policies.Administer);
        groups.MapGet("/", List).WithName("ListGroups").Sheds(LoadClass.List).Produces<GroupPage>().Refuses(400, 401, 403, 503);
        groups.MapGet("/{code}", Find).WithName("FindGroup").Produces<GroupEntry>().Refuses(401, 403, 404, 503);
        groups.MapPut("/{code}", Put)
            .WithName("PutGroup")
            .Accepts<GroupEntry>("application/json")
            .Produces<GroupEntry>()
            .Produces<GroupEntry>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 409, 412, 413, 415, 428, 503);
        groups.MapPost("/{code}/activate", Activate)
            .WithName("ActivateGroup")
            .Produces<GroupEntry>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
        groups.MapPost("/{code}/deactivate", Deactivate)
            .WithName("DeactivateGroup")
            .Produces<GroupEntry>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
    }

    /// <summary>Lists the groups, in all languages.</summary>
    /// <remarks>Inactive ones too. The <c>ETag</c> is the version of the catalogue, which every change must name.</remarks>
    internal static Task<Results<Ok<GroupPage>, ProblemResult>> List(HttpContext context, [AsParameters] EntryQuery query, EntryDesk desk) =>
        desk.PageAsync<GroupEntry, GroupPage>(
            EntryKind.Group, query, context, (version, items, next) => new(version, items, next));

    /// <summary>Reads one group, in all languages.</summary>
    /// <remarks>An inactive one too. The <c>ETag</c> is the version of the catalogue, which a change must name.</remarks>
    /// <param name="code">The code, such as <c>streets</c>.</param>
    internal static Task<Results<Ok<GroupEntry>, ProblemResult>> Find(string code, HttpContext context, EntryDesk desk) =>
        desk.FindAsync<GroupEntry>(EntryKind.Group, code, context);

    /// <summary>Adds a group, or changes one.</summary>
    /// <remarks>
    /// The body replaces what is there; a body that says the same changes nothing. Each change makes the next version of the
    /// catalogue, which every server takes within seconds: <c>If-Match</c> names the version that was seen.
    /// </remarks>
    /// <param name="code">The code, such as <c>streets</c>. It cannot be changed.</param>
    internal static Task<Results<Ok<GroupEntry>, Created<GroupEntry>, ProblemResult>> Put(string code, HttpContext context, EntryDesk desk) =>
        desk.PutAsync<GroupEntry>(EntryKind.Group, code, context);

    /// <summary>Shows a group again.</summary>
    /// <remarks>One that is active already stays so. <c>If-Match</c> names the version of the catalogue that was seen.</remarks>
    /// <param name="code">The code, such as <c>streets</c>.</param>
    internal static Task<Results<Ok<GroupEntry>, ProblemResult>> Activate(string code, HttpContext context, EntryDesk desk) =>
        desk.SwitchAsync<GroupEntry>(EntryKind.Group, code, active: true, context);

    /// <summary>Hides a group.</summary>
    /// <remarks>
    /// Refused with <c>in-use</c> while rules in force name it, or active service types are in it; the answer lists them, and
    /// rules of drafts.
    /// </remarks>
    /// <param name="code">The code, such as <c>streets</c>.</param>
    internal static Task<Results<Ok<GroupEntry>, ProblemResult>> Deactivate(string code, HttpContext context, EntryDesk desk) =>
        desk.SwitchAsync<GroupEntry>(EntryKind.Group, code, active: false, context);
}
