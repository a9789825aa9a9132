using Connect311.Api.Http;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Catalog.Admin;

/// <summary>The city's departments, for admins.</summary>
internal static class DepartmentAdminEndpoints
{
    public static void MapDepartmentAdmin(this IEndpointRouteBuilder routes)
    {
        var departments = routes.MapGroup("/v1/admin/departments").WithTags("Administration").RequireAuthorization(Policies.Administer);
        departments.MapGet("/", List).WithName("ListDepartments").Sheds(LoadClass.List).Produces<DepartmentPage>().Refuses(400, 401, 403, 503);
        departments.MapGet("/{code}", Find).WithName("FindDepartment").Produces<DepartmentEntry>().Refuses(401, 403, 404, 503);
        departments.MapPut("/{code}", Put)
            .WithName("PutDepartment")
            .Accepts<DepartmentEntry>("application/json")
            .Produces<DepartmentEntry>()
            .Produces<DepartmentEntry>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 409, 412, 413, 415, 428, 503);
        departments.MapPost("/{code}/activate", Activate)
            .WithName("ActivateDepartment")
            .Produces<DepartmentEntry>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
        departments.MapPost("/{code}/deactivate", Deactivate)
            .WithName("DeactivateDepartment")
            .Produces<DepartmentEntry>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
    }

    /// <summary>Lists the departments, in all languages.</summary>
    /// <remarks>Inactive ones too. The <c>ETag</c> is the version of the catalogue, which every change must name.</remarks>
    internal static Task<Results<Ok<DepartmentPage>, ProblemResult>> List(HttpContext context, [AsParameters] EntryQuery query, EntryDesk desk) =>
        desk.PageAsync<DepartmentEntry, DepartmentPage>(
            EntryKind.Department, query, context, (version, items, next) => new(version, items, next));

    /// <summary>Reads one department, in all languages.</summary>
    /// <remarks>An inactive one too. The <c>ETag</c> is the version of the catalogue, which a change must name.</remarks>
    /// <param name="code">The code, such as <c>DOT</c>.</param>
    internal static Task<Results<Ok<DepartmentEntry>, ProblemResult>> Find(string code, HttpContext context, EntryDesk desk) =>
        desk.FindAsync<DepartmentEntry>(EntryKind.Department, code, context);

    /// <summary>Adds a department, or changes one.</summary>
    /// <remarks>
    /// The body replaces what is there; a body that says the same changes nothing. Each change makes the next version of the
    /// catalogue, which every server takes within seconds: <c>If-Match</c> names the version that was seen.
    /// </remarks>
    /// <param name="code">The code, such as <c>DOT</c>. It stands in requests for ever, so it cannot be changed.</param>
    internal static Task<Results<Ok<DepartmentEntry>, Created<DepartmentEntry>, ProblemResult>> Put(string code, HttpContext context, EntryDesk desk) =>
        desk.PutAsync<DepartmentEntry>(EntryKind.Department, code, context);

    /// <summary>Lets a department take new requests again.</summary>
    /// <remarks>One that is active already stays so. <c>If-Match</c> names the version of the catalogue that was seen.</remarks>
    /// <param name="code">The code, such as <c>DOT</c>.</param>
    internal static Task<Results<Ok<DepartmentEntry>, ProblemResult>> Activate(string code, HttpContext context, EntryDesk desk) =>
        desk.SwitchAsync<DepartmentEntry>(EntryKind.Department, code, active: true, context);

    /// <summary>Ends that a department takes new requests.</summary>
    /// <remarks>
    /// Refused with <c>in-use</c> while rules in force send requests to it, or requests of it are open; the answer lists them,
    /// and rules of drafts. It keeps its name, its history and its queue: a report that comes in the same moment is still its own.
    /// </remarks>
    /// <param name="code">The code, such as <c>DOT</c>.</param>
    internal static Task<Results<Ok<DepartmentEntry>, ProblemResult>> Deactivate(string code, HttpContext context, EntryDesk desk) =>
        desk.SwitchAsync<DepartmentEntry>(EntryKind.Department, code, active: false, context);
}
