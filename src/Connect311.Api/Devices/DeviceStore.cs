using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Subscriptions;

namespace Connect311.Api.Devices;

/// <summary>Keeps devices, and which of their tokens is the newest that was used.</summary>
internal sealed class DeviceStore(Database database, AuditLog audit, TimeProvider time)
{
    private readonly DeviceSql _sql = DeviceSql.For(database.Engine);
    private readonly SubscriptionSql _subscriptions = SubscriptionSql.For(database.Engine);

    private DateTimeOffset Today => new(time.Now().UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>A new device, or the one that was made under the same key before.</summary>
    /// <param name="keyHash">Of the app and its key; of no other device.</param>
    public async Task<DeviceRow> AddAsync(string keyHash, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.Now()).ToString("N");
        try
        {
            await database.WriteAsync(
                new Write().Run(_sql.Insert, new DeviceSql.InsertParameters(id, keyHash, time.Now(), Today)), cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            // Made before; or now, by a try whose answer was lost.
        }

        return await database.FindAsync<DeviceRow>(_sql.FindByKey, new DeviceSql.KeyParameters(keyHash), cancellationToken)
            ?? throw new InvalidOperationException("A device went as it was made.");
    }

    public Task<DeviceRow?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.FindAsync<DeviceRow>(_sql.Find, new DeviceSql.IdParameters(id), cancellationToken);

    /// <summary>
    /// Notes the use of a token that is not dead. Within a day only the first one is a write. Where another phone takes the device, the old
    /// one gets no more pushes.
    /// </summary>
    /// <param name="seen">The device as it was read.</param>
    /// <returns>False when the device was changed meanwhile: then the token has to be looked at anew.</returns>
    public async Task<bool> UseAsync(DeviceRow seen, DeviceToken token, CancellationToken cancellationToken) =>
        (seen.StateOf(token) == TokenState.Live && seen.LastSeenAt >= Today)
        || await database.WriteAsync(WithUse(seen, token), cancellationToken);

    /// <summary>Ends a device for its owner; no report is on it any more. One that is ended stays so.</summary>
    public Task RevokeAsync(string id, CancellationToken cancellationToken) =>
        database.WriteAsync(WithRevocation(new(), id), cancellationToken);

    /// <summary>Ends a device, which stands in the audit.</summary>
    /// <returns>False when it was ended before.</returns>
    public Task<bool> RevokeAsync(string id, Actor by, CancellationToken cancellationToken) => audit.ActAsync(
        audit.New(by, AuditAction.RevokeDevice, AuditTarget.Device(id)), write => WithRevocation(write, id), cancellationToken);

    /// <summary>The next devices that were not seen since then.</summary>
    public Task<List<string>> UnseenAsync(DateTimeOffset before, int take, CancellationToken cancellationToken) =>
        database.QueryAsync<string>(_sql.Unseen, new DeviceSql.UnseenParameters(before, take), cancellationToken);

    /// <summary>How many devices were not seen since then.</summary>
    public Task<int> CountUnseenAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.FindAsync<int>(_sql.CountUnseen, new DeviceSql.BeforeParameters(before), cancellationToken);

    /// <summary>Deletes a device with all that is known of it; its reports stay.</summary>
    /// <returns>False when it was seen meanwhile.</returns>
    public Task<bool> DeleteAsync(string id, DateTimeOffset before, CancellationToken cancellationToken) => database.WriteAsync(
        WithoutLinks(new Write().Change(_sql.Delete, new DeviceSql.DeleteParameters(id, before)), id), cancellationToken);

    private Write WithUse(DeviceRow seen, DeviceToken token)
    {
        var write = new Write().Change(_sql.Take, new DeviceSql.TakeParameters(
            seen.Id, token.Phone, token.Generation, Today, seen.Phone, seen.Generation, seen.Phones));
        return seen.Phone > 0 && token.Phone > seen.Phone ? WithoutPush(write, seen.Id) : write;
    }

    private Write WithRevocation(Write write, string id) =>
        WithoutLinks(write.Change(_sql.Revoke, new DeviceSql.RevokeParameters(id, time.Now())), id);

    private Write WithoutLinks(Write write, string id) =>
        WithoutPush(write.Run(_sql.DeleteMove, new DeviceSql.IdParameters(id)).Run(_sql.DeleteLinks, new DeviceSql.IdParameters(id)), id);

    private Write WithoutPush(Write write, string id) => write.Run(_subscriptions.DeleteOfDevice, new SubscriptionSql.IdParameters(id));
}
