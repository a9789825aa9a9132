using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;

namespace Connect311.Api.Triage.Claims;

/// <summary>What is in somebody's hand, nobody else changes, but a supervisor or an operator.</summary>
internal sealed class ClaimGate(ClaimStore store)
{
    /// <summary>Why the caller may not change a request that was read, or null.</summary>
    /// <remarks>
    /// Enough beside a statement that changes the read version alone: who has it in hand changes with the version, but for a
    /// claim that expires, and then it is nobody's.
    /// </remarks>
    public async ValueTask<ProblemResult?> RefuseAsync(StaffRow seen, Caller caller, CancellationToken cancellationToken)
    {
        if (seen.Assignee is null || seen.Assignee == caller.Id || caller.Oversees)
        {
            return null;
        }

        return await store.FindAsync(new(seen.Id), cancellationToken) is { Holder: { } holder } held && holder != caller.Id
            ? Claimed(held, caller)
            : null;
    }

    /// <summary>Who has it in hand now, or null.</summary>
    public async ValueTask<StaffClaim?> ShownAsync(StaffRow row, CancellationToken cancellationToken) =>
        row.Assignee is not null && await store.FindAsync(new(row.Id), cancellationToken) is { Holder: not null } held
            ? StaffClaim.Of(held)
            : null;

    /// <summary>By whom is for staff alone.</summary>
    public static ProblemResult Claimed(ClaimRow held, Caller caller) => new(
        ProblemCode.Claimed,
        new { claimedUntil = held.ClaimedUntil, claimedBy = caller.IsStaff ? StaffClaim.Of(held).By : null });
}

/// <summary>That somebody has a request in hand.</summary>
/// <param name="By">Who: the id and the name of a member of staff.</param>
/// <param name="Until">Until when, unless it is renewed.</param>
internal sealed record StaffClaim(Named By, DateTimeOffset Until)
{
    public static StaffClaim Of(ClaimRow held) => new(new(held.Assignee!, held.AssigneeName ?? held.Assignee!), held.ClaimedUntil!.Value);
}
