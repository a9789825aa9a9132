using Connect311.Api.Databases;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Triage.Marks;

/// <summary>Finds the requests whose clocks are to be looked at, and writes what is said of them with its events.</summary>
internal sealed class MarkStore(Database database)
{
    private readonly MarkSql _sql = MarkSql.For(database.Engine);
    private readonly EventSql _events = EventSql.For(database.Engine);

    /// <summary>On SQL Server a write is one command, in which a parameter has one value.</summary>
    private int PlansPerWrite => database.Engine == DatabaseEngine.Sqlite ? ClockWatch.BatchSize : 1;

    /// <summary>Those that are to be looked at by now, the longest overdue first.</summary>
    public Task<List<StaffRow>> DueAsync(DateTimeOffset now, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<StaffRow>(_sql.Due, new MarkSql.DueParameters(now, take), cancellationToken);

    /// <summary>
    /// Writes plans, many in one transaction. One that somebody else made outdated is left out, and found again by the next look.
    /// </summary>
    /// <returns>How many requests were marked.</returns>
    public async Task<int> WriteAsync(IReadOnlyList<MarkPlan> plans, Lease lease, CancellationToken cancellationToken)
    {
        var marked = 0;
        foreach (var batch in plans.OrderBy(plan => plan.Seen.Id).Chunk(PlansPerWrite))
        {
            marked += await TryAsync(batch, lease, cancellationToken) ? Marks(batch)
                : batch.Length == 1 ? 0
                : await WriteSinglyAsync(batch, lease, cancellationToken);
        }

        return marked;
    }

    private static int Marks(MarkPlan[] plans) => plans.Count(plan => plan.Event is not null);

    private async Task<int> WriteSinglyAsync(MarkPlan[] plans, Lease lease, CancellationToken cancellationToken)
    {
        var marked = 0;
        foreach (var plan in plans)
        {
            marked += await TryAsync([plan], lease, cancellationToken) ? Marks([plan]) : 0;
        }

        return marked;
    }

    private Task<bool> TryAsync(MarkPlan[] plans, Lease lease, CancellationToken cancellationToken)
    {
        var write = new Write();
        var events = new List<EventRow>();
        foreach (var plan in plans)
        {
            var seen = plan.Seen;
            if (plan.Event is null)
            {
                write.Run(_sql.Move, new MarkSql.MoveParameters(seen.Id, seen.HeadHash, plan.Clocks.NextMarkAt));
                continue;
            }

            var next = EventChain.Append(seen.Id, seen.EventCount + 1, seen.HeadHash, plan.Event);
            write.Change(_sql.Mark, ParametersOf(plan, next, lease)).Set(plan.Clocks, seen.Id);
            events.Add(next);
        }

        return database.WriteAsync(events.Count == 0 ? write : write.Append(_events, events), cancellationToken);
    }

    private static MarkSql.MarkParameters ParametersOf(MarkPlan plan, EventRow next, Lease lease) => new()
    {
        Id = plan.Seen.Id,
        Version = plan.Seen.Version,
        PreviousHash = plan.Seen.HeadHash,
        HeadHash = next.Hash,
        At = next.At,
        Priority = plan.Escalation?.Priority ?? plan.Seen.Priority,
        Queue = plan.Escalation is { } escalation ? escalation.Queue : plan.Seen.Queue,
        IsEscalated = plan.Escalation?.Operator ?? plan.Seen.IsEscalated,
        LeaseName = lease.Name,
        LeaseOwner = lease.Owner,
        LeaseToken = lease.Token,
    };
}
