using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Disputes;
using Connect311.Api.Triage.Remarks;
using Connect311.Routing.Documents;

namespace Connect311.Api.Open311.Updates;

/// <summary>
/// Takes what a resident has to add, by the app: for staff alone, and without a change whatever its status says. Who disputes how a request
/// was closed shows that it is their own.
/// </summary>
internal sealed class ResidentUpdates(UpdateStore store, StaffStore requests, RemarkDesk remarks, DisputeDesk disputes, ReporterKeys reporterKeys)
{
    /// <summary>Stands for the department of what no department said.</summary>
    private const string Nobody = "";

    /// <summary>How often somebody else may come first; each time the request is looked at anew.</summary>
    private const int Tries = 10;

    /// <param name="reporterKey">That of the form; the header says the same.</param>
    /// <returns>Null when it is taken, now or before.</returns>
    public async Task<ProblemResult?> TakeAsync(StaffRow seen, IncomingUpdate update, Caller app, string? reporterKey, HttpContext context)
    {
        var key = reporterKey ?? context.Request.Headers[ReporterKeys.Header].ToString();
        var isOwn = key.Length > 0 && reporterKeys.Fits(update.Number, key);
        if (!isOwn && seen.Visibility == CatalogWords.Confidential)
        {
            return new(ProblemCode.NotFound);
        }

        if (key.Length > 0 && !isOwn)
        {
            return new(ProblemCode.CredentialRefused);
        }

        if (UpdateWords.Of(update) is not { } words)
        {
            return new(ProblemCode.ValidationFailed, [new Fault($"/{UpdateNames.Description}", FaultCodes.Required)]);
        }

        // The same id of another app is another update.
        var own = update with { Id = $"{app.Id}\n{update.Id}" };
        return isOwn && update.Status == ExtendedStatus.Reopen && seen.Status == RequestStatus.Closed
            ? await disputes.DisputeAsync(update.Number, DisputeReason.Other, words, context.RequestAborted)
            : await CommentAsync(own, words, isOwn ? Actors.Resident : app.Id, context.RequestAborted);
    }

    private async Task<ProblemResult?> CommentAsync(IncomingUpdate update, string words, string actor, CancellationToken cancellationToken)
    {
        for (var left = Tries; left > 0; left--)
        {
            if (await store.FindAsync(Nobody, update, cancellationToken) is not null)
            {
                return null;
            }

            if (await requests.FindAsync(update.Number, cancellationToken) is not { IsGone: false } seen)
            {
                return new(ProblemCode.NotFound);
            }

            var change = remarks.Plan(seen, EventKind.Commented, words, actor);
            if (await store.CommitAsync(change, store.ToTake(Nobody, update, UpdateResult.Noted), cancellationToken))
            {
                return null;
            }
        }

        return new(ProblemCode.Busy) { RetryAfter = 1 };
    }
}
