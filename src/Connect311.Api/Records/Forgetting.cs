using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;

namespace Connect311.Api.Records;

/// <summary>How far a resident was forgotten.</summary>
/// <param name="Erased">What is gone.</param>
/// <param name="Waiting">What is still there.</param>
/// <param name="WaitsFor">Why: <see cref="Forgetting.LegalHold"/> or <see cref="Forgetting.Open"/>; null where nothing waits.</param>
internal sealed record Forgotten(ErasureScopes Erased, ErasureScopes Waiting, string? WaitsFor);

/// <summary>
/// Forgets whoever reported something: the contact at once, and what they said once the request has ended, for until then
/// somebody works by it. A legal hold keeps both. What waits is done by <see cref="RetentionRun"/>.
/// </summary>
internal sealed class Forgetting(RecordStore store, StaffStore requests, TimeProvider time)
{
    public const string LegalHold = "legal-hold";
    public const string Open = "open";

    /// <summary>How often somebody else may come first; each time the request is looked at anew.</summary>
    private const int Tries = 10;

    /// <summary>Notes what a resident asks for, and does what can be done now. The same may come twice.</summary>
    /// <param name="number">A request of the caller's own.</param>
    public async Task<(Forgotten? Done, ProblemResult? Refusal)> AskAsync(TrackingNumber number, string actor, CancellationToken cancellationToken)
    {
        for (var left = Tries; left > 0; left--)
        {
            if (await requests.FindAsync(number, cancellationToken) is not { } seen || seen.IsGone)
            {
                return (null, new(ProblemCode.NotFound));
            }

            if (seen.ForgetAskedAt is null && !seen.ErasedScopes.HasFlag(ErasureScope.OwnOf(seen))
                && !await store.AskToForgetAsync(seen, actor, time.NowAfter(seen.UpdatedAt), cancellationToken))
            {
                continue;
            }

            if (await EraseAsync(number, actor, cancellationToken) is { } done)
            {
                return (done, null);
            }
        }

        return (null, new(ProblemCode.Busy) { RetryAfter = 1 });
    }

    /// <summary>Erases what may be erased now.</summary>
    /// <returns>Null when somebody else came first.</returns>
    public async Task<Forgotten?> EraseAsync(TrackingNumber number, string actor, CancellationToken cancellationToken)
    {
        var seen = (await requests.FindAsync(number, cancellationToken))!;
        var due = DueOf(seen);
        if (due != ErasureScopes.None
            && !await store.EraseAsync(seen, due, ErasureCause.Forgotten, actor, time.NowAfter(seen.UpdatedAt), cancellationToken))
        {
            return null;
        }

        if (due == ErasureScopes.None && seen.ErasedScopes.HasFlag(ErasureScopes.Contact))
        {
            // It may have waited under a hold when its contact went.
            await store.ForgetHeldAsync(seen.Id, time.Now(), cancellationToken);
        }

        return Of(seen);
    }

    /// <summary>How far the resident of a request is forgotten once what may be erased now is.</summary>
    public static Forgotten Of(StaffRow seen)
    {
        var own = ErasureScope.OwnOf(seen);
        var erased = (seen.ErasedScopes | DueOf(seen)) & own;
        var waiting = own & ~erased;
        return new(erased, waiting, waiting == ErasureScopes.None ? null : seen.LegalHoldAt is null ? Open : LegalHold);
    }

    private static ErasureScopes DueOf(StaffRow seen)
    {
        // Whoever decides a dispute reads what the resident said.
        var isOpen = RequestStatus.IsOpen(seen.Status) || seen.DisputedAt is not null;
        return seen.LegalHoldAt is not null ? ErasureScopes.None
            : (isOpen ? ErasureScopes.Contact : ErasureScope.OwnOf(seen)) & ~seen.ErasedScopes;
    }
}
