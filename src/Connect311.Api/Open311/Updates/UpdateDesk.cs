using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Remarks;

namespace Connect311.Api.Open311.Updates;

/// <summary>
/// Takes what a department's system says of a request, once: by the steps of the lifecycle, as the department. What it cannot do is
/// noted for staff, so that nothing that was said is lost.
/// </summary>
internal sealed class UpdateDesk(UpdateStore store, StaffStore requests, StaffDesk desk, RemarkDesk remarks, UpdateOutcomes outcomes)
{
    /// <summary>How often somebody else may come first; each time the request is looked at anew.</summary>
    private const int Tries = 20;

    /// <param name="caller">The department.</param>
    /// <returns>An <see cref="UpdateResult"/>; null when others changed the request all the time.</returns>
    public async Task<string?> TakeAsync(Caller caller, IncomingUpdate update, CancellationToken cancellationToken)
    {
        var department = caller.OwnDepartment!;
        for (var left = Tries; left > 0; left--)
        {
            if (await store.FindAsync(department, update, cancellationToken) is not null)
            {
                return UpdateResult.Repeated;
            }

            if (await requests.FindAsync(update.Number, cancellationToken) is not { IsGone: false } seen)
            {
                return UpdateResult.Unknown;
            }

            var (change, result) = await PlanAsync(seen, update, caller, cancellationToken);
            if (await store.CommitAsync(change, result is null ? null : store.ToTake(department, update, result), cancellationToken) && result is not null)
            {
                return result;
            }
        }

        return null;
    }

    /// <summary>The next thing to do, and as what the update is taken with that; null where more is to be done behind it.</summary>
    private async Task<(PlannedChange? Change, string? Result)> PlanAsync(
        StaffRow seen, IncomingUpdate update, Caller caller, CancellationToken cancellationToken)
    {
        var meaning = update.Status is not { } status || caller.ToHandle(seen.Held) != Access.Allowed
            ? Meaning.ForStaff
            : StatusMeanings.Of(seen.Status, status, WaitsFor(update) is not null);
        if (meaning.Kind == MeaningKind.Nothing)
        {
            return UpdateWords.Of(update) is { } words
                ? (remarks.Plan(seen, outcomes.KindOf(caller.OwnDepartment!), words, caller.Id, isOfDepartment: true), UpdateResult.Noted)
                : (null, UpdateResult.Nothing);
        }

        if (meaning.Kind == MeaningKind.Steps && ActionOf(meaning, seen, update, caller) is { } action)
        {
            var isLast = meaning.Steps.Count == 1;
            var plan = await desk.PlanAsync(new(update.Number, seen.Version), action, [], caller, cancellationToken);
            if (plan.Change is not null)
            {
                return (plan.Change, isLast ? UpdateResult.Applied : null);
            }
        }

        return (remarks.Plan(seen, EventKind.Noted, UpdateWords.ForStaff(update), caller.Id, isOfDepartment: true), UpdateResult.Noted);
    }

    /// <summary>The first step, with what is said of it; null where nothing says how the request ended.</summary>
    private StaffAction? ActionOf(Meaning meaning, StaffRow seen, IncomingUpdate update, Caller caller)
    {
        var (step, note) = (meaning.Steps[0], meaning.Steps.Count == 1 ? UpdateWords.Of(update) : null);
        return step != Lifecycle.Close ? new(step, Note: note) { WaitingFor = step == Lifecycle.Wait ? WaitsFor(update) : null }
            : outcomes.Of(caller.OwnDepartment!, seen.ServiceType, update) is not { } outcome ? null
            : new(step, outcome, note)
            {
                Facts = new()
                {
                    VisitedAt = update.VisitedAt is { } at ? Clock.Truncated(at) : null,
                    DuplicateOf = update.DuplicateOf,
                    Reason = update.Reason,
                    ReferredTo = update.ReferredTo,
                },
            };
    }

    private static string? WaitsFor(IncomingUpdate update) => WaitingFor.All.Contains(update.Code) ? update.Code : null;
}
