using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage.Actions;

namespace Connect311.Api.Triage.Clarifications;

/// <summary>What staff asked the resident, as it stands now.</summary>
/// <param name="Text">What they asked; null once erased.</param>
/// <param name="AskedAt">When.</param>
/// <param name="AnswerUntil">Until when it may be answered.</param>
internal sealed record Clarification(string? Text, DateTimeOffset AskedAt, DateTimeOffset AnswerUntil);

/// <summary>Takes what residents answer. The same may come twice: a phone without an answer sends it again.</summary>
internal sealed class ClarificationDesk(StaffStore store, ResidentDesk residents, TimeProvider time)
{
    /// <summary>What is asked of a request; null where nothing is, any more.</summary>
    /// <param name="eventNumber">The event with which it must have been asked; null for whichever is open.</param>
    public async Task<(Clarification Asked, StaffRow Row)?> FindAsync(TrackingNumber number, int? eventNumber, CancellationToken cancellationToken)
    {
        if (await store.FindWithHistoryAsync(number, _ => true, cancellationToken) is not { } found || !IsOpen(found.Row))
        {
            return null;
        }

        var asked = found.History.Last(line => line.Kind == EventKind.ClarificationAsked);
        return eventNumber is null || asked.Number == eventNumber
            ? (new(EventText.Of(asked.Content), asked.At, found.Row.AnswerUntil!.Value), found.Row)
            : null;
    }

    /// <summary>Hands the answer to staff, and lets the work go on.</summary>
    /// <param name="eventNumber">The event with which it must have been asked; null for whichever is open.</param>
    /// <returns>Null when it is done, now or before.</returns>
    public async Task<ProblemResult?> AnswerAsync(TrackingNumber number, int? eventNumber, string text, CancellationToken cancellationToken)
    {
        if (await IsAnsweredAsync(number, eventNumber, text, cancellationToken))
        {
            return null;
        }

        var isOther = false;
        var refusal = await residents.ActAsync(
            number,
            new StaffAction(Lifecycle.Answer) { Text = text },
            async row => (isOther = !IsOpen(row) || await FindAsync(number, eventNumber, cancellationToken) is null) ? StepGate.Refuse : StepGate.Pass,
            cancellationToken);
        return refusal is not null && isOther && await IsAnsweredAsync(number, eventNumber, text, cancellationToken) ? null : refusal;
    }

    private bool IsOpen(StaffRow row) =>
        row is { Status: RequestStatus.Waiting, WaitingFor: WaitingFor.Resident, AnswerUntil: { } until } && until > time.Now();

    private async Task<bool> IsAnsweredAsync(TrackingNumber number, int? eventNumber, string text, CancellationToken cancellationToken)
    {
        var history = (await store.FindWithHistoryAsync(number, _ => true, cancellationToken))?.History ?? [];
        var asked = history.LastOrDefault(line => line.Kind == EventKind.ClarificationAsked && (eventNumber is null || line.Number == eventNumber));
        var answered = history.FirstOrDefault(line => line.Kind == EventKind.ClarificationAnswered && line.Number > asked?.Number);
        return answered is not null && EventText.Of(answered.Content) == text;
    }
}
