using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Claims;
using Connect311.Api.Triage.Closings;
using Connect311.Routing.Documents;

namespace Connect311.Api.Incidents;

/// <summary>What the actions of the <see cref="Lifecycle"/> do to each request of an incident.</summary>
internal sealed class MemberSteps(
    ClaimGate claims, ClosingCheck closings, CurrentCity city, TimeProvider time)
{
    /// <param name="faults">What is wrong with the body.</param>
    /// <param name="open">The open requests that the caller handles.</param>
    public async Task<(MemberStep? Step, ProblemResult? Refusal)> OfActionAsync(
        StaffAction action, IReadOnlyList<Fault> faults, IReadOnlyList<StaffRow> open, HttpContext context)
    {
        var caller = Caller.Of(context.User);
        var all = faults.ToList();
        if (action.Action == Lifecycle.Close)
        {
            await CheckAsync(action, caller, open, all, context.RequestAborted);
        }

        return all.Count > 0
            ? (null, new(ProblemCode.ValidationFailed, all))
            : (new(row => SkipAsync(row, action, caller, context.RequestAborted), (row, _) => Task.FromResult(Change(row, action, caller))), null);
    }

    /// <summary>Whether an outcome fits depends on the type: each is asked once. One that repeats another is no matter of all of them.</summary>
    private async Task CheckAsync(
        StaffAction action, Caller caller, IReadOnlyList<StaffRow> open, List<Fault> faults, CancellationToken cancellationToken)
    {
        if (action.Facts?.DuplicateOf is not null)
        {
            faults.Add(new($"/{StepMember.DuplicateOf}", FaultCodes.NotWith, "what", "an incident"));
            return;
        }

        foreach (var row in open.GroupBy(row => row.ServiceType).Select(alike => alike.MinBy(row => row.ReceivedAt)!))
        {
            // That one of them came in after the visit is a matter of that one alone.
            var told = new List<Fault>();
            await closings.CheckAsync(row, action, caller, told, cancellationToken);
            faults.AddRange(told.Where(fault => fault.Code != FaultCodes.TooLow && !faults.Contains(fault)));
        }
    }

    private async ValueTask<string?> SkipAsync(StaffRow row, StaffAction action, Caller caller, CancellationToken cancellationToken) =>
        Lifecycle.Next(action.Action, row.Status) is null ? SkipReason.Status
        : action.Facts?.VisitedAt < row.ReceivedAt ? SkipReason.ReportedLater
        : await claims.RefuseAsync(row, caller, cancellationToken) is not null ? SkipReason.Claimed
        : null;

    private MemberChange Change(StaffRow row, StaffAction action, Caller caller)
    {
        var at = time.NowAfter(row.UpdatedAt);
        var status = Lifecycle.Of(action.Action).To;
        var step = Step.Of(row, action, caller.Id, at, StaffClocks.OfStatus(row, status, at, city.Value.Catalog)) with
        {
            IsForwarded = city.Value.Catalog.Departments.GetValueOrDefault(row.Department) is { IsExternal: true },
        };
        var change = StaffStore.Plan(row, step);
        return new(change.Write, change.Event!, status, row.Department, row.IsOpen && RequestStatus.IsOpen(status));
    }
}
