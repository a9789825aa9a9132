using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Claims;
using Connect311.Api.Triage.Rerouting;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Incidents;

/// <summary>What a transfer does to each request of an incident.</summary>
internal sealed class MemberTransfers(
    RevisionStore revisions, ClaimGate claims, CurrentCity city, IOptions<TransferOptions> options, TimeProvider time)
{
    public MemberStep Of(Transfer transfer, Caller caller, CancellationToken cancellationToken) => new(
        async row =>
            Lifecycle.Next(Lifecycle.Transfer, row.Status) is null ? SkipReason.Status
            : row.Department == transfer.Department ? SkipReason.AlreadyThere
            : await claims.RefuseAsync(row, caller, cancellationToken) is not null ? SkipReason.Claimed
            : null,
        (row, standing) => ChangeAsync(row, transfer, caller, standing, cancellationToken))
    {
        IsSentOn = true,
    };

    /// <summary>What follows the incident goes on to, where another request stands in the queue that it comes to.</summary>
    private async Task<MemberChange> ChangeAsync(
        StaffRow seen, Transfer transfer, Caller caller, Standing standing, CancellationToken cancellationToken)
    {
        // One that somebody changed since is refused by the statement, which names the version that was seen.
        var request = (await revisions.FindAsync(new(seen.Id), cancellationToken))!;
        int? most = caller.Role == Role.Operator ? null : options.Value.MostTransfers;
        var by = new Revising(caller.Id, time.NowAfter(request.Row.UpdatedAt), transfer.Note);
        var manner = new TransferManner(Follows: false, Counts: !standing.Followed || !standing.Counted.Contains(request.Row.Department));
        var revision = Revision.Transferred(request, transfer, by, most, city.Value, manner);

        // For a department that works in its own system nothing follows: each is sent to it.
        var isForwarded = city.Value.Catalog.Departments.GetValueOrDefault(revision.After.Department) is { IsExternal: true };
        if (standing.Followed && standing.In.Contains(revision.After.Department) && !isForwarded)
        {
            var follower = request with { Row = request.Row with { IsOpen = false } };
            revision = Revision.Transferred(follower, transfer, by, most, city.Value, manner with { Follows = true });
        }

        var change = revisions.Plan(request.Row, revision, isForwarded);
        return new(change.Write, change.Event!, revision.After.Status, revision.After.Department, revision.After.IsOpen);
    }
}
