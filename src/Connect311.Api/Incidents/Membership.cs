using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;

namespace Connect311.Api.Incidents;

/// <summary>Joins requests to incidents and takes them out again. Each answers false where somebody else was first, and nothing was written.</summary>
internal sealed class Membership(IncidentStore store)
{
    /// <summary>More requests that stand in queues than any incident of ours has.</summary>
    public const int MostListed = 1_000;

    /// <summary>Begins an incident with requests that are in none.</summary>
    /// <returns>Its number; null where somebody else was first, and one of them is in one by now.</returns>
    public async Task<long?> BeginAsync(IReadOnlyList<StaffRow> requests, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (requests.Any(row => row.IncidentId is not null))
        {
            return null;
        }

        var gate = await store.GateAsync(cancellationToken);
        var id = gate.LastId + 1;
        var begun = new IncidentRow
        {
            Id = id,
            ServiceType = requests[0].ServiceType,
            CreatedAt = now,
            UpdatedAt = now,
            LastReportAt = now,
            ReportCount = 0,
            ReporterCount = 0,
            ChangeCount = 0,
            Version = 1,
        };
        var moves = Joining(id, requests, [], actor, now);
        var after = await CountedAsync(begun, null, moves, now, cancellationToken) with { LastReportAt = requests.Max(row => row.ReceivedAt) };
        var plan = new IncidentPlan(id, null, after, moves) { Gate = gate, Changes = ChangesOf(moves, ChangeKind.Joined) };
        return await store.WriteAsync(plan, cancellationToken) ? id : null;
    }

    /// <param name="requests">They are in no incident.</param>
    public async Task<bool> JoinAsync(
        IncidentRow seen, IReadOnlyList<StaffRow> requests, string actor, DateTimeOffset now, CancellationToken cancellationToken) =>
        requests.All(row => row.IncidentId is null)
        && await WriteAsync(seen, await JoiningAsync(seen, requests, actor, now, cancellationToken), ChangeKind.Joined, now, cancellationToken);

    /// <param name="requests">They are in this incident.</param>
    public async Task<bool> SplitAsync(
        IncidentRow seen, IReadOnlyList<StaffRow> requests, string actor, DateTimeOffset now, CancellationToken cancellationToken) =>
        requests.All(row => row.IncidentId == seen.Id)
        && await WriteAsync(seen, await LeavingAsync(seen, requests, actor, now, cancellationToken), ChangeKind.Left, now, cancellationToken);

    /// <summary>
    /// Of the requests of a change those that its undoing moves: who joined and is still there leaves, who left and is in no other
    /// incident joins again. What became confidential or was erased meanwhile is in none for good.
    /// </summary>
    public static List<StaffRow> MovingBack(IncidentRow seen, IReadOnlyList<ChangeRow> change, IEnumerable<StaffRow> requests) =>
        [.. IsJoined(change)
            ? requests.Where(row => row.IncidentId == seen.Id)
            : requests.Where(row => row.IncidentId is null && row.Visibility != CatalogWords.Confidential)];

    /// <summary>Whether it joined requests, so that undoing it splits them.</summary>
    public static bool IsJoined(IReadOnlyList<ChangeRow> change) => change[0].Kind == ChangeKind.Joined;

    /// <summary>Takes back what staff did last, as far as it still stands.</summary>
    /// <param name="change">What is taken back.</param>
    /// <param name="requests">Its requests, as they are now.</param>
    public async Task<bool> UndoAsync(
        IncidentRow seen, IReadOnlyList<ChangeRow> change, IReadOnlyList<StaffRow> requests, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var moving = MovingBack(seen, change, requests);
        var moves = IsJoined(change)
            ? await LeavingAsync(seen, moving, actor, now, cancellationToken)
            : await JoiningAsync(seen, moving, actor, now, cancellationToken);
        var after = await CountedAsync(seen, seen.Id, moves, now, cancellationToken);
        return await store.WriteAsync(new(seen.Id, seen, after, moves) { Undone = change[0].Number }, cancellationToken);
    }

    private async Task<bool> WriteAsync(
        IncidentRow seen, List<Move> moves, string kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var after = await CountedAsync(seen, seen.Id, moves, now, cancellationToken) with { ChangeCount = seen.ChangeCount + 1 };
        return await store.WriteAsync(new(seen.Id, seen, after, moves) { Changes = ChangesOf(moves, kind) }, cancellationToken);
    }

    private async Task<List<Move>> JoiningAsync(
        IncidentRow seen, IReadOnlyList<StaffRow> requests, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var listed = await store.ListedAsync(seen.Id, MostListed, cancellationToken);
        return Joining(seen.Id, requests, listed.Select(row => row.Department), actor, now);
    }

    /// <summary>What a machine sent follows, where another request stands in the queue of its department.</summary>
    private static List<Move> Joining(
        long id, IReadOnlyList<StaffRow> requests, IEnumerable<string> listed, string actor, DateTimeOffset now)
    {
        var places = listed.ToHashSet();
        var moves = new List<Move>();
        foreach (var row in requests.OrderBy(MayFollow).ThenBy(row => row.Id))
        {
            var follows = MayFollow(row) && places.Contains(row.Department);
            if (row.IsOpen && !follows)
            {
                places.Add(row.Department);
            }

            moves.Add(Move.Join(row, id, follows, actor, now));
        }

        return [.. moves.OrderBy(move => move.Seen.Id)];
    }

    private static bool MayFollow(StaffRow row) =>
        row.Channel == Channel.Sensor && row.IsOpen && row.Status != RequestStatus.Submitted && !row.IsDanger && row.Assignee is null;

    private async Task<List<Move>> LeavingAsync(
        IncidentRow seen, IReadOnlyList<StaffRow> requests, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var moves = requests.Select(row => Move.Leave(row, actor, now)).ToList();
        var ids = requests.Select(row => row.Id).ToList();
        foreach (var department in requests.Where(row => row.IsOpen).Select(row => row.Department).Distinct())
        {
            if (await store.HeirAsync(seen.Id, department, ids, cancellationToken) is { } heir)
            {
                moves.Add(Move.List(heir, now));
            }
        }

        return [.. moves.OrderBy(move => move.Seen.Id)];
    }

    private async Task<IncidentRow> CountedAsync(
        IncidentRow seen, long? counted, List<Move> moves, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var joined = moves.Where(move => move.Seen.IncidentId is null && move.IncidentId is not null).ToList();
        var left = moves.Where(move => move.IncidentId is null).Select(move => move.Seen.Id).ToList();
        return seen with
        {
            UpdatedAt = now > seen.UpdatedAt ? now : seen.UpdatedAt,
            LastReportAt = joined.Select(move => move.Seen.ReceivedAt).Append(seen.LastReportAt).Max(),
            ReportCount = seen.ReportCount + joined.Count - left.Count,
            ReporterCount = await store.CountReportersAsync(counted, seen.ReporterCount, left, joined.Select(move => move.Seen.Id), cancellationToken),
        };
    }

    private static List<(long RequestId, string Kind)> ChangesOf(IEnumerable<Move> moves, string kind) =>
        [.. moves.Where(move => move.Seen.IncidentId is null != move.IncidentId is null).Select(move => (move.Seen.Id, kind))];
}
