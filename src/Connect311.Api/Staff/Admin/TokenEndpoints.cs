using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Routing.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Staff.Admin;

/// <summary>The personal access tokens of staff, for admins.</summary>
internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("/v1/admin/staff/{id}/tokens").WithTags("Administration").RequireAuthorization(Policies.Administer);
        tokens.MapGet("/", List).WithName("ListStaffTokens").Sheds(LoadClass.List).Produces<StaffTokenList>().Refuses(401, 403, 404, 503);
        tokens.MapPost("/", Create)
            .WithName("CreateStaffToken")
            .Accepts<TokenRequest>("application/json")
            .Produces<NewTokenView>(StatusCodes.Status201Created)
            .Refuses(400, 401, 403, 404, 409, 413, 415, 422, 503);
        tokens.MapPost("/{tokenId}/revoke", Revoke)
            .WithName("RevokeStaffToken")
            .Produces<StaffTokenView>()
            .Refuses(400, 401, 403, 404, 413, 415, 503);
    }

    /// <summary>Lists the tokens of somebody, without the tokens themselves.</summary>
    /// <remarks>Revoked and expired ones stay in the list; <c>good</c> says which can be used now.</remarks>
    /// <param name="id">The id of the member of staff.</param>
    internal static async Task<Results<Ok<StaffTokenList>, ProblemResult>> List(
        string id, HttpContext context, StaffAdmin admin, StaffTokens tokens, TimeProvider time)
    {
        if (await admin.FindAsync(id, context) is null)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        var now = time.GetUtcNow();
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new StaffTokenList(
            [.. (await tokens.OfMemberAsync(id, context.RequestAborted)).Select(token => StaffTokenView.Of(token, now))], null));
    }

    /// <summary>Makes a token, which is shown this once.</summary>
    /// <remarks>
    /// Only a hash of it is stored. Send an <c>Idempotency-Key</c>, so that a call sent twice makes one; the second answer
    /// does not repeat the token.
    /// </remarks>
    /// <param name="id">The id of the member of staff.</param>
    internal static async Task<Results<Created<NewTokenView>, ProblemResult>> Create(
        string id, HttpContext context, StaffAdmin admin, StaffTokens tokens, TimeProvider time)
    {
        var faults = new List<Fault>();
        var key = IdempotencyKey.Read(context.Request.Headers, faults);
        using var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            return unreadable;
        }

        var (name, days) = ReadToken(body, faults);
        if (faults.Count > 0)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, faults);
        }

        if (await admin.FindAsync(id, context) is not { } member)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        var actor = Caller.Of(context.User).Actor;
        var creation = Creation.Of(actor.Id, key, time, id, name, days.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var (row, token) = await tokens.CreateAsync(id, name, days, creation, actor, context.RequestAborted);
        return row is null
            ? await RefusedAsync(member, admin, context)
            : Made(row, token, creation, context);
    }

    /// <summary>Revokes a token; every node refuses it within a second.</summary>
    /// <remarks>To revoke it again changes nothing.</remarks>
    /// <param name="id">The id of the member of staff.</param>
    /// <param name="tokenId">The id of the token.</param>
    internal static async Task<Results<Ok<StaffTokenView>, ProblemResult>> Revoke(
        string id, string tokenId, HttpContext context, StaffTokens tokens, TimeProvider time)
    {
        if (await RequestBody.RefuseContentAsync(context) is { } refusal)
        {
            return refusal;
        }

        if (!Creation.IsId(tokenId) || await tokens.FindAsync(tokenId, context.RequestAborted) is not { } token || token.StaffId != id)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        if (token.RevokedAt is null)
        {
            await tokens.RevokeAsync(token, Caller.Of(context.User).Actor, context.RequestAborted);
            token = await tokens.FindAsync(tokenId, context.RequestAborted);
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(StaffTokenView.Of(token!, time.GetUtcNow()));
    }

    private static (string Name, int Days) ReadToken(RequestBody body, List<Fault> faults)
    {
        var root = new ObjectReader(body.Root, "", faults);
        var name = root.RequiredText("name", StaffRules.MaxNameLength);
        var days = root.Whole("expiresInDays", 1, StaffRules.MaxDays) ?? StaffRules.DefaultDays;
        root.End();
        StaffRules.CheckName(name, faults);
        return (name, days);
    }

    private static async Task<ProblemResult> RefusedAsync(StaffMember member, StaffAdmin admin, HttpContext context)
    {
        var code = member.SignsInBy == SignsInBy.Issuer ? ProblemCode.IssuerManaged : ProblemCode.StaffInactive;
        await admin.RefusedAsync(AuditAction.CreateToken, AuditTarget.Staff(member.Id), code, context);
        return new(code);
    }

    private static Results<Created<NewTokenView>, ProblemResult> Made(StaffToken row, string? token, Creation creation, HttpContext context)
    {
        if (row.BodyHash != creation.BodyHash)
        {
            return new ProblemResult(ProblemCode.KeyReused, new { id = row.Id });
        }

        if (token is null)
        {
            context.Response.Headers["Idempotency-Replayed"] = "true";
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(StaffAdminEndpoints.PathOf(row.StaffId), new NewTokenView(row.Id, token, row.ExpiresAt));
    }
}
