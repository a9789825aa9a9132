using Connect311.Api.Incidents;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>
/// What goes with a request of an incident that the rules send on. The rules are asked about each of its requests in that
/// department by itself, for each has its own place, time and channel; those that they send on go together, so that what
/// followed goes on following wherever another of them then stands in the queue, and 10,000 machines' reports stay one line.
/// Of more than one transaction takes, what stands in the queue goes first; what takes its place meanwhile goes last, and follows.
/// </summary>
/// <param name="judge">What the rules make of a request; null where they, or its staff, leave it.</param>
/// <param name="isForwarded">Whether a department works in its own system: there nothing follows, for each is sent to it.</param>
internal sealed class ReapplyCompany(
    RevisionStore store,
    IncidentStore incidents,
    ReapplyFilter filter,
    long last,
    Func<DecidedRequest, bool, Revision?> judge,
    Func<string, bool> isForwarded)
{
    private const int MostOpen = 100_000;

    /// <summary>Those that went with others before their turn came.</summary>
    private readonly HashSet<long> _gone = [];

    /// <summary>Those that followed when their incident was looked at; one of them may stand in for those that went.</summary>
    private readonly HashSet<long> _followed = [];

    public bool HasGone(long id) => _gone.Contains(id);

    /// <summary>Sends a request on, and what goes with it.</summary>
    /// <param name="sent">Hears of each that went, as it was and as it is.</param>
    /// <returns>How many went; null when somebody changed one of the first first, and nothing was written.</returns>
    public async Task<int?> SendAsync(DecidedRequest request, Action<StaffRow, StaffRow> sent, CancellationToken cancellationToken)
    {
        var incident = request.Row.IncidentId!.Value;
        var listed = await incidents.ListedAsync(incident, MostOpen, cancellationToken);
        var left = await CandidatesAsync(request, listed, cancellationToken);
        List<DecidedRequest> going = [request, .. await GoingAsync(left.Take(IncidentTurn.Most - 1), cancellationToken)];
        if (!await WriteAsync(going, listed, sent, cancellationToken))
        {
            return null;
        }

        var count = going.Count;
        for (left = [.. left.Skip(IncidentTurn.Most - 1)]; left.Count > 0; left = [.. left.Skip(IncidentTurn.Most)])
        {
            listed = await incidents.ListedAsync(incident, MostOpen, cancellationToken);
            var standing = listed.Select(row => row.Id).ToHashSet();
            left = [.. left.OrderBy(standing.Contains)];
            going = await GoingAsync(left.Take(IncidentTurn.Most), cancellationToken);

            // Those that somebody changed first have their own turn.
            count += going.Count > 0 && await WriteAsync(going, listed, sent, cancellationToken) ? going.Count : 0;
        }

        return count;
    }

    /// <summary>Whose turn is still to come, of those that are open where the request is: first what stands in the queue.</summary>
    private async Task<List<long>> CandidatesAsync(DecidedRequest request, List<StaffRow> listed, CancellationToken cancellationToken)
    {
        var followers = await incidents.FollowersAsync(request.Row.IncidentId!.Value, MostOpen, cancellationToken);
        _followed.UnionWith(followers.Select(row => row.Id));
        return
        [
            .. listed.Concat(followers)
                .Where(row => row.Id > request.Row.Id && row.Id <= last && row.Department == request.Row.Department && filter.Lets(row))
                .Select(row => row.Id),
        ];
    }

    /// <summary>Those of some requests that the rules send on.</summary>
    private async Task<List<DecidedRequest>> GoingAsync(IEnumerable<long> ids, CancellationToken cancellationToken) =>
        [.. (await store.FindOpenAsync(ids, cancellationToken)).Where(one => judge(one, false) is { IsSentOn: true })];

    /// <returns>False when somebody changed one of them first, and nothing was written.</returns>
    private async Task<bool> WriteAsync(
        List<DecidedRequest> going, List<StaffRow> listed, Action<StaffRow, StaffRow> sent, CancellationToken cancellationToken)
    {
        var ids = going.Select(one => one.Row.Id).ToHashSet();
        var places = listed.Where(row => !ids.Contains(row.Id)).Select(row => row.Department).ToHashSet();
        var revisions = new List<(StaffRow Seen, Revision Revision, bool IsForwarded)>();
        foreach (var one in going.OrderBy(one => _followed.Contains(one.Row.Id)).ThenBy(one => one.Row.Id))
        {
            var revision = Judged(one, places);
            if (revision.After.IsOpen)
            {
                places.Add(revision.After.Department);
            }

            revisions.Add((one.Row, revision, isForwarded(revision.After.Department)));
        }

        if (!await store.ReviseAsync(revisions, cancellationToken))
        {
            return false;
        }

        _gone.UnionWith(ids);
        revisions.Sort((one, other) => one.Seen.Id.CompareTo(other.Seen.Id));
        revisions.ForEach(one => sent(one.Seen, one.Revision.After));
        return true;
    }

    /// <param name="places">The departments in whose queues another request of the incident stands.</param>
    private Revision Judged(DecidedRequest one, HashSet<string> places)
    {
        var revision = judge(one, false)!;
        var department = revision.After.Department;
        return _followed.Contains(one.Row.Id) && places.Contains(department) && !isForwarded(department)
            ? judge(one with { Row = one.Row with { IsOpen = false } }, true)!
            : revision;
    }
}
