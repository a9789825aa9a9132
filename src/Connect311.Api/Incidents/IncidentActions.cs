using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connect311.Api.Incidents;

/// <summary>
/// Takes an action on all open requests of an incident that can take it, in one transaction: all of those or none. Of more than
/// <see cref="IncidentTurn.Most"/>, those that follow go first, so many a transaction; where that stops, the answer says how far it came.
/// </summary>
internal sealed class IncidentActions(IncidentDesk desk, IncidentStore store, TimeProvider time)
{
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

        var run = new IncidentRun { Version = version };
        for (var left = Tries; left > 0;)
        {
            try
            {
                var (turn, ending) = await TurnAsync(incident, run, makeStep, context);
                if (turn is null)
                {
                    return ending!;
                }

                if (!await WriteAsync(turn, context.RequestAborted))
                {
                    // A machine's report may have joined, or somebody changed one of the requests: it is looked again.
                    left--;
                    continue;
                }

                run.Take(turn);
                if (run.Left == 0)
                {
                    return await OutcomeAsync(run, turn, context);
                }
            }
            catch (Exception e) when (run.Done.Count > 0 && !context.RequestAborted.IsCancellationRequested && DatabaseErrors.IsUnavailable(e))
            {
                // The answer to the last transaction may be all that was lost: which version the incident has is not known.
                return Stopped(run, new(ProblemCode.DatabaseUnavailable), version: null);
            }
        }

        return Stopped(run, new(ProblemCode.Busy) { RetryAfter = 1 }, run.Version);
    }

    /// <summary>What the next transaction is to do; or the answer, where there is nothing to be done.</summary>
    private async Task<(IncidentTurn? Turn, Results<Ok<IncidentOutcome>, ProblemResult>? Ending)> TurnAsync(
        string incident, IncidentRun run, Func<IReadOnlyList<StaffRow>, Task<(MemberStep? Step, ProblemResult? Refusal)>> makeStep, HttpContext context)
    {
        var (seen, refusal) = await desk.FindAsync(incident, run.Version, context);
        if (seen is null)
        {
            return (null, Stopped(run, refusal!, run.Version));
        }

        var caller = Caller.Of(context.User);
        List<StaffRow> open =
        [
            .. await store.ListedAsync(seen.Id, MostOpen, context.RequestAborted),
            .. await store.FollowersAsync(seen.Id, MostOpen, context.RequestAborted),
        ];
        (var step, refusal) = await makeStep([.. open.Where(row => caller.ToHandle(row.Held) == Access.Allowed)]);
        if (step is null)
        {
            return (null, Stopped(run, refusal!, run.Version));
        }

        var turn = await IncidentTurn.OfAsync(seen, open, run, step, caller, time);
        return turn.Changes.Count > 0 ? (turn, null)
            : run.Done.Count > 0 ? (null, await OutcomeAsync(run, turn, context))
            : (null, new ProblemResult(ProblemCode.IncidentUnmoved, new { results = turn.Skipped.Take(MostResults) }));
    }

    private Task<bool> WriteAsync(IncidentTurn turn, CancellationToken cancellationToken)
    {
        var after = turn.Seen with { UpdatedAt = time.NowAfter(turn.Seen.UpdatedAt) };
        var write = store.ToWrite(new(turn.Seen.Id, turn.Seen, after, [.. turn.Heirs.OrderBy(heir => heir.Seen.Id)]));
        var changes = turn.Changes.OrderBy(change => change.Event.RequestId).ToList();
        return store.CommitAsync(
            write.Then(Write.Together([.. changes.Select(change => change.Write)])),
            [.. changes.Select(change => change.Event), .. turn.Heirs.Select(heir => heir.Event)],
            cancellationToken);
    }

    /// <summary>The refusal; where some requests were reached before it, how many, and with which version the rest is.</summary>
    /// <param name="version">The incident's as the action left it; null where that is not known.</param>
    private static ProblemResult Stopped(IncidentRun run, ProblemResult refusal, int? version) => run.Done.Count == 0
        ? refusal
        : new(
            ProblemCode.IncidentPartlyDone,
            refusal.Faults,
            new
            {
                done = run.Done.Count,
                left = run.Left,
                version,
                because = refusal.Code.Code,
                results = run.Done.Take(MostResults),
            })
        { RetryAfter = refusal.RetryAfter };

    private async Task<Ok<IncidentOutcome>> OutcomeAsync(IncidentRun run, IncidentTurn last, HttpContext context) => TypedResults.Ok(new IncidentOutcome(
        await desk.ShownAsync(last.Seen.Id, context), run.Done.Count, last.Skipped.Count, [.. run.Done.Concat(last.Skipped).Take(MostResults)]));
}

/// <summary>How far an action on an incident came.</summary>
internal sealed class IncidentRun
{
    private readonly HashSet<long> _reached = [];
    private readonly HashSet<long> _listed = [];

    public List<MemberResult> Done { get; } = [];

    /// <summary>The departments of which a request was sent on that counts; see <see cref="Standing"/>.</summary>
    public HashSet<string> Counted { get; } = [];

    /// <summary>The incident's, as the caller saw it or as the action itself left it.</summary>
    public required int Version { get; set; }

    /// <summary>How many requests that could take the step, when it was looked last, are not reached.</summary>
    public int Left { get; private set; }

    public bool HasReached(StaffRow row) => _reached.Contains(row.Id);

    /// <summary>Whether it followed, and stands in the queue only because the action sent on what stood there.</summary>
    public bool HasListed(StaffRow row) => _listed.Contains(row.Id);

    public void Take(IncidentTurn turn)
    {
        Done.AddRange(turn.Done);
        Counted.UnionWith(turn.Counted);
        _reached.UnionWith(turn.Changes.Select(change => change.Event.RequestId));
        _listed.UnionWith(turn.Heirs.Select(heir => heir.Seen.Id));
        (Version, Left) = (turn.Seen.Version + 1, turn.Left);
    }
}
