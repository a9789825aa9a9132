using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Staff.Admin;

/// <summary>What an admin does with one member of staff. What a rule refuses stands in the audit too.</summary>
internal sealed class StaffAdmin(StaffMembers members, CurrentCity city, AuditLog audit)
{
    public async Task<Results<Ok<StaffMemberView>, ProblemResult>> ReadAsync(string id, HttpContext context) =>
        await FindAsync(id, context) is { } found ? Shown(found, context) : new ProblemResult(ProblemCode.NotFound);

    /// <param name="wish">Checked by <see cref="StaffRules"/>.</param>
    public async Task<Results<Created<StaffMemberView>, ProblemResult>> AddAsync(StaffWish wish, Creation creation, HttpContext context)
    {
        var (member, isNew) = await members.AddAsync(wish, creation, Caller.Of(context.User).Actor, context.RequestAborted);
        if (!isNew)
        {
            if (member.BodyHash != creation.BodyHash)
            {
                return new ProblemResult(ProblemCode.KeyReused, new { id = member.Id });
            }

            context.Response.Headers["Idempotency-Replayed"] = "true";
        }

        context.Response.Headers.ETag = ETags.Of(member.Version);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created(StaffAdminEndpoints.PathOf(member.Id), ViewOf(member, context));
    }

    /// <param name="wish">Checked by <see cref="StaffRules"/>.</param>
    public Task<Results<Ok<StaffMemberView>, ProblemResult>> ChangeAsync(string id, StaffWish wish, HttpContext context) =>
        ActAsync(id, AuditAction.ChangeStaff, context, (seen, actor) => seen.SignsInBy == SignsInBy.Issuer
            ? Task.FromResult<ProblemCode?>(ProblemCode.IssuerManaged)
            : members.ChangeAsync(seen, wish, actor, context.RequestAborted).ToProblemAsync());

    /// <summary>Once deactivated, somebody stays so: to ask again changes nothing.</summary>
    public Task<Results<Ok<StaffMemberView>, ProblemResult>> DeactivateAsync(string id, HttpContext context) =>
        ActAsync(id, AuditAction.DeactivateStaff, context, (seen, actor) => seen.IsActive
            ? members.DeactivateAsync(seen, lastMayGo: false, actor, context.RequestAborted).ToProblemAsync()
            : Task.FromResult<ProblemCode?>(null));

    public Task<Results<Ok<StaffMemberView>, ProblemResult>> ReactivateAsync(string id, HttpContext context) =>
        ActAsync(id, AuditAction.ReactivateStaff, context, (seen, actor) => seen.IsActive
            ? Task.FromResult<ProblemCode?>(null)
            : members.ReactivateAsync(seen, actor, context.RequestAborted).ToProblemAsync());

    /// <summary>A member of staff by the id of a route; null where nobody has it.</summary>
    public async Task<StaffMember?> FindAsync(string id, HttpContext context) =>
        Creation.IsId(id) ? await members.FindAsync(id, context.RequestAborted) : null;

    /// <summary>Notes that a rule refused an act.</summary>
    public Task RefusedAsync(string action, string target, ProblemCode code, HttpContext context) => audit.RecordAsync(
        audit.New(
            Caller.Of(context.User).Actor, action, target, new Dictionary<string, string> { ["code"] = code.Code }, AuditOutcome.Refused),
        context.RequestAborted);

    /// <summary>Acts on the version that If-Match names, and answers with the member as it then is.</summary>
    private async Task<Results<Ok<StaffMemberView>, ProblemResult>> ActAsync(
        string id, string action, HttpContext context, Func<StaffMember, Actor, Task<ProblemCode?>> act)
    {
        if (ETags.ReadIfMatch(context.Request, out var refusal) is not { } version)
        {
            return refusal!;
        }

        if (await FindAsync(id, context) is not { } seen)
        {
            return new ProblemResult(ProblemCode.NotFound);
        }

        var problem = seen.Version == version
            ? await act(seen, Caller.Of(context.User).Actor)
            : ProblemCode.VersionMismatch;
        if (problem is null)
        {
            return await ReadAsync(id, context);
        }

        if (problem != ProblemCode.VersionMismatch)
        {
            await RefusedAsync(action, AuditTarget.Staff(id), problem, context);
        }

        return new ProblemResult(problem);
    }

    private Ok<StaffMemberView> Shown(StaffMember member, HttpContext context)
    {
        context.Response.Headers.ETag = ETags.Of(member.Version);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(ViewOf(member, context));
    }

    private StaffMemberView ViewOf(StaffMember member, HttpContext context) =>
        StaffMemberView.Of(member, city.Value.Catalog, Languages.Of(context));
}

internal static class StaffChanges
{
    /// <summary>How a change that was not made is refused; null for one that was.</summary>
    public static async Task<ProblemCode?> ToProblemAsync(this Task<StaffChange> change) => await change switch
    {
        StaffChange.Done => null,
        StaffChange.ChangedMeanwhile => ProblemCode.VersionMismatch,
        StaffChange.LastAdmin => ProblemCode.LastAdmin,
    };
}
