using Connect311.Api.Databases;
using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Dapper;

namespace Connect311.Api.Devices.Links;

/// <summary>Keeps which reports are on which device, and reads what became of them.</summary>
internal sealed class LinkStore(Database database)
{
    /// <summary>How often somebody else may come first.</summary>
    private const int Tries = 10;

    private readonly LinkSql _sql = LinkSql.For(database.Engine);
    private readonly EventSql _events = EventSql.For(database.Engine);

    /// <summary>Adds a report to a device as its own; one that is so already stays.</summary>
    /// <param name="evenRemoved">Whether one that was removed from it comes back.</param>
    /// <returns>False when the device is revoked, or too many came first.</returns>
    public Task<bool> AddAsync(string device, TrackingNumber number, bool evenRemoved, CancellationToken cancellationToken) => SetAsync(
        new(device, number.Id, IsLinked: true, Follows: false),
        seen => seen is { IsLinked: true, Follows: false } || (seen is not null && !evenRemoved),
        cancellationToken);

    /// <summary>Has a device follow a report; one that is on it already, also as its own, stays so.</summary>
    /// <returns>False when the device is revoked, or too many came first.</returns>
    public Task<bool> FollowAsync(string device, TrackingNumber number, CancellationToken cancellationToken) =>
        SetAsync(new(device, number.Id, IsLinked: true, Follows: true), seen => seen is { IsLinked: true }, cancellationToken);

    /// <summary>Has a device follow a report no more; one that it does not follow stays as it is, also its own.</summary>
    /// <inheritdoc cref="RemoveAsync" path="/returns"/>
    public Task<bool> UnfollowAsync(string device, TrackingNumber number, CancellationToken cancellationToken) =>
        SetAsync(new(device, number.Id, IsLinked: false, Follows: false), seen => seen is not { IsLinked: true, Follows: true }, cancellationToken);

    /// <summary>Removes a report from a device; one that is not on it stays so. The report itself stays.</summary>
    /// <returns>False when the device is revoked, or too many came first.</returns>
    public Task<bool> RemoveAsync(string device, TrackingNumber number, CancellationToken cancellationToken) =>
        SetAsync(new(device, number.Id, IsLinked: false, Follows: false), seen => seen is not { IsLinked: true }, cancellationToken);

    /// <summary>Whether a report is on a device as its own.</summary>
    public async Task<bool> OwnsAsync(string device, TrackingNumber number, CancellationToken cancellationToken) =>
        await database.FindAsync<LinkState>(_sql.Find, new LinkSql.KeyParameters(device, number.Id), cancellationToken)
            is { IsLinked: true, Follows: false };

    /// <summary>The reports on a device, in the order of their numbers.</summary>
    /// <param name="after">The id behind which the page begins.</param>
    /// <param name="take">How many are looked at; removed ones among them are left out.</param>
    public async Task<List<LinkState>> ListAsync(string device, long after, int take, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync<LinkState>(_sql.Listed, new LinkSql.ListedParameters(device, after, take), cancellationToken);
        while (found.Count > 0 && !found.Exists(link => link.IsLinked))
        {
            found = await database.QueryAsync<LinkState>(_sql.Listed, new LinkSql.ListedParameters(device, found[^1].RequestId, take), cancellationToken);
        }

        return [.. found.Where(link => link.IsLinked)];
    }

    /// <summary>Steps after which every phone that has a report is told of it again: something of it changed, and no event says so.</summary>
    public Write TellAgain(long requestId)
    {
        var of = new LinkSql.RequestParameters(requestId);
        return new Write().Run(_sql.CountAll, of).Run(_events.Advance, new EventSql.AdvanceParameters(0)).Run(_sql.PlaceAll, of);
    }

    /// <summary>The next reports that changed behind a moment, in the order in which they last did.</summary>
    public Task<List<LinkedRequest>> PageAsync(string device, LinkMoment after, int take, CancellationToken cancellationToken) => database.ReadAsync(
        async (connection, token) =>
        {
            var found = new List<LinkedRequest>();
            await connection.QueryAsync<LinkChange, PublicRow, PublicEventRow, bool>(
                new(_sql.Page, new LinkSql.PageParameters(device, after.Position, after.Number, take), cancellationToken: token),
                (change, row, line) => Add(found, change, row, line),
                splitOn: $"{nameof(PublicRow.Id)},{nameof(PublicEventRow.RequestId)}");
            return found;
        },
        cancellationToken);

    private static bool Add(List<LinkedRequest> found, LinkChange change, PublicRow row, PublicEventRow line)
    {
        if (found.Count == 0 || found[^1].Found.Row.Id != row.Id)
        {
            found.Add(new(new(change.Position, change.Number), change.IsLinked, change.Follows, new(row, [])));
        }

        found[^1].Found.History.Add(line);
        return true;
    }

    private async Task<bool> SetAsync(LinkSql.ChangeParameters wanted, Predicate<LinkState?> isDone, CancellationToken cancellationToken)
    {
        var key = new LinkSql.KeyParameters(wanted.DeviceId, wanted.RequestId);
        for (var left = Tries; left > 0; left--)
        {
            var seen = await database.FindAsync<LinkState>(_sql.Find, key, cancellationToken);
            if (isDone(seen) || await TryAsync(wanted, key, isNew: seen is null, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The positions are locked and not advanced: the link stands behind the last event, and no event is committed before it.</summary>
    private async Task<bool> TryAsync(
        LinkSql.ChangeParameters wanted, LinkSql.KeyParameters key, bool isNew, CancellationToken cancellationToken)
    {
        var write = new Write().Change(_sql.Count, new LinkSql.DeviceParameters(wanted.DeviceId));
        write = isNew ? write.Change(_sql.Insert, wanted) : write.Change(_sql.Change, wanted);
        try
        {
            return await database.WriteAsync(
                write.Run(_events.Advance, new EventSql.AdvanceParameters(0)).Change(_sql.Place, key), cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Somebody else added it first; it is looked at anew.
            return false;
        }
    }
}
