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

    private const ErasureScopes Own = ErasureScopes.Contact | ErasureScopes.OwnWords;

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

            if (seen.ForgetAskedAt is null && ((ErasureScopes)seen.ErasedScopes & Own) != Own
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

        // Whoever decides a dispute reads what the resident said.
        var isOpen = RequestStatus.IsOpen(seen.Status) || seen.DisputedAt is not null;
        var gone = (ErasureScopes)seen.ErasedScopes;
        var due = seen.LegalHoldAt is null ? (isOpen ? ErasureScopes.Contact : Own) & ~gone : ErasureScopes.None;
        var after = gone | due;
        var waiting = Own & ~after;
        var isNews = due != ErasureScopes.None || (seen.ForgetAskedAt is not null && waiting == ErasureScopes.None);
        if (isNews && !await store.EraseAsync(
            seen, due, ErasureCause.Forgotten, actor, waiting == ErasureScopes.None, time.NowAfter(seen.UpdatedAt), cancellationToken))
        {
            return null;
        }

        return new(
            after & Own, waiting, waiting == ErasureScopes.None ? null : seen.LegalHoldAt is null ? Open : LegalHold);
    }
}
