using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Actions;
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

    /// <summary>Lays a request down, in the version that the caller saw; one that nobody has in hand stays as it is.</summary>
    public async Task<Plan> PlanReleaseAsync(Sighting sighting, Caller caller, CancellationToken cancellationToken)
    {
        var (seen, refusal) = await FindAsync(sighting, caller, cancellationToken);
        return seen is null ? refusal!
            : seen.Holder is not { } holder ? Plan.Nothing
            : holder != caller.Id && !caller.Oversees ? ClaimGate.Claimed(seen, caller)
            : store.PlanRelease(seen, caller.Id);
    }

    /// <summary>Gives a request, in the version that the caller saw, to somebody of its department, whoever has it in hand.</summary>
    /// <param name="assignee">The id, or the whole name.</param>
    public async Task<Plan> PlanAssignmentAsync(Sighting sighting, string assignee, Caller caller, CancellationToken cancellationToken)
    {
        var (seen, refusal) = await FindAsync(sighting, caller, cancellationToken);
        if (seen is null)
        {
            return refusal!;
        }

        var (person, fault) = await people.FindAsync(assignee, seen.Department, cancellationToken);
        return person is null ? new ProblemResult(ProblemCode.ValidationFailed, [fault!])
            : seen.Holder == person.Id ? store.PlanRenewal(seen, _assignment)
            : store.PlanTaking(seen, new(caller.Id, person.Id, _assignment) { IsAssigned = true });
    }

    /// <summary>The request that the caller may handle, in the version that the caller saw; otherwise the refusal.</summary>
    private async Task<(ClaimRow? Seen, ProblemResult? Refusal)> FindAsync(Sighting sighting, Caller caller, CancellationToken cancellationToken)
    {
        var seen = await store.FindAsync(sighting.Number, cancellationToken);
        var refusal = Refuse(seen, caller, sighting.Version);
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
