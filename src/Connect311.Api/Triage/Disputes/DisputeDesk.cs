using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage.Actions;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Triage.Disputes;

/// <summary>Why a resident disputes a closing.</summary>
internal static class DisputeReason
{
    public const string WrongOutcome = "wrong-outcome";
    public const string NotFixed = "not-fixed";
    public const string CameBack = "came-back";
    public const string Other = "other";

    public static readonly string[] All = [WrongOutcome, NotFixed, CameBack, Other];
}

/// <summary>Takes what residents dispute. The same may come twice: a phone without an answer sends it again.</summary>
internal sealed class DisputeDesk(StaffStore store, ResidentDesk residents, IOptions<DisputeOptions> options, TimeProvider time)
{
    /// <param name="number">A request of the caller's own.</param>
    /// <param name="reason">One of <see cref="DisputeReason.All"/>.</param>
    /// <param name="text">What is not right, in the resident's words; for staff.</param>
    /// <returns>Null when it is done, now or before.</returns>
    public async Task<ProblemResult?> DisputeAsync(TrackingNumber number, string reason, string text, CancellationToken cancellationToken)
    {
        var isTooLate = false;
        var refusal = await residents.ActAsync(
            number,
            new StaffAction(Lifecycle.Dispute) { Text = text, Facts = new() { Reason = reason } },
            async row =>
            {
                if (await IsSaidAsync(number, reason, text, cancellationToken))
                {
                    return StepGate.Done;
                }

                isTooLate = row.Status == RequestStatus.Closed && !IsDisputable(row);
                return isTooLate ? StepGate.Refuse : StepGate.Pass;
            },
            cancellationToken);
        return refusal is not null && isTooLate ? new(ProblemCode.NotDisputable) : refusal;
    }

    private bool IsDisputable(StaffRow row) => row.DisputedAt is null && time.Now() <= row.ClosedAt!.Value.AddDays(options.Value.Days);

    /// <summary>Whether the same was said last about the present closing.</summary>
    private async Task<bool> IsSaidAsync(TrackingNumber number, string reason, string text, CancellationToken cancellationToken)
    {
        var history = (await store.FindWithHistoryAsync(number, _ => true, cancellationToken))?.History ?? [];
        var said = history.LastOrDefault(line => line.Kind is EventKind.Closed or EventKind.Disputed);
        return said is { Kind: EventKind.Disputed } && EventData.Read(said.Data).Reason == reason && EventText.Of(said.Content) == text;
    }
}
