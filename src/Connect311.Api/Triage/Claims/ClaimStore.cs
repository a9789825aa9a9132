using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage.Actions;

namespace Connect311.Api.Triage.Claims;

/// <summary>Who takes a request in hand, by whose will, and for how long.</summary>
/// <param name="Actor">Whoever calls, by id; kept erasable.</param>
/// <param name="Assignee">Whose it is then, by id; kept erasable.</param>
internal sealed record Taking(string Actor, string Assignee, TimeSpan Length)
{
    /// <summary>A claim never takes from another; an assignment does.</summary>
    public bool IsAssigned { get; init; }
}

/// <summary>Keeps who has which request in hand: the row, and the event that says so, in one transaction.</summary>
internal sealed class ClaimStore(Database database, StaffStore staff, LeaseClock clock, TimeProvider time)
{
    /// <summary>How many of the next requests a taker draws from.</summary>
    private const int Candidates = 64;

    private readonly ClaimSql _sql = ClaimSql.For(database.Engine);

    private int ClockOffset => (int)clock.Offset.TotalMilliseconds;

    public Task<ClaimRow?> FindAsync(TrackingNumber number, CancellationToken cancellationToken) =>
        database.FindAsync<ClaimRow>(_sql.Find, new ClaimSql.FindParameters(number.Id, ClockOffset), cancellationToken);

    /// <summary>Takes the next request of a queue that nobody has in hand.</summary>
    /// <returns>Its id, and the hash of the event; null only after a read that found none.</returns>
    public async Task<(long Id, string Hash)?> TakeNextAsync(
        QueueFilter filter, string taker, TimeSpan length, CancellationToken cancellationToken)
    {
        // A turn that fails means that another taker's succeeded.
        for (var turn = 0; ; turn++)
        {
            var free = await CandidatesAsync(filter, cancellationToken);
            if (free.Count == 0)
            {
                return null;
            }

            var seen = free[Random.Shared.Next(Math.Min(free.Count, WidthOf(turn)))];
            if (await TakeAsync(seen, new(taker, taker, length), cancellationToken) is { } hash)
            {
                return (seen.Id, hash);
            }
        }
    }

    /// <summary>The first requests of a queue that nobody has in hand; none where the queue is empty.</summary>
    private Task<List<ClaimRow>> CandidatesAsync(QueueFilter filter, CancellationToken cancellationToken) =>
        database.QueryAsync<ClaimRow>(
            _sql.Candidates,
            new ClaimSql.CandidateParameters
            {
                Department = filter.Department,
                Queue = filter.Queue,
                ServiceType = filter.ServiceType,
                AreaPattern = filter.Area is { } area ? AreaList.Pattern(area) : null,
                WithConfidential = filter.WithConfidential,
                Take = Candidates,
                ClockOffset = ClockOffset,
            },
            cancellationToken);

    /// <summary>Gives a request that was read to somebody.</summary>
    /// <returns>The hash of the event; null when somebody else was first, and nothing was written.</returns>
    public Task<string?> TakeAsync(ClaimRow seen, Taking taking, CancellationToken cancellationToken) =>
        CommitAsync(PlanTaking(seen, taking), cancellationToken);

    /// <summary>Gives a request that was read to somebody.</summary>
    public PlannedChange PlanTaking(ClaimRow seen, Taking taking)
    {
        var token = (seen.ClaimToken ?? 0) + 1;
        var next = Next(
            seen,
            taking.IsAssigned ? EventKind.AssignedTo : EventKind.Claimed,
            token,
            taking.IsAssigned ? new() { ["actor"] = taking.Actor, ["assignee"] = taking.Assignee } : new() { ["actor"] = taking.Actor });
        var write = new Write()
            .Change(_sql.Take, new ClaimSql.TakeParameters
            {
                Id = seen.Id,
                Version = seen.Version,
                PreviousHash = seen.HeadHash,
                HeadHash = next.Hash,
                At = next.At,
                Department = seen.Department,
                Assignee = taking.Assignee,
                Token = token,
                IsAssigned = taking.IsAssigned,
                Milliseconds = (int)taking.Length.TotalMilliseconds,
                ClockOffset = ClockOffset,
            });
        return new(seen.Id, write, next);
    }

    /// <inheritdoc cref="PlanRenewal"/>
    /// <returns>False when it expired meanwhile, or somebody else has it.</returns>
    public Task<bool> RenewAsync(ClaimRow held, TimeSpan length, CancellationToken cancellationToken) =>
        staff.CommitAsync(PlanRenewal(held, length), cancellationToken);

    /// <summary>Lets the holder have it for longer; no event, since nothing changes hands.</summary>
    public PlannedChange PlanRenewal(ClaimRow held, TimeSpan length) => new(
        held.Id,
        new Write().Change(_sql.Renew, new ClaimSql.RenewParameters(
            held.Id, held.Assignee!, held.ClaimToken!.Value, (int)length.TotalMilliseconds, ClockOffset)),
        Event: null);

    /// <inheritdoc cref="PlanRelease"/>
    /// <inheritdoc cref="TakeAsync" path="/returns"/>
    public Task<string?> ReleaseAsync(ClaimRow held, string actor, CancellationToken cancellationToken) =>
        CommitAsync(PlanRelease(held, actor), cancellationToken);

    /// <summary>Takes it out of its holder's hands.</summary>
    public PlannedChange PlanRelease(ClaimRow held, string actor)
    {
        var next = Next(held, EventKind.ClaimReleased, held.ClaimToken!.Value, new() { ["actor"] = actor });
        var write = new Write()
            .Change(_sql.Release, new ClaimSql.ReleaseParameters(
                held.Id, held.Version, held.HeadHash, next.Hash, next.At, held.Assignee!, held.ClaimToken.Value));
        return new(held.Id, write, next);
    }

    /// <summary>What each person has in hand of a department's requests, in no order.</summary>
    public Task<List<WorkloadRow>> WorkloadAsync(string department, bool withConfidential, CancellationToken cancellationToken) =>
        database.QueryAsync<WorkloadRow>(
            _sql.Workload, new ClaimSql.WorkloadParameters(department, withConfidential, time.Now(), ClockOffset), cancellationToken);

    /// <summary>
    /// A taker who is alone gets the very next one. Whoever came second draws among ever more, so that many takers at once
    /// soon part.
    /// </summary>
    private static int WidthOf(int turn) => turn < 3 ? 1 << (2 * turn) : Candidates;

    private async Task<string?> CommitAsync(PlannedChange change, CancellationToken cancellationToken) =>
        await staff.CommitAsync(change, cancellationToken) ? change.Event!.Hash : null;

    private EventRow Next(ClaimRow seen, string kind, long token, Dictionary<string, string> details) => EventChain.Append(
        seen.Id,
        seen.EventCount + 1,
        seen.HeadHash,
        new(kind, time.NowAfter(seen.UpdatedAt), NewEvent.Json(new ClaimData(seen.Status, seen.Department, token)), details));
}
