using Connect311.Api.Databases;
using Connect311.Api.Delivery;

namespace Connect311.Api.Subscriptions;

/// <summary>Keeps who is told of what.</summary>
internal sealed class SubscriptionStore(Database database, TimeProvider time)
{
    /// <summary>For how long an address may confirm; after it the address is erased.</summary>
    public static readonly TimeSpan ConfirmWithin = TimeSpan.FromDays(7);

    /// <summary>How often one address is asked in <see cref="AskedWithin"/> by all reports together, while it confirms none of them.</summary>
    public const int MostAskings = 2;

    /// <summary>How many addresses one report may have.</summary>
    public const int MostOfRequest = 10;

    public static readonly TimeSpan AskedWithin = TimeSpan.FromDays(30);

    /// <summary>How often another call of one device may come first.</summary>
    private const int PutTries = 10;

    private readonly SubscriptionSql _sql = SubscriptionSql.For(database.Engine);
    private readonly DeliverySql _deliveries = DeliverySql.For(database.Engine);

    public Task<SubscriptionRow?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.FindAsync<SubscriptionRow>(_sql.Find, new SubscriptionSql.IdParameters(id), cancellationToken);

    /// <summary>What a device is told from now on; the same may come twice, and at once.</summary>
    public async Task PutAsync(SubscriptionRow row, CancellationToken cancellationToken)
    {
        for (var left = PutTries; ; left--)
        {
            try
            {
                await database.WriteAsync(
                    new Write().Run(_sql.DeleteSame, new SubscriptionSql.SameParameters(row.Id, row.AddressHash)).Run(_sql.Insert, row), cancellationToken);
                return;
            }
            catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e) && left > 1)
            {
                // Another call of the same device was faster; its row is there now, and this one takes its place.
            }
        }
    }

    /// <summary>A device is told nothing any more.</summary>
    public Task DeleteOfDeviceAsync(string device, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Run(_sql.DeleteOfDevice, new SubscriptionSql.IdParameters(device)), cancellationToken);

    /// <summary>How often an address may be asked now: whoever types in somebody else's must not flood it.</summary>
    public async Task<int> AskingsLeftAsync(string addressHash, CancellationToken cancellationToken) => MostAskings - await database.FindAsync<int>(
        _sql.CountAsked, new SubscriptionSql.AskedParameters(addressHash, time.Now() - AskedWithin), cancellationToken);

    /// <summary>Whether one more address may be told of a report: who has one key must not have thousands asked.</summary>
    public async Task<bool> HasRoomAsync(long requestId, CancellationToken cancellationToken) =>
        await database.FindAsync<int>(_sql.CountOfRequest, new SubscriptionSql.RequestParameters(requestId), cancellationToken) < MostOfRequest;

    /// <summary>Asks an address to confirm, with the message that does so.</summary>
    /// <param name="wanted">The subscription, asked one time more than before.</param>
    /// <returns>False when somebody else did first.</returns>
    public async Task<bool> AskAsync(SubscriptionRow wanted, CancellationToken cancellationToken)
    {
        var write = wanted.Asked == 1 ? new Write().Change(_sql.Insert, wanted) : new Write().Change(_sql.AskAgain, Again(wanted));
        try
        {
            return await database.WriteAsync(write.Run(_deliveries.Insert, DeliveryRow.ToConfirm(wanted)), cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            return false;
        }
    }

    /// <summary>Other choices of an address that has confirmed.</summary>
    /// <returns>False when it ended meanwhile.</returns>
    public Task<bool> ChooseAsync(SubscriptionRow wanted, CancellationToken cancellationToken) => database.WriteAsync(
        new Write().Change(_sql.Choose, new SubscriptionSql.ChooseParameters(
            wanted.Id, wanted.Language, wanted.Topics, wanted.QuietFrom, wanted.QuietUntil, wanted.TimeZone)),
        cancellationToken);

    /// <summary>The address confirms.</summary>
    /// <returns>Whether it is confirmed then, now or before.</returns>
    public async Task<bool> ConfirmAsync(string id, int asked, CancellationToken cancellationToken)
    {
        var now = time.Now();
        return await database.WriteAsync(
                new Write().Change(_sql.Confirm, new SubscriptionSql.ConfirmParameters(id, asked, now - ConfirmWithin, now)), cancellationToken)
            || (await FindAsync(id, cancellationToken))?.Lives() == true;
    }

    /// <summary>Whoever has the address wants no messages of it.</summary>
    public Task StopAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Run(_sql.Stop, new SubscriptionSql.EndParameters(id, time.Now())), cancellationToken);

    /// <summary>Ends a subscription and erases its address; one that ended stays so.</summary>
    public Task EndAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Run(_sql.End, new SubscriptionSql.EndParameters(id, time.Now())), cancellationToken);

    /// <summary>Erases addresses that did not confirm in time.</summary>
    /// <param name="isDry">Counts alone.</param>
    /// <returns>How many were erased, or would be.</returns>
    public async Task<int> EndPendingAsync(bool isDry, CancellationToken cancellationToken)
    {
        const int PageSize = 100;
        var before = time.Now() - ConfirmWithin;
        if (isDry)
        {
            return await database.FindAsync<int>(_sql.CountPending, new SubscriptionSql.BeforeParameters(before), cancellationToken);
        }

        var ended = 0;
        for (var page = await PageAsync(); page.Count > 0; page = await PageAsync())
        {
            foreach (var id in page)
            {
                await EndAsync(id, cancellationToken);
                ended++;
            }
        }

        return ended;

        Task<List<string>> PageAsync() => database.QueryAsync<string>(
            _sql.Pending, new SubscriptionSql.PendingParameters(before, PageSize), cancellationToken);
    }

    private static SubscriptionSql.AskParameters Again(SubscriptionRow wanted) => new(
        wanted.Id, wanted.AddressHash, wanted.SealedAddress, wanted.Language, wanted.Topics, wanted.QuietFrom, wanted.QuietUntil, wanted.TimeZone,
        wanted.Asked, wanted.AskedAt);
}
