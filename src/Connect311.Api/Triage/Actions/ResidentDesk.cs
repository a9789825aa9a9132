using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage.Actions;

/// <summary>Whether a step is taken, beside what the <see cref="Lifecycle"/> says.</summary>
internal enum StepGate
{
    Pass,
    Refuse,

    /// <summary>It was taken before.</summary>
    Done,
}

/// <summary>What whoever reported it does with a request. These are commands without a version, which may come twice.</summary>
internal sealed class ResidentDesk(StaffStore store, CurrentCity city, TimeProvider time)
{
    /// <summary>How often somebody else may come first; each time the request is looked at anew.</summary>
    private const int Tries = 10;

    /// <summary>Takes a report back; one that was taken back already stays so.</summary>
    /// <param name="number">A request of the caller's own.</param>
    /// <returns>Null when it is done.</returns>
    public Task<ProblemResult?> WithdrawAsync(TrackingNumber number, string? reason, CancellationToken cancellationToken) => ActAsync(
        number,
        new(Lifecycle.Withdraw, Cancellation.Withdrawn) { Reason = reason },
        row => ValueTask.FromResult((row.Status, row.Outcome) == (RequestStatus.Cancelled, Cancellation.Withdrawn) ? StepGate.Done : StepGate.Pass),
        cancellationToken);

    /// <summary>Takes a step for the resident, or for the program.</summary>
    /// <param name="gate">Asked of each version of the request that is looked at.</param>
    /// <returns>Null when it is done.</returns>
    public async Task<ProblemResult?> ActAsync(
        TrackingNumber number, StaffAction action, Func<StaffRow, ValueTask<StepGate>> gate, CancellationToken cancellationToken)
    {
        var by = Lifecycle.Of(action.Action).By[0];
        for (var left = Tries; left > 0; left--)
        {
            var seen = await store.FindAsync(number, cancellationToken);
            if (seen is null || seen.IsGone)
            {
                return new(ProblemCode.NotFound);
            }

            var opening = await gate(seen);
            if (opening == StepGate.Done)
            {
                return null;
            }

            if (opening == StepGate.Refuse || Lifecycle.Next(action.Action, seen.Status) is null)
            {
                return Refused.Transition(seen.Status, by);
            }

            var (at, catalog) = (time.NowAfter(seen.UpdatedAt), city.Value.Catalog);
            var clocks = StaffClocks.OfStatus(seen, Lifecycle.Of(action.Action).To, at, catalog);
            var step = Step.Of(seen, action, by, at, clocks) with
            {
                IsForwarded = catalog.Departments.GetValueOrDefault(seen.Department) is { IsExternal: true },
            };
            if (await store.ChangeAsync(seen, step, cancellationToken))
            {
                return null;
            }
        }

        return new(ProblemCode.Busy) { RetryAfter = 1 };
    }
}

internal static class Refused
{
    /// <summary>The request is in a status that does not allow it; what does go is named.</summary>
    /// <param name="by">Who asked: a <see cref="Staff.Role"/> or one of <see cref="Actors"/>.</param>
    public static ProblemResult Transition(string status, string by) =>
        new(ProblemCode.TransitionNotAllowed, new { currentStatus = status, allowed = Lifecycle.Allowed(status, by) });
}
