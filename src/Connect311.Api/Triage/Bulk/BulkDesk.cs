using Connect311.Api.Http;
using Connect311.Api.Triage.Actions;

namespace Connect311.Api.Triage.Bulk;

/// <summary>
/// Does one action to many requests. Each is planned as its own route would plan it; here is decided only what is written
/// together.
/// </summary>
internal sealed class BulkDesk(StaffStore store)
{
    /// <summary>A writer that comes meanwhile waits for no more than so many.</summary>
    private const int PerTransaction = 100;

    /// <summary>How often somebody else may come first; each time all are looked at anew.</summary>
    private const int Tries = 5;

    /// <summary>Does it to each request that allows it, some in a transaction.</summary>
    /// <returns>What became of each item, in the order of their numbers.</returns>
    public async Task<List<BulkOutcome>> DoWhatGoesAsync(
        IReadOnlyList<Sighting> items, Func<Sighting, CancellationToken, Task<Plan>> planning, CancellationToken cancellationToken)
    {
        var outcomes = new List<BulkOutcome>(items.Count);
        foreach (var some in items.OrderBy(item => item.Number.Id).Chunk(PerTransaction))
        {
            outcomes.AddRange(await DoSomeAsync(await PlanAsync(some, planning, cancellationToken), cancellationToken));
        }

        return outcomes;
    }

    /// <summary>Does it to all requests in one transaction, or to none.</summary>
    /// <returns>What became of each item; null where others were always first.</returns>
    public async Task<List<BulkOutcome>?> DoAllAsync(
        IReadOnlyList<Sighting> items, Func<Sighting, CancellationToken, Task<Plan>> planning, CancellationToken cancellationToken)
    {
        for (var left = Tries; left > 0; left--)
        {
            var plans = await PlanAsync(items, planning, cancellationToken);
            if (plans.Exists(plan => plan.Plan.Refusal is not null))
            {
                return plans.ConvertAll(plan => plan.Plan.Refusal is { } refusal ? BulkOutcome.Refused(plan.Item, refusal) : BulkOutcome.NotAttempted(plan.Item));
            }

            if (await TryAsync(plans, cancellationToken))
            {
                return plans.ConvertAll(Done);
            }
        }

        return null;
    }

    private static async Task<List<(Sighting Item, Plan Plan)>> PlanAsync(
        IEnumerable<Sighting> items, Func<Sighting, CancellationToken, Task<Plan>> planning, CancellationToken cancellationToken)
    {
        var plans = new List<(Sighting, Plan)>();
        foreach (var item in items)
        {
            plans.Add((item, await planning(item, cancellationToken)));
        }

        return plans;
    }

    private async Task<List<BulkOutcome>> DoSomeAsync(List<(Sighting Item, Plan Plan)> plans, CancellationToken cancellationToken)
    {
        if (await TryAsync(plans.FindAll(plan => plan.Plan.Refusal is null), cancellationToken))
        {
            return plans.ConvertAll(plan => plan.Plan.Refusal is { } refusal ? BulkOutcome.Refused(plan.Item, refusal) : Done(plan));
        }

        // Somebody was first with one of them.
        var outcomes = new List<BulkOutcome>(plans.Count);
        foreach (var plan in plans)
        {
            var refusal = plan.Plan.Refusal ?? (await TryAsync([plan], cancellationToken) ? null : new(ProblemCode.VersionMismatch));
            outcomes.Add(refusal is null ? Done(plan) : BulkOutcome.Refused(plan.Item, refusal));
        }

        return outcomes;
    }

    private async Task<bool> TryAsync(List<(Sighting Item, Plan Plan)> plans, CancellationToken cancellationToken)
    {
        var changes = plans.Select(plan => plan.Plan.Change).OfType<PlannedChange>().ToList();
        return changes.Count == 0 || await store.CommitAsync(changes, cancellationToken);
    }

    /// <summary>Whatever is told of in the history is a new version.</summary>
    private static BulkOutcome Done((Sighting Item, Plan Plan) one) =>
        BulkOutcome.Done(one.Item, one.Item.Version + (one.Plan.Change?.Event is null ? 0 : 1));
}

/// <summary>What became of one request.</summary>
/// <param name="Version">The version that it has then; null where it was not changed.</param>
/// <param name="Refusal">Why it refuses; null where it does not.</param>
internal sealed record BulkOutcome(Sighting Item, int? Version, ProblemResult? Refusal)
{
    public static BulkOutcome Done(Sighting item, int version) => new(item, version, null);

    public static BulkOutcome Refused(Sighting item, ProblemResult refusal) => new(item, null, refusal);

    /// <summary>It allows it, and others do not.</summary>
    public static BulkOutcome NotAttempted(Sighting item) => new(item, null, null);
}
