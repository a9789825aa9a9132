using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Remarks;

namespace Connect311.Api.Incidents;

/// <summary>What an update does to each request of an incident: the public is told of each.</summary>
internal sealed class MemberUpdates(RemarkDesk remarks, IncidentStore store)
{
    /// <summary>Where the caller said just that last, it is not said again: the action was cut off, and goes on.</summary>
    /// <param name="open">The open requests that the caller handles.</param>
    public async Task<MemberStep> OfAsync(string text, IReadOnlyList<StaffRow> open, Caller caller, CancellationToken cancellationToken)
    {
        HashSet<long> told = open.Count == 0
            ? []
            : await store.ToldAsync(open[0].IncidentId!.Value, EventChain.ContentOf(RemarkDesk.DetailsOf(text, caller.Id)), cancellationToken);
        return new(
            row => ValueTask.FromResult(told.Contains(row.Id) ? SkipReason.ToldAlready : null),
            (row, _) =>
            {
                var change = remarks.Plan(row, EventKind.Updated, text, caller.Id, caller.Role == Role.Department);
                return Task.FromResult(new MemberChange(change.Write, change.Event!, row.Status, row.Department, row.IsOpen));
            });
    }
}
