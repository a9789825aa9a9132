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
        ProblemCode? because = null;
        var refusal = await residents.ActAsync(
            number,
            new StaffAction(Lifecycle.Dispute) { Text = text, Facts = new() { Reason = reason } },
            async row =>
            {
                var said = await SaidAsync(number, cancellationToken);
                if (said.LastOrDefault() is { } last && EventData.Read(last.Data).Reason == reason && EventText.Of(last.Content) == text)
                {
                    return StepGate.Done;
                }

                because = row.Status == RequestStatus.Closed ? WhyNot(row, said.Count) : null;
                return because is null ? StepGate.Pass : StepGate.Refuse;
            },
            cancellationToken);
        return refusal is not null && because is not null ? new(because) : refusal;
    }

    /// <summary>Why a closing cannot be disputed now; null where it can.</summary>
    /// <param name="disputes">How many disputes of it there were.</param>
    private ProblemCode? WhyNot(StaffRow row, int disputes) =>
        row.DisputedAt is not null || time.Now() > row.ClosedAt!.Value.AddDays(options.Value.Days) ? ProblemCode.NotDisputable
        : disputes >= options.Value.PerClosing ? ProblemCode.DisputeLimit
        : null;

    /// <summary>The disputes of the last closing, the oldest first.</summary>
    private async Task<List<StaffEventRow>> SaidAsync(TrackingNumber number, CancellationToken cancellationToken)
    {
        var history = (await store.FindWithHistoryAsync(number, _ => true, cancellationToken))?.History ?? [];
        return [.. history.Reverse()
            .TakeWhile(line => line.Kind != EventKind.Closed)
            .Where(line => line.Kind == EventKind.Disputed)
            .Reverse()];
    }
}
