using Connect311.Api.Incidents;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>
/// What goes with a request of an incident that the rules send on. The rules are asked about each of its requests in that
/// department by itself, for each has its own place, time and channel; those that they send on go in one transaction, so that what
/// followed goes on following wherever another of them then stands in the queue, and 10,000 machines' reports stay one line.
/// </summary>
/// <param name="judge">What the rules make of a request; null where they, or its staff, leave it.</param>
internal sealed class ReapplyCompany(RevisionStore store, IncidentStore incidents, ReapplyFilter filter, long last, Func<DecidedRequest, bool, Revision?> judge)
{
    private const int MostOpen = 100_000;

    /// <summary>Those that went with others before their turn came.</summary>
    private readonly HashSet<long> _gone = [];

    public bool HasGone(long id) => _gone.Contains(id);

    /// <summary>Sends a request on, and what goes with it.</summary>
    /// <param name="isForwarded">Whether a department works in its own system.</param>
    /// <returns>All that went, as it was and as it is; null when somebody changed one of them first, and nothing was written.</returns>
    public async Task<List<(StaffRow Before, StaffRow After)>?> SendAsync(DecidedRequest request, Func<string, bool> isForwarded, CancellationToken cancellationToken)
    {
        var listed = await incidents.ListedAsync(request.Row.IncidentId!.Value, MostOpen, cancellationToken);
        var going = await GoingAsync(request, listed, cancellationToken);
        var ids = going.Select(one => one.Row.Id).ToHashSet();
        var places = listed.Where(row => !ids.Contains(row.Id)).Select(row => row.Department).ToHashSet();
        var revisions = new List<(StaffRow Seen, Revision Revision, bool IsForwarded)>();
        foreach (var one in going.OrderBy(one => one.Row.Follows).ThenBy(one => one.Row.Id))
        {
            var revision = judge(one, false)!;
            if (one.Row.Follows && places.Contains(revision.After.Department))
            {
                revision = judge(one, true)!;
            }

            if (revision.After.IsOpen)
            {
                places.Add(revision.After.Department);
            }

            revisions.Add((one.Row, revision, isForwarded(revision.After.Department)));
        }

        if (!await store.ReviseAsync(revisions, cancellationToken))
        {
            return null;
        }

        _gone.UnionWith(ids);
        return [.. revisions.Select(one => (one.Seen, one.Revision.After)).OrderBy(one => one.Seen.Id)];
    }

    /// <summary>The request, and those whose turn is still to come that go on too; as many as one transaction takes.</summary>
    private async Task<List<DecidedRequest>> GoingAsync(DecidedRequest request, List<StaffRow> listed, CancellationToken cancellationToken)
    {
        var going = new List<DecidedRequest> { request };
        var followers = await incidents.FollowersAsync(request.Row.IncidentId!.Value, MostOpen, cancellationToken);
        foreach (var row in listed.Concat(followers).Where(row => row.Id > request.Row.Id && row.Id <= last && row.Department == request.Row.Department && filter.Lets(row)))
        {
            if (going.Count < IncidentTurn.Most
                && await store.FindAsync(new(row.Id), cancellationToken) is { } one && RequestStatus.IsOpen(one.Row.Status)
                && judge(one, false) is { IsSentOn: true })
            {
                going.Add(one);
            }
        }

        return going;
    }
}
