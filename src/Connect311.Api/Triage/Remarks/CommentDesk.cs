using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Triage.Remarks;

/// <summary>
/// Takes what whoever reported something adds to it, for staff alone. The same may come twice: a phone without an answer sends it again. Who says
/// the same later means it: it is still so.
/// </summary>
internal sealed class CommentDesk(StaffStore store, RemarkDesk remarks, TimeProvider time)
{
    /// <summary>For how long the same words are the same note.</summary>
    private static readonly TimeSpan SameNote = TimeSpan.FromHours(1);

    /// <summary>How often somebody else may come first; each time the request is looked at anew.</summary>
    private const int Tries = 10;

    /// <param name="number">A request of the caller's own, open or not.</param>
    /// <returns>Null when it is done, now or before.</returns>
    public async Task<ProblemResult?> AddAsync(TrackingNumber number, string text, CancellationToken cancellationToken)
    {
        for (var left = Tries; left > 0; left--)
        {
            if (await store.FindWithHistoryAsync(number, _ => true, cancellationToken) is not { Row.IsGone: false } found)
            {
                return new(ProblemCode.NotFound);
            }

            if (found.History.Any(line => line.Kind == EventKind.Commented && line.At > time.Now() - SameNote && EventText.Of(line.Content) == text)
                || await store.CommitAsync(remarks.Plan(found.Row, EventKind.Commented, text, Actors.Resident), cancellationToken))
            {
                return null;
            }
        }

        return new(ProblemCode.Busy) { RetryAfter = 1 };
    }
}
