using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Claims;
using Connect311.Api.Triage.Holds;
using Connect311.Api.Triage.Remarks;
using Connect311.Api.Triage.Rerouting;
using Connect311.Routing.Documents;

namespace Connect311.Api.Triage.Bulk;

/// <summary>What can be done to many requests at once: each as its own route does it, and for those who may use that route.</summary>
internal sealed class BulkActions(StaffDesk desk, ReroutingDesk rerouting, ClaimDesk claims, RemarkDesk remarks, CurrentCity city)
{
    public const string Assign = "assign";
    public const string ReleaseClaim = "release-claim";
    public const string Note = "note";
    public const string Update = "update";

    /// <summary>The actions, with the policy of the route that does it to one request; a test compares the two.</summary>
    public static IReadOnlyDictionary<string, string> PolicyOf { get; } = new OrderedDictionary<string, string>
    {
        [Lifecycle.Release] = Policies.Release,
        [Lifecycle.Acknowledge] = Policies.Handle,
        [Lifecycle.Start] = Policies.Handle,
        [Lifecycle.Wait] = Policies.Handle,
        [Lifecycle.Resume] = Policies.Handle,
        [Lifecycle.Ask] = Policies.Ask,
        [Lifecycle.Close] = Policies.Handle,
        [Lifecycle.Cancel] = Policies.Cancel,
        [Lifecycle.Reopen] = Policies.Reopen,
        [Lifecycle.UpholdDispute] = Policies.Reopen,
        [Lifecycle.RejectDispute] = Policies.Reopen,
        [Lifecycle.Transfer] = Policies.Handle,
        [Assign] = Policies.Assign,
        [ReleaseClaim] = Policies.Claim,
        [Note] = Policies.Handle,
        [Update] = Policies.Handle,
    };

    public static readonly string[] All = [.. PolicyOf.Keys];

    public static bool IsOpenTo(string action, Caller caller) => Policies.Roles[PolicyOf[action]].Contains(caller.Role);

    /// <summary>Reads what is said with an action; faults are noted by the reader.</summary>
    /// <returns>What plans it for one request.</returns>
    public Func<Sighting, CancellationToken, Task<Plan>> Read(string action, ObjectReader with, Caller caller)
    {
        switch (action)
        {
            case Lifecycle.Release:
                var releaseNote = Releasing.Read(with);
                return (sighting, token) => rerouting.PlanReleaseAsync(sighting, releaseNote, caller, token);
            case Lifecycle.Transfer:
                var transfer = Transfer.Read(with, city.Value.Catalog);
                return (sighting, token) => rerouting.PlanTransferAsync(sighting, transfer, caller, token);
            case Assign:
                var assignee = Assigning.Read(with);
                return (sighting, token) => claims.PlanAssignmentAsync(sighting, assignee, caller, token);
            case ReleaseClaim:
                with.End();
                return (sighting, token) => claims.PlanReleaseAsync(sighting, caller, token);
            case Note or Update:
                var (kind, text) = (action == Note ? EventKind.Noted : EventKind.Updated, Remark.Read(with));
                return (sighting, token) => remarks.PlanAsync(sighting, kind, text, caller, token);
            default:
                var step = StaffAction.Read(with, Lifecycle.Of(action), caller);
                return (sighting, token) => desk.PlanAsync(sighting, step, [], caller, token);
        }
    }
}
