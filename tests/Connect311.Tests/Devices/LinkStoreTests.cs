using Connect311.Api.Databases;
using Connect311.Api.Devices.Links;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Devices;

public abstract class LinkStoreTests
{
    private readonly Database _database;
    private readonly LinkStore _store;

    protected LinkStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database.Database;
        _store = new(_database);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_from_a_device_is_on_it_with_its_commit()
    {
        var device = await _database.DeviceAsync();
        var batch = new[] { OnDevice(NewRequest(), device), NewRequest(), OnDevice(NewRequest(), device), OnDevice(NewRequest(), "0190163d8694739baea5966c26f8ad91") };
        Assert.All(await new IntakeStore(_database).StoreAsync(batch, Token), outcome => Assert.IsType<IntakeResult.Stored>(outcome.Result));

        var page = await _store.PageAsync(device, LinkMoment.Start, 10, Token);
        Assert.Equal([batch[0].Row.Id, batch[2].Row.Id], page.Select(one => one.Found.Row.Id));
        Assert.All(page, one => Assert.Equal((true, 0L, "submitted"), (one.IsLinked, one.At.Number, Assert.Single(one.Found.History).Kind)));
        Assert.Equal(2, page.Select(one => one.At.Position).Distinct().Count());
        Assert.Empty(await _store.PageAsync(device, page[^1].At, 10, Token));
    }

    [Fact]
    public async Task What_changes_comes_again_behind_all_that_came_before()
    {
        var device = await _database.DeviceAsync();
        var first = await _database.StoredAsync(OnDevice(NewRequest(), device));
        var second = await _database.StoredAsync(OnDevice(NewRequest(), device));
        var known = (await _store.PageAsync(device, LinkMoment.Start, 10, Token))[^1].At;
        await _database.ActAsync(first.Row.Id, Lifecycle.Acknowledge);

        var changed = Assert.Single(await _store.PageAsync(device, known, 10, Token));
        Assert.Equal((first.Row.Id, RequestStatus.Acknowledged), (changed.Found.Row.Id, changed.Found.Row.Status));
        Assert.Equal(["submitted", "acknowledged"], changed.Found.History.Select(line => line.Kind));
        Assert.Equal([second.Row.Id, first.Row.Id], (await _store.PageAsync(device, LinkMoment.Start, 10, Token)).Select(one => one.Found.Row.Id));
    }

