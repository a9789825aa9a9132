using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Triage.Surveys;

/// <summary>Takes what residents say of how their reports were closed. The same may come twice, and something else as long as it may be said.</summary>
internal sealed class SurveyDesk(SurveyStore store, IOptions<SurveyOptions> options, TimeProvider time)
{
    /// <summary>Keeps an answer about the closing that stands.</summary>
    /// <param name="number">A request of the caller's own.</param>
    /// <param name="score">1 to 5.</param>
    /// <returns>Until when it may be said otherwise; null where nothing can be said now.</returns>
    public async Task<DateTimeOffset?> AnswerAsync(TrackingNumber number, int score, string? comment, CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (await store.FindAsync(number, cancellationToken) is not { } closing || closing.At.AddDays(options.Value.Days) is var until && now > until)
        {
            return null;
        }

        return await store.AnswerAsync(number, closing.EventNumber, (score, comment), now, cancellationToken) ? until : null;
    }
}
