using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Remarks;

namespace Connect311.Api.Open311.Connector;

/// <summary>
/// Keeps that a department's system has a request, and how it calls it: in the history as the department's own step, in the one
/// transaction that ends the sending. Where that step is past, it stands in a note.
/// </summary>
internal sealed class Acknowledging(ForwardStore store, StaffStore requests, StaffDesk desk, RemarkDesk remarks)
{
    /// <summary>How often somebody else may come first; each time the request is looked at anew.</summary>
    private const int Tries = 10;

    /// <param name="id">How the system calls it; null where it does not say.</param>
    public async Task KeepAsync(ForwardRow taken, ExternalRequestRow external, string? id, CancellationToken cancellationToken)
    {
        for (var left = Tries; left > 0; left--)
        {
            var write = store.ToKnown(taken, external, id);
            var change = await requests.FindAsync(new(taken.RequestId), cancellationToken) is { IsGone: false } seen
                ? await ChangeAsync(seen, external, id, cancellationToken)
                : null;
            var isDone = change is null
                ? await store.WriteAsync(write, cancellationToken)
                : await requests.CommitAsync(change with { Write = change.Write.Then(write) }, cancellationToken);
            if (isDone || await store.FindAsync(ForwardKey.Of(taken), cancellationToken) is not { } row || row.Attempts != taken.Attempts || row.DoneAt is not null)
            {
                return;
            }
        }

        // Left as it is, it is asked again under the same key once it may be taken anew.
    }

    private async Task<PlannedChange?> ChangeAsync(StaffRow seen, ExternalRequestRow external, string? id, CancellationToken cancellationToken)
    {
        if (id is null ? seen.Status != RequestStatus.Assigned : id == seen.ExternalId && seen.Department == external.Department)
        {
            return null;
        }

        var caller = ConnectorCaller.Of(external.Department);
        if (seen.Department == external.Department && Lifecycle.Next(Lifecycle.Acknowledge, seen.Status) is not null)
        {
            var plan = await desk.PlanAsync(
                new(new(seen.Id), seen.Version), new(Lifecycle.Acknowledge) { ExternalId = id }, [], caller, cancellationToken);
            if (plan.Change is not null)
            {
                return plan.Change;
            }
        }

        return id is null ? null
            : remarks.Plan(seen, EventKind.Noted, $"{external.Department} has it as {id}.", caller.Id, isOfDepartment: true);
    }
}