    [Fact]
    public async Task What_is_added_and_removed_by_hand_is_told_in_its_order_though_no_event_comes_between()
    {
        var device = await _database.DeviceAsync();
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await _database.StoredAsync(NewRequest())).Row.Id);
        }

        var position = await PositionAsync();
        var at = LinkMoment.Start;
        foreach (var id in ids)
        {
            Assert.True(await _store.AddAsync(device, new(id), evenRemoved: true, Token));
            at = await ToldAsync(device, at, id, isLinked: true);
        }

        Assert.True(await _store.AddAsync(device, new(ids[0]), evenRemoved: true, Token));
        Assert.Empty(await _store.PageAsync(device, at, 10, Token));
        Assert.True(await _store.RemoveAsync(device, new(ids[1]), Token));
        at = await ToldAsync(device, at, ids[1], isLinked: false);
        Assert.True(await _store.RemoveAsync(device, new(ids[1]), Token));
        Assert.True(await _store.AddAsync(device, new(ids[1]), evenRemoved: false, Token));
        Assert.Empty(await _store.PageAsync(device, at, 10, Token));
        Assert.Equal([ids[0], ids[2]], (await _store.ListAsync(device, 0, 10, Token)).Select(link => link.RequestId));
        Assert.Equal([ids[2]], (await _store.ListAsync(device, ids[0], 1, Token)).Select(link => link.RequestId));
        Assert.Equal([ids[0], ids[2]], (await _store.PageAsync(device, LinkMoment.Start, 10, Token)).Select(one => one.Found.Row.Id));

        Assert.True(await _store.AddAsync(device, new(ids[1]), evenRemoved: true, Token));
        await ToldAsync(device, at, ids[1], isLinked: true);

        // A root over the history holds one event for each position: a link must take none.
        Assert.Equal(position, await PositionAsync());
    }

    [Fact]
    public async Task A_removed_report_changes_and_nothing_is_told_of_it()
    {
        var device = await _database.DeviceAsync();
        var request = await _database.StoredAsync(OnDevice(NewRequest(), device));
        var at = (await _store.PageAsync(device, LinkMoment.Start, 10, Token))[^1].At;
        await _store.RemoveAsync(device, new(request.Row.Id), Token);
        at = await ToldAsync(device, at, request.Row.Id, isLinked: false);
        await _database.ActAsync(request.Row.Id, Lifecycle.Acknowledge);
        Assert.Empty(await _store.PageAsync(device, at, 10, Token));
    }

    [Fact]
    public async Task A_confidential_report_is_told_to_its_device_and_to_no_other()
    {
        var (device, other) = (await _database.DeviceAsync(), await _database.DeviceAsync());
        var secret = await _database.StoredAsync(OnDevice(NewRequest(change: row => row with { Visibility = "confidential" }), device));
        Assert.Equal(secret.Row.Id, Assert.Single(await _store.PageAsync(device, LinkMoment.Start, 10, Token)).Found.Row.Id);
        Assert.Empty(await _store.PageAsync(other, LinkMoment.Start, 10, Token));
    }

    [Fact]
    public async Task What_is_followed_is_told_as_such_once_and_is_owned_by_nobody_who_follows()
    {
        var (device, owner) = (await _database.DeviceAsync(), await _database.DeviceAsync());
        var id = (await _database.StoredAsync(OnDevice(NewRequest(), owner))).Row.Id;
        Assert.True(await _store.FollowAsync(device, new(id), Token));
        Assert.True(await _store.FollowAsync(device, new(id), Token));
        var at = await ToldAsync(device, LinkMoment.Start, id, isLinked: true, follows: true);
        Assert.Empty(await _store.PageAsync(device, at, 10, Token));
        Assert.Equal((false, true), (await _store.OwnsAsync(device, new(id), Token), await _store.OwnsAsync(owner, new(id), Token)));

        // What is one's own is neither followed nor left by following no more.
        Assert.True(await _store.FollowAsync(owner, new(id), Token));
        Assert.True(await _store.UnfollowAsync(owner, new(id), Token));
        Assert.True(await _store.OwnsAsync(owner, new(id), Token));

        Assert.True(await _store.AddAsync(device, new(id), evenRemoved: false, Token));
        Assert.False(await _store.OwnsAsync(device, new(id), Token));
        Assert.True(await _store.AddAsync(device, new(id), evenRemoved: true, Token));
        at = await ToldAsync(device, at, id, isLinked: true);
        Assert.True(await _store.OwnsAsync(device, new(id), Token));
        Assert.True(await _store.RemoveAsync(device, new(id), Token));
        at = await ToldAsync(device, at, id, isLinked: false);
        Assert.True(await _store.FollowAsync(device, new(id), Token));
        at = await ToldAsync(device, at, id, isLinked: true, follows: true);
        Assert.True(await _store.UnfollowAsync(device, new(id), Token));
        await ToldAsync(device, at, id, isLinked: false);
    }

    [Fact]
    public async Task However_many_add_and_remove_at_once_every_number_is_given_once()
    {
        var device = await _database.DeviceAsync();
        var ids = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            ids.Add((await _database.StoredAsync(NewRequest())).Row.Id);
        }

        await Task.WhenAll(ids.Concat(ids).Select(id => Task.Run(() => _store.AddAsync(device, new(id), evenRemoved: true, Token))));
        var page = await _store.PageAsync(device, LinkMoment.Start, 20, Token);
        Assert.Equal(ids, page.Select(one => one.Found.Row.Id).Order());
        Assert.Equal(page.Select(one => one.At).Distinct().Count(), page.Count);
    }

    private async Task<LinkMoment> ToldAsync(string device, LinkMoment after, long id, bool isLinked, bool follows = false)
    {
        var told = Assert.Single(await _store.PageAsync(device, after, 10, Token));
        Assert.Equal((id, isLinked, follows), (told.Found.Row.Id, told.IsLinked, told.Follows));
        return told.At;
    }

    private async Task<long> PositionAsync() =>
        (await _database.QueryAsync<long>("SELECT Position FROM FeedPosition WHERE Id = 1;", null, Token)).Single();
}

public sealed class SqliteLinkStoreTests(SqliteTestDatabase database) : LinkStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerLinkStoreTests(SqlServerTestDatabase database) : LinkStoreTests(database), IClassFixture<SqlServerTestDatabase>;
