using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Incidents;

/// <summary>Takes an action on all open requests of an incident that can take it, in one transaction: all of those or none.</summary>
internal sealed class IncidentActions(IncidentDesk desk, IncidentStore store, TimeProvider time)
{
    /// <summary>How many requests one transaction takes at most; of more, those that follow go first.</summary>
    public const int MostAtOnce = 1_000;

    private const int MostOpen = 100_000;
    private const int MostResults = 1_000;
    private const int Tries = 20;

    /// <summary>Acts on the version that If-Match names.</summary>
    /// <param name="makeStep">Makes the step once the open requests are known; or the refusal.</param>
    public async Task<Results<Ok<IncidentOutcome>, ProblemResult>> ActAsync(
        string incident, Func<IReadOnlyList<StaffRow>, Task<(MemberStep? Step, ProblemResult? Refusal)>> makeStep, HttpContext context)
    {
        if (ETags.ReadIfMatch(context.Request, out var refusal) is not { } version)
        {
            return refusal!;
        }

        var results = new List<MemberResult>();
        for (var left = Tries; left > 0;)
        {
            (var seen, _, refusal) = await desk.FindAsync(incident, version, context);
            if (seen is null)
            {
                return refusal!;
            }

            var turn = await TurnAsync(seen, makeStep, context);
            if (turn.Refusal is not null)
            {
                return turn.Refusal;
            }

            if (turn.Changes.Count == 0)
            {
                return results.Exists(result => result.Done)
                    ? await OutcomeAsync(seen.Id, [.. results, .. turn.Skipped], context)
                    : new ProblemResult(ProblemCode.IncidentUnmoved, new { results = turn.Skipped.Take(MostResults) });
            }

            if (!await WriteAsync(seen, turn, context.RequestAborted))
            {
                // A machine's report may have joined, or somebody changed one of the requests: it is looked again.
                left--;
                continue;
            }

            results.AddRange(turn.Done);
            version = seen.Version + 1;
            if (turn.IsLast)
            {
                return await OutcomeAsync(seen.Id, [.. results, .. turn.Skipped], context);
            }
        }

        return new ProblemResult(ProblemCode.Busy) { RetryAfter = 1 };
    }

    private async Task<Turn> TurnAsync(
        IncidentRow seen, Func<IReadOnlyList<StaffRow>, Task<(MemberStep? Step, ProblemResult? Refusal)>> makeStep, HttpContext context)
    {
        var caller = Caller.Of(context.User);
        List<StaffRow> open =
        [
            .. await store.ListedAsync(seen.Id, MostOpen, context.RequestAborted),
            .. await store.FollowersAsync(seen.Id, MostOpen, context.RequestAborted),
        ];
        var (step, refusal) = await makeStep([.. open.Where(row => caller.ToHandle(row.Held) == Access.Allowed)]);
        if (step is null)
        {
            return new() { Refusal = refusal };
        }

        var skipped = new Dictionary<long, string>();
        foreach (var row in open)
        {
            if (caller.ToHandle(row.Held) != Access.Allowed)
            {
                skipped.Add(row.Id, SkipReason.NotYours);
            }
            else if (await step.Skip(row) is { } reason)
            {
                skipped.Add(row.Id, reason);
            }
        }

        return await TurnAsync(open, skipped, step, caller);
    }

    private async Task<Turn> TurnAsync(List<StaffRow> open, Dictionary<long, string> skipped, MemberStep step, Caller caller)
    {
        var able = open.Where(row => !skipped.ContainsKey(row.Id)).ToList();
        var isLast = able.Count <= MostAtOnce;
        var taken = isLast ? able : [.. able.Where(row => row.Follows).Take(MostAtOnce)];
        var ids = taken.Select(row => row.Id).ToHashSet();
        var places = open.Where(row => row.IsOpen && !ids.Contains(row.Id)).Select(row => row.Department).ToHashSet();
        var turn = new Turn { IsLast = isLast };
        foreach (var row in taken)
        {
            var change = await step.Make(row, places);
            turn.Changes.Add(change);
            turn.Done.Add(new(new TrackingNumber(row.Id).ToString(), true, change.Status, null));
            if (change.IsListed)
            {
                places.Add(change.Department);
            }
        }

        // What follows, and is left behind without a request in the queue of its department, takes that place.
        var now = time.Now();
        turn.Heirs.AddRange(open.Where(row => row.Follows && !ids.Contains(row.Id) && places.Add(row.Department)).Select(row => Move.List(row, now)));
        turn.Skipped.AddRange(open.Where(row => skipped.ContainsKey(row.Id) && caller.ToRead(row.Held) == Access.Allowed)
            .Select(row => new MemberResult(new TrackingNumber(row.Id).ToString(), false, row.Status, skipped[row.Id])));
        return turn;
    }

    private Task<bool> WriteAsync(IncidentRow seen, Turn turn, CancellationToken cancellationToken)
    {
        var after = seen with { UpdatedAt = time.NowAfter(seen.UpdatedAt) };
        var write = store.ToWrite(new(seen.Id, seen, after, [.. turn.Heirs.OrderBy(heir => heir.Seen.Id)]));
        var changes = turn.Changes.OrderBy(change => change.Event.RequestId).ToList();
        return store.CommitAsync(
            write.Then(Write.Together([.. changes.Select(change => change.Write)])),
            [.. changes.Select(change => change.Event), .. turn.Heirs.Select(heir => heir.Event)],
            cancellationToken);
    }

    private async Task<Results<Ok<IncidentOutcome>, ProblemResult>> OutcomeAsync(long id, List<MemberResult> results, HttpContext context)
    {
        var done = results.Count(result => result.Done);
        return TypedResults.Ok(new IncidentOutcome(await desk.ShownAsync(id, context), done, results.Count - done, [.. results.Take(MostResults)]));
    }

    /// <summary>What one transaction does.</summary>
    private sealed record Turn
    {
        public ProblemResult? Refusal { get; init; }

        /// <summary>Whether nothing that can take the step is left behind it.</summary>
        public bool IsLast { get; init; }

        public List<MemberChange> Changes { get; } = [];

        public List<MemberResult> Done { get; } = [];

        public List<MemberResult> Skipped { get; } = [];

        public List<Move> Heirs { get; } = [];
    }
}
