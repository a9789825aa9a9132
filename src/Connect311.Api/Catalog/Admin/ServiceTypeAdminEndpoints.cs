using Connect311.Api.Http;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Catalog.Admin;

/// <summary>What the city takes reports about, for admins.</summary>
internal static class ServiceTypeAdminEndpoints
{
    public static void MapServiceTypeAdmin(this IEndpointRouteBuilder routes)
    {
        var types = routes.MapGroup("/v1/admin/service-types").WithTags("Administration").RequireAuthorization(Policies.Administer);
        types.MapGet("/", List).WithName("ListServiceTypeFamilies").Sheds(LoadClass.List).Produces<ServiceTypePage>().Refuses(400, 401, 403, 503);
        types.MapGet("/{code}", Find).WithName("FindServiceType").Produces<ServiceTypeEntry>().Refuses(401, 403, 404, 503);
        types.MapPut("/{code}", Put)
            .WithName("PutServiceType")
            .Accepts<ServiceTypeEntry>("application/json")
            .Produces<ServiceTypeEntry>()
            .Produces<ServiceTypeEntry>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 409, 412, 413, 415, 428, 503);
        types.MapPost("/{code}/activate", Activate)
            .WithName("ActivateServiceType")
            .Produces<ServiceTypeEntry>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
        types.MapPost("/{code}/deactivate", Deactivate)
            .WithName("DeactivateServiceType")
            .Produces<ServiceTypeEntry>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
    }

    /// <summary>Lists the families of service types with their descriptors, in all languages.</summary>
    /// <remarks>Inactive ones too. The <c>ETag</c> is the version of the catalogue, which every change must name.</remarks>
    internal static Task<Results<Ok<ServiceTypePage>, ProblemResult>> List(HttpContext context, [AsParameters] EntryQuery query, EntryDesk desk) =>
        desk.PageAsync<ServiceTypeEntry, ServiceTypePage>(
            EntryKind.ServiceType, query, context, (version, items, next) => new(version, items, next));

    /// <summary>Reads one service type, in all languages.</summary>
    /// <remarks>
    /// An inactive one too; a family comes with its descriptors. The <c>ETag</c> is the version of the catalogue, which a change
    /// must name.
    /// </remarks>
    /// <param name="code">The code of a family, such as <c>street-condition</c>, or of a descriptor, such as <c>street-condition.pothole</c>.</param>
    internal static Task<Results<Ok<ServiceTypeEntry>, ProblemResult>> Find(string code, HttpContext context, EntryDesk desk) =>
        desk.FindAsync<ServiceTypeEntry>(EntryKind.ServiceType, code, context);

    /// <summary>Adds a service type, or changes one with its questions.</summary>
    /// <remarks>
    /// The body replaces what is there; a body that says the same changes nothing. A code with a dot is a descriptor of the
    /// family before the dot, which must be there. Each change makes the next version of the catalogue, which every server
    /// takes within seconds: <c>If-Match</c> names the version that was seen. What rules in force ask for cannot be taken away.
    /// </remarks>
    /// <param name="code">The code, such as <c>street-condition.pothole</c>. It stands in requests for ever, so it cannot be changed.</param>
    internal static Task<Results<Ok<ServiceTypeEntry>, Created<ServiceTypeEntry>, ProblemResult>> Put(string code, HttpContext context, EntryDesk desk) =>
        desk.PutAsync<ServiceTypeEntry>(EntryKind.ServiceType, code, context);

    /// <summary>Lets a service type be chosen again.</summary>
    /// <remarks>One that is active already stays so. <c>If-Match</c> names the version of the catalogue that was seen.</remarks>
    /// <param name="code">The code, such as <c>street-condition.pothole</c>.</param>
    internal static Task<Results<Ok<ServiceTypeEntry>, ProblemResult>> Activate(string code, HttpContext context, EntryDesk desk) =>
        desk.SwitchAsync<ServiceTypeEntry>(EntryKind.ServiceType, code, active: true, context);

    /// <summary>Ends that a service type can be chosen; of a family, with all its descriptors.</summary>
    /// <remarks>
    /// Refused with <c>in-use</c> while rules in force name it, or requests of it are open; the answer lists them, and rules of
    /// drafts. Requests that are there keep its name, and so does a report that comes in the same moment.
    /// </remarks>
    /// <param name="code">The code, such as <c>street-condition.pothole</c>.</param>
    internal static Task<Results<Ok<ServiceTypeEntry>, ProblemResult>> Deactivate(string code, HttpContext context, EntryDesk desk) =>
        desk.SwitchAsync<ServiceTypeEntry>(EntryKind.ServiceType, code, active: false, context);
}
