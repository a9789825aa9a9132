using Connect311.Api.Databases;
using Connect311.Api.Devices;
using Connect311.Api.Devices.Links;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Tests.ServiceRequests;
using Microsoft.Extensions.Time.Testing;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Devices;

public abstract class DeviceStoreTests
{
    private static readonly Actor Admin = new("an-admin", Role.Admin);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly Database _database;
    private readonly DeviceStore _store;

    protected DeviceStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database.Database;
        _store = new(_database, new(_database, _time), _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_key_makes_one_device_however_many_ask_at_once()
    {
        var key = NewKey();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _store.AddAsync(key, Token))));

        var device = Assert.Single(made.Distinct());
        Assert.Equal((0, 0, 1, Noon.Date), (device.Phone, device.Generation, device.Phones, device.LastSeenAt.Date));
        Assert.NotEqual(device.Id, (await _store.AddAsync(NewKey(), Token)).Id);
    }

    [Fact]
    public async Task The_first_use_of_a_token_is_the_end_of_all_before_it()
    {
        var device = await _store.AddAsync(NewKey(), Token);
        var first = device.Newest;
        Assert.Equal(TokenState.Unused, device.StateOf(first));
        Assert.Equal(TokenState.Dead, device.StateOf(first.Next));

        var used = await UsedAsync(device, first);
        Assert.Equal((TokenState.Live, TokenState.Unused, TokenState.Dead), (used.StateOf(first), used.StateOf(first.Next), used.StateOf(first.Next.Next)));
        var rotated = await UsedAsync(used, first.Next);
        Assert.Equal((TokenState.Dead, TokenState.Live), (rotated.StateOf(first), rotated.StateOf(first.Next)));
        Assert.False(await _store.UseAsync(used, first.Next, Token));
    }

    [Fact]
    public async Task Of_an_old_and_a_new_token_at_once_the_new_one_stays()
    {
        for (var round = 0; round < 10; round++)
        {
            var device = await _store.AddAsync(NewKey(), Token);
            var seen = await UsedAsync(device, device.Newest);
            _time.Advance(TimeSpan.FromDays(1));
            await Task.WhenAll(Task.Run(() => _store.UseAsync(seen, device.Newest, Token), Token), Task.Run(() => TakeAsync(device.Newest.Next), Token));

            Assert.Equal((1, 2), ((await FindAsync(device)).Phone, (await FindAsync(device)).Generation));
        }
    }

    [Fact]
    public async Task A_device_is_seen_once_a_day()
    {
        var device = await _store.AddAsync(NewKey(), Token);
        var used = await UsedAsync(device, device.Newest);
        _time.Advance(TimeSpan.FromHours(30));
        Assert.Equal(Noon.Date.AddDays(1), (await UsedAsync(used, device.Newest)).LastSeenAt.Date);
    }

    [Fact]
    public async Task A_revoked_device_has_no_live_token_and_no_report()
    {
        var device = await _store.AddAsync(NewKey(), Token);
        var used = await UsedAsync(device, device.Newest);
        var links = new LinkStore(_database);
        var request = await _database.StoredAsync(NewRequest());
        Assert.True(await links.AddAsync(device.Id, new(request.Row.Id), evenRemoved: true, Token));

        Assert.True(await _store.RevokeAsync(device.Id, Admin, Token));
        Assert.False(await _store.RevokeAsync(device.Id, Admin, Token));
        var revoked = await FindAsync(device);
        Assert.All(new[] { device.Newest, device.Newest.Next }, token => Assert.Equal(TokenState.Dead, revoked.StateOf(token)));
        Assert.False(await _store.UseAsync(used, device.Newest.Next, Token));
        Assert.Empty(await links.ListAsync(device.Id, 0, 10, Token));
        Assert.False(await links.AddAsync(device.Id, new(request.Row.Id), evenRemoved: true, Token));
        await _database.StoredAsync(OnDevice(NewRequest(), device.Id));
        Assert.Empty(await links.PageAsync(device.Id, LinkMoment.Start, 10, Token));
        var line = Assert.Single(await new AuditLog(_database, _time).PageAsync(null, $"device:{device.Id}", AuditLog.End, 10, Token));
        Assert.Equal((AuditAction.RevokeDevice, Admin.Id), (line.Action, line.Actor));
    }

    [Fact]
    public async Task What_was_not_seen_for_long_is_deleted_and_what_was_is_not()
    {
        var old = await _store.AddAsync(NewKey(), Token);
        await _database.StoredAsync(OnDevice(NewRequest(), old.Id));
        _time.Advance(TimeSpan.FromDays(10));
        var young = await _store.AddAsync(NewKey(), Token);
        var before = _time.GetUtcNow().AddDays(-5);

        var unseen = await _store.UnseenAsync(before, 1000, Token);
        Assert.Contains(old.Id, unseen);
        Assert.DoesNotContain(young.Id, unseen);
        Assert.Equal(unseen.Count, await _store.CountUnseenAsync(before, Token));
        Assert.False(await _store.DeleteAsync(young.Id, before, Token));
        Assert.True(await _store.DeleteAsync(old.Id, before, Token));
        Assert.Null(await _store.FindAsync(old.Id, Token));
        Assert.Equal(0, await _database.CountAsync("SELECT COUNT(*) FROM DeviceLink WHERE DeviceId = @value;", old.Id));
        await _database.StoredAsync(OnDevice(NewRequest(), old.Id));
        Assert.Equal(0, await _database.CountAsync("SELECT COUNT(*) FROM DeviceLink WHERE DeviceId = @value;", old.Id));
    }

    private static string NewKey() => IdempotencyKey.HashOf("test", null);

    private async Task<DeviceRow> FindAsync(DeviceRow device) => (await _store.FindAsync(device.Id, Token))!;

    private async Task<DeviceRow> UsedAsync(DeviceRow seen, DeviceToken token)
    {
        Assert.True(await _store.UseAsync(seen, token, Token));
        return await FindAsync(seen);
    }

    /// <summary>Uses a token, as often as somebody else comes first.</summary>
    private async Task TakeAsync(DeviceToken token)
    {
        while (!await _store.UseAsync((await _store.FindAsync(token.Device, Token))!, token, Token))
        {
        }
    }
}

public sealed class SqliteDeviceStoreTests(SqliteTestDatabase database) : DeviceStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerDeviceStoreTests(SqlServerTestDatabase database) : DeviceStoreTests(database), IClassFixture<SqlServerTestDatabase>;
