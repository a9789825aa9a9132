using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff.People;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Staff.Admin;

/// <summary>Who works here, for admins.</summary>
internal static class StaffAdminEndpoints
{
    private const string Root = "/v1/admin/staff";

    public static string PathOf(string id) => $"{Root}/{id}";

    public static void MapStaffAdmin(this IEndpointRouteBuilder routes)
    {
        var staff = routes.MapGroup(Root).WithTags("Administration").RequireAuthorization(Policies.Administer);
        staff.MapGet("/", List).WithName("ListStaff").Sheds(LoadClass.List).Produces<StaffPage>().Refuses(400, 401, 403, 503);
        staff.MapPost("/", Add)
            .WithName("AddStaffMember")
            .Accepts<StaffMemberChange>("application/json")
            .Produces<StaffMemberView>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 413, 415, 422, 503);
        staff.MapGet("/{id}", Find).WithName("FindStaffMember").Produces<StaffMemberView>().Refuses(401, 403, 404, 503);
        staff.MapPut("/{id}", Change)
            .WithName("ChangeStaffMember")
            .Accepts<StaffMemberChange>("application/json")
            .Produces<StaffMemberView>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
        staff.MapPost("/{id}/deactivate", Deactivate)
            .WithName("DeactivateStaffMember")
            .Produces<StaffMemberView>()
            .Refuses(400, 401, 403, 404, 409, 412, 413, 415, 428, 503);
        staff.MapPost("/{id}/reactivate", Reactivate)
            .WithName("ReactivateStaffMember")
            .Produces<StaffMemberView>()
            .Refuses(400, 401, 403, 404, 412, 413, 415, 428, 503);
    }

    /// <summary>Lists who works here.</summary>
    /// <remarks>Somebody who comes by the city's sign-in is listed from the first call on.</remarks>
    internal static async Task<Results<Ok<StaffPage>, ProblemResult>> List(
        HttpContext context, [AsParameters] StaffQuery query, StaffMembers members, CurrentCity city)
    {
        var faults = new List<Fault>();
        var list = $"staff\n{query.Role}\n{query.Department}\n{query.Active}";
        var filter = FilterOf(query, faults);
        var limit = PageLimit.Read(query.Limit, faults);
        var after = query.Cursor is null ? "" : PageCursor.Read(query.Cursor, list);
        if (after is null || (after.Length > 0 && !Creation.IsId(after)))
        {
            faults.Add(new("/cursor", FaultCodes.BadCursor));
        }

        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        // One more than the page: it tells whether there is a next one.
        var rows = await members.PageAsync(filter, after!, limit + 1, context.RequestAborted);
        var shown = rows.Take(limit).ToList();
        var language = Languages.Of(context);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new StaffPage(
            [.. shown.Select(row => StaffMemberView.Of(row, city.Value.Catalog, language))],
            rows.Count > limit ? PageCursor.Write(list, shown[^1].Id) : null));
    }

    /// <summary>Adds somebody who signs in by personal access tokens.</summary>
    /// <remarks>Make a token for the person next. Send an <c>Idempotency-Key</c>, so that a call sent twice adds one.</remarks>
    internal static async Task<Results<Created<StaffMemberView>, ProblemResult>> Add(
        HttpContext context, StaffAdmin admin, CurrentCity city, TimeProvider time)
    {
        var faults = new List<Fault>();
        var key = IdempotencyKey.Read(context.Request.Headers, faults);
        var (wish, refusal) = await ReadWishAsync(context, city.Value.Catalog, faults);
        return wish is null
            ? refusal!
            : await admin.AddAsync(
                wish, Creation.Of(Caller.Of(context.User).Id, key, time, wish.Name, wish.Role, wish.Department), context);
    }

    /// <summary>Reads one member of staff.</summary>
    /// <remarks>Who was deactivated is found too. The <c>ETag</c> is the version that a change must name.</remarks>
    /// <param name="id">The id: 32 hexadecimal digits.</param>
    internal static Task<Results<Ok<StaffMemberView>, ProblemResult>> Find(string id, HttpContext context, StaffAdmin admin) =>
        admin.ReadAsync(id, context);

    /// <summary>Changes name, role and department.</summary>
    /// <remarks>
    /// Tokens of the person carry the new role within a second. Who comes by the city's sign-in is changed there; the last
    /// admin stays one.
    /// </remarks>
    /// <param name="id">The id: 32 hexadecimal digits.</param>
    internal static async Task<Results<Ok<StaffMemberView>, ProblemResult>> Change(
        string id, HttpContext context, StaffAdmin admin, CurrentCity city)
    {
        var (wish, refusal) = await ReadWishAsync(context, city.Value.Catalog, []);
        return wish is null ? refusal! : await admin.ChangeAsync(id, wish, context);
    }

    /// <summary>Deactivates somebody, who left or whose token leaked.</summary>
    /// <remarks>All tokens of the person are revoked, for good; every node refuses them within a second. The last admin cannot be deactivated.</remarks>
    /// <param name="id">The id: 32 hexadecimal digits.</param>
    internal static async Task<Results<Ok<StaffMemberView>, ProblemResult>> Deactivate(string id, HttpContext context, StaffAdmin admin) =>
        await RequestBody.RefuseContentAsync(context) is { } refusal ? refusal : await admin.DeactivateAsync(id, context);

    /// <summary>Lets somebody who was deactivated work here again.</summary>
    /// <remarks>Tokens that were revoked stay so: make a new one.</remarks>
    /// <param name="id">The id: 32 hexadecimal digits.</param>
    internal static async Task<Results<Ok<StaffMemberView>, ProblemResult>> Reactivate(string id, HttpContext context, StaffAdmin admin) =>
        await RequestBody.RefuseContentAsync(context) is { } refusal ? refusal : await admin.ReactivateAsync(id, context);

    private static StaffFilter FilterOf(StaffQuery query, List<Fault> faults)
    {
        if (query.Role is not null && !Role.OfStaff.Contains(query.Role))
        {
            faults.Add(new("/role", FaultCodes.UnknownValue, "allowed", string.Join(", ", Role.OfStaff)));
        }

        if (query.Active is not (null or "true" or "false"))
        {
            faults.Add(new("/active", FaultCodes.UnknownValue, "allowed", "true, false"));
        }

        QueryTexts.Check("department", query.Department, faults);
        return new(query.Role, query.Department, query.Active is null ? null : query.Active == "true");
    }

    private static async Task<(StaffWish? Wish, ProblemResult? Refusal)> ReadWishAsync(
        HttpContext context, Catalog.Catalog catalog, List<Fault> faults)
    {
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return (null, unreadable);
        }

        var root = new ObjectReader(body.Root, "", faults);
        var wish = new StaffWish(root.RequiredText("name", StaffRules.MaxNameLength), root.RequiredText("role", 20), root.Text("department", 20));
        root.End();
        StaffRules.Check(wish, catalog, faults);
        return faults.Count > 0 ? (null, new(ProblemCode.ValidationFailed, faults)) : (wish, null);
    }
}
