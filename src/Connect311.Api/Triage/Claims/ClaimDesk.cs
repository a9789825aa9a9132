using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Triage.Claims;

/// <summary>Where staff take requests in hand, and lay them down.</summary>
internal sealed class ClaimDesk(ClaimStore store, StaffDesk desk, DepartmentPeople people, CurrentCity city, IOptions<ClaimOptions> options)
{
    private readonly TimeSpan _claim = TimeSpan.FromMinutes(options.Value.Minutes);
    private readonly TimeSpan _assignment = TimeSpan.FromHours(options.Value.AssignedHours);

    /// <summary>Takes a request in hand; for its holder, for longer.</summary>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> ClaimAsync(TrackingNumber number, HttpContext context)
    {
        var caller = Caller.Of(context.User);

        // A turn that fails means that somebody else changed the request.
        while (true)
        {
            var seen = await store.FindAsync(number, context.RequestAborted);
            var refusal = Refuse(seen, caller) ?? (seen!.Holder is { } holder && holder != caller.Id ? ClaimGate.Claimed(seen, caller) : null);
            if (refusal is not null)
            {
                return refusal;
            }

            if (await TakeOrRenewAsync(seen!, new(caller.Id, caller.Id, _claim), context.RequestAborted) is { } hash)
            {
                return await desk.AnswerAsync(number, hash, context);
            }
        }
    }

    /// <summary>Takes the next request of a queue in hand.</summary>
    public async Task<Results<Ok<StaffRequest>, NoContent, ProblemResult>> ClaimNextAsync(QueueFilter filter, HttpContext context)
    {
        if (IsExternal(filter.Department))
        {
            return NotClaimable(NotClaimableReason.ExternalDepartment);
        }

        if (await store.TakeNextAsync(filter, Caller.Of(context.User).Id, _claim, context.RequestAborted) is not { } taken)
        {
            return TypedResults.NoContent();
        }

        var answer = await desk.AnswerAsync(new(taken.Id), taken.Hash, context);
        return answer.Result is Ok<StaffRequest> shown ? shown : (ProblemResult)answer.Result;
    }

    /// <summary>Lays a request down, in the version that If-Match names; one that nobody has in hand stays as it is.</summary>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> ReleaseAsync(string trackingNumber, HttpContext context)
    {
        var caller = Caller.Of(context.User);
        var (seen, refusal) = await FindAsync(trackingNumber, context);
        if (seen is null)
        {
            return refusal!;
        }

        if (seen.Holder is not { } holder)
        {
            return await desk.ReadAsync(new(seen.Id), context);
        }

        if (holder != caller.Id && !caller.Oversees)
        {
            return ClaimGate.Claimed(seen, caller);
        }

        return await store.ReleaseAsync(seen, caller.Id, context.RequestAborted) is { } hash
            ? await desk.AnswerAsync(new(seen.Id), hash, context)
            : new ProblemResult(ProblemCode.VersionMismatch);
    }

    /// <summary>Gives a request, in the version that If-Match names, to somebody of its department, whoever has it in hand.</summary>
    /// <param name="assignee">The id, or the whole name.</param>
    public async Task<Results<Ok<StaffRequest>, ProblemResult>> AssignAsync(string trackingNumber, string assignee, HttpContext context)
    {
        var (seen, refusal) = await FindAsync(trackingNumber, context);
        if (seen is null)
        {
            return refusal!;
        }

        var (person, fault) = await people.FindAsync(assignee, seen.Department, context.RequestAborted);
        if (person is null)
        {
            return new ProblemResult(ProblemCode.ValidationFailed, [fault!]);
        }

        var taking = new Taking(Caller.Of(context.User).Id, person.Id, _assignment) { IsAssigned = true };
        return await TakeOrRenewAsync(seen, taking, context.RequestAborted) is { } hash
            ? await desk.AnswerAsync(new(seen.Id), hash, context)
            : new ProblemResult(ProblemCode.VersionMismatch);
    }

    /// <summary>The request that the caller may handle, in the version that If-Match names; otherwise the refusal.</summary>
    private async Task<(ClaimRow? Seen, ProblemResult? Refusal)> FindAsync(string trackingNumber, HttpContext context)
    {
        if (NumberInRoute.Read(trackingNumber, "trackingNumber", out var refusal) is not { } number
            || ETags.ReadIfMatch(context.Request, out refusal) is not { } version)
        {
            return (null, refusal);
        }

        var seen = await store.FindAsync(number, context.RequestAborted);
        refusal = Refuse(seen, Caller.Of(context.User), version);
        return refusal is null ? (seen, null) : (null, refusal);
    }

    /// <returns>The hash of the request's last event; null when somebody else was first.</returns>
    private async Task<string?> TakeOrRenewAsync(ClaimRow seen, Taking taking, CancellationToken cancellationToken)
    {
        if (seen.Holder != taking.Assignee)
        {
            return await store.TakeAsync(seen, taking, cancellationToken);
        }

        return await store.RenewAsync(seen, taking.Length, cancellationToken) ? seen.HeadHash : null;
    }

    /// <param name="version">The version that the caller saw; null where any will do.</param>
    private ProblemResult? Refuse(ClaimRow? seen, Caller caller, int? version = null)
    {
        if ((seen is null ? Access.Hidden : caller.ToHandle(seen.Held)).Refusal() is { } refusal)
        {
            return refusal;
        }

        return version is not null && version != seen!.Version ? new(ProblemCode.VersionMismatch)
            : IsExternal(seen!.Department) ? NotClaimable(NotClaimableReason.ExternalDepartment)
            : !RequestStatus.IsOpen(seen.Status) ? NotClaimable(NotClaimableReason.NotOpen)
            : !seen.IsOpen ? NotClaimable(NotClaimableReason.FollowsIncident)
            : null;
    }

    private bool IsExternal(string department) => city.Value.Catalog.Departments.GetValueOrDefault(department) is { IsExternal: true };

    private static ProblemResult NotClaimable(string reason) => new(ProblemCode.NotClaimable, new { reason });
}

/// <summary>Why a request cannot be taken in hand.</summary>
internal static class NotClaimableReason
{
    /// <summary>Its department works in its own system.</summary>
    public const string ExternalDepartment = "external-department";

    public const string NotOpen = "not-open";

    /// <summary>Another request stands in the queue for it.</summary>
    public const string FollowsIncident = "follows-incident";
}
