using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage;

namespace Connect311.Api.Incidents;

/// <summary>What one transaction of an action on an incident does.</summary>
/// <param name="Seen">The incident as it was read.</param>
internal sealed record IncidentTurn(IncidentRow Seen)
{
    /// <summary>
    /// How many requests one transaction takes at most. Of more, those that follow go first; but where they are sent on, what
    /// stands in the queue does, so that the others follow it, and what takes its place meanwhile goes last.
    /// </summary>
    public const int Most = 1_000;

    public List<MemberChange> Changes { get; } = [];

    public List<MemberResult> Done { get; } = [];

    /// <summary>Open requests that are left as they are, as far as the caller may see them.</summary>
    public List<MemberResult> Skipped { get; } = [];

    public List<Move> Heirs { get; } = [];

    /// <summary>See <see cref="Standing.Counted"/>.</summary>
    public required HashSet<string> Counted { get; init; }

    /// <summary>How many that can take the step are left for the next transactions.</summary>
    public int Left { get; private init; }

    /// <param name="open">All open requests: those that stand in queues, and those that follow.</param>
    /// <param name="run">What was reached before is neither taken again nor told of as left.</param>
    public static async Task<IncidentTurn> OfAsync(
        IncidentRow seen, IReadOnlyList<StaffRow> open, IncidentRun run, MemberStep step, Caller caller, TimeProvider time)
    {
        var (able, skipped) = (new List<StaffRow>(), new List<(StaffRow Row, string Reason)>());
        foreach (var row in open.Where(row => !run.HasReached(row)))
        {
            var reason = caller.ToHandle(row.Held) != Access.Allowed ? SkipReason.NotYours : await step.Skip(row);
            if (reason is null)
            {
                able.Add(row);
            }
            else
            {
                skipped.Add((row, reason));
            }
        }

        // Within a transaction, those that follow find what stands in the queue where they come to.
        List<StaffRow> taken = step.IsSentOn
            ? [.. able.OrderBy(row => run.HasListed(row) ? 2 : row.Follows ? 1 : 0).Take(Most)]
            : [.. able.OrderByDescending(row => row.Follows).Take(Most).OrderBy(row => row.Follows)];
        var turn = new IncidentTurn(seen)
        {
            Left = able.Count - taken.Count,
            Counted = [.. run.Counted, .. able.Where(row => !row.Follows).Select(row => row.Department)],
        };
        await turn.MakeAsync(open, taken, step, run, time.Now());
        turn.Skipped.AddRange(skipped.Where(one => caller.ToRead(one.Row.Held) == Access.Allowed)
            .Select(one => new MemberResult(new TrackingNumber(one.Row.Id).ToString(), false, one.Row.Status, one.Reason)));
        return turn;
    }

    private async Task MakeAsync(
        IReadOnlyList<StaffRow> open, IReadOnlyList<StaffRow> taken, MemberStep step, IncidentRun run, DateTimeOffset now)
    {
        var ids = taken.Select(row => row.Id).ToHashSet();
        var places = open.Where(row => row.IsOpen && !ids.Contains(row.Id)).Select(row => row.Department).ToHashSet();
        foreach (var row in taken)
        {
            var change = await step.Make(row, new(places, Counted, row.Follows || run.HasListed(row)));
            Changes.Add(change);
            Done.Add(new(new TrackingNumber(row.Id).ToString(), true, change.Status, null));
            Counted.Add(row.Department);
            if (change.IsListed)
            {
                places.Add(change.Department);
            }
        }

        // What follows, and is left behind without a request in the queue of its department, takes that place.
        Heirs.AddRange(open.Where(row => row.Follows && !ids.Contains(row.Id) && places.Add(row.Department)).Select(row => Move.List(row, now)));
    }
}
