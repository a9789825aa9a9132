using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Connect311.Api.Open311.Connector;
using Connect311.Api.Open311.Updates;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Tests.ServiceRequests;
using Microsoft.Extensions.Time.Testing;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Open311.Connector;

/// <summary>What goes to departments' own systems is taken by one, and what they said is known as taken.</summary>
public abstract class ForwardStoreTests : FreshDatabaseTests
{
    private readonly FakeTimeProvider _time = new(Noon.AddHours(1));

    protected ForwardStoreTests(TestDatabase fresh)
        : base(fresh)
    {
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ForwardStore Store => StoreOf(Fresh.Database);

    private UpdateStore Updates => new(Fresh.Database, new(Fresh.Database), _time);

    [Fact]
    public async Task The_outbox_is_handed_over_once_with_what_its_events_say()
    {
        var id = await PostedAsync();
        var posted = Assert.Single(await Store.PostedAsync(10, Token));
        Assert.Equal((id, 1, "submitted", null), (posted.RequestId, posted.EventNumber, posted.Kind, posted.DataBefore));
        Assert.Contains("\"department\":\"PARKS\"", posted.Data, StringComparison.Ordinal);

        var nodes = Enumerable.Range(0, 4).Select(_ => StoreOf(Fresh.Open())).ToList();
        var done = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.HandOverAsync([posted], [RowOf(id)], [ExternalOf(id)], Token))));
        Assert.Single(done, true);
        Assert.Empty(await Store.PostedAsync(10, Token));
        Assert.Equal([(id, "PARKS")], await Store.HeldAsync([id, 1, 2], Token));
        Assert.Equal("request", Assert.Single(await Store.DueAsync("PARKS", 10, Token)).Kind);
        Assert.Empty(await Store.DueAsync("parks", 10, Token));
    }

    [Fact]
    public async Task Of_many_that_take_one_one_has_it_and_notes_how_it_ended()
    {
        var id = await DueAsync();
        var due = Assert.Single(await Store.DueAsync("PARKS", 10, Token));
        var until = _time.GetUtcNow() + Forwarder.TakenFor;
        var mine = Assert.Single((await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Store.TakeAsync(due, until, Token))))).OfType<ForwardRow>());
        Assert.Empty(await Store.DueAsync("PARKS", 10, Token));

        Assert.False(await Store.EndAsync(due, DeliveryState.Dead, "late", null, Token));
        Assert.True(await Store.EndAsync(mine, DeliveryState.Waiting, "http-503", _time.GetUtcNow(), Token));
        Assert.False(await Store.EndAsync(mine, DeliveryState.Sent, null, null, Token));
        var again = (await Store.TakeAsync(Assert.Single(await Store.DueAsync("PARKS", 10, Token)), until, Token))!;
        Assert.True(await Store.ReleaseAsync(again, "circuit-open", _time.GetUtcNow(), Token));
        var found = (await Store.FindAsync(new(id, 1, "PARKS"), Token))!;
        Assert.Equal((DeliveryState.Waiting, 1, "circuit-open", null), (found.State, found.Attempts, found.Failure, found.DoneAt));
    }

    [Fact]
    public async Task An_event_waits_for_those_before_it_and_for_the_request_that_did_not_go()
    {
        var id = await DueAsync();
        await Fresh.Database.WriteAsync(InsertOf(RowOf(id) with { EventNumber = 2, Kind = ForwardKind.Update }, RowOf(id) with { EventNumber = 3, Kind = ForwardKind.Update }), Token);
        Assert.Equal([1], await NumbersAsync());
        await EndAsync(DeliveryState.Dead);
        Assert.Empty(await NumbersAsync());

        var dead = Assert.Single(await Store.PageAsync(DeliveryState.Dead, null, 10, Token));
        Assert.True(await Store.ReplayAsync(dead, new Actor("an-admin", Role.Admin), Token));
        Assert.False(await Store.ReplayAsync(dead, new Actor("an-admin", Role.Admin), Token));
        await EndAsync(DeliveryState.Sent);
        Assert.Equal([2], await NumbersAsync());
        await EndAsync(DeliveryState.Dead);
        Assert.Equal([3], await NumbersAsync());
        Assert.Equal((1, 1, 1), (await Store.CountAsync(DeliveryState.Sent, Token), await Store.CountAsync(DeliveryState.Dead, Token), await Store.CountAsync(DeliveryState.Waiting, Token)));
        Assert.Equal([2, 3], (await PagesAsync()).Skip(1));

        async Task<List<int>> NumbersAsync() => [.. (await Store.DueAsync("PARKS", 10, Token)).Select(row => row.EventNumber)];

        async Task EndAsync(string state)
        {
            var taken = await Store.TakeAsync((await Store.DueAsync("PARKS", 10, Token))[0], _time.GetUtcNow().AddHours(1), Token);
            Assert.True(await Store.EndAsync(taken!, state, null, null, Token));
        }

        async Task<List<int>> PagesAsync()
        {
            var all = new List<int>();
            foreach (var state in new[] { DeliveryState.Sent, DeliveryState.Dead, DeliveryState.Waiting })
            {
                for (var page = await Store.PageAsync(state, null, 1, Token); page.Count > 0; page = await Store.PageAsync(state, ForwardKey.Of(page[^1]), 1, Token))
                {
                    all.Add(page[0].EventNumber);
                }
            }

            return all;
        }
    }

    [Fact]
    public async Task How_a_system_calls_a_request_is_found_both_ways_and_sets_back_what_is_read()
    {
        var id = await DueAsync();
        var ids = new ExternalIds(Fresh.Database);
        var began = await Updates.ReadToAsync("PARKS", Token);
        Assert.Equal(_time.GetUtcNow(), began);
        var external = (await Store.ExternalAsync(id, "PARKS", 1, Token))!;
        Assert.Null(external.TriedAt);
        await Store.NoteTryAsync(external, Token);
        await Store.KeepTokenAsync(external, "a-token", Token);
        _time.Advance(TimeSpan.FromHours(1));
        await Store.NoteTryAsync(external, Token);
        Assert.True(await Updates.AdvanceAsync("PARKS", began, _time.GetUtcNow(), Token));
        Assert.False(await Updates.AdvanceAsync("PARKS", began, _time.GetUtcNow(), Token));

        external = (await Store.ExternalAsync(id, "PARKS", 1, Token))!;
        Assert.Equal((began, "a-token", null), (external.TriedAt!.Value, external.Token, external.ExternalId));
        Assert.Null(await ids.FindAsync("PARKS", "P-1", Token));
        var taken = (await Store.TakeAsync((await Store.DueAsync("PARKS", 10, Token))[0], _time.GetUtcNow().AddHours(1), Token))!;
        Assert.True(await Store.WriteAsync(Store.ToKnown(taken, external, "P-1"), Token));
        Assert.Equal(new TrackingNumber(id), await ids.FindAsync("PARKS", "P-1", Token));
        Assert.Null(await ids.FindAsync("PARKS", "p-1", Token));
        Assert.Null(await ids.FindAsync("ROADS", "P-1", Token));
        Assert.Equal([(id, "P-1")], (await ids.OpenAsync("PARKS", 0, 10, Token)).Select(row => (row.RequestId, row.ExternalId)));
        Assert.Empty(await ids.OpenAsync("PARKS", id, 10, Token));
        Assert.Equal(began, await Updates.ReadToAsync("PARKS", Token));
        Assert.False(await Store.WriteAsync(Store.ToKnown(taken, external, "P-2"), Token));
        Assert.Null(await Store.ExternalAsync(id, "PARKS", 0, Token));
    }

    [Fact]
    public async Task An_update_is_taken_once_by_many_that_take_it()
    {
        var id = await DueAsync();
        var update = new IncomingUpdate { Id = new string('x', 5_000), Number = new(id), Status = ExtendedStatus.Open, WrittenStatus = "open" };
        Assert.Null(await Updates.FindAsync("PARKS", update, Token));
        var took = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            Updates.CommitAsync(null, Updates.ToTake("PARKS", update, UpdateResult.Noted), Token))));
        Assert.Single(took, true);
        Assert.Equal(UpdateResult.Noted, await Updates.FindAsync("PARKS", update, Token));
        Assert.Null(await Updates.FindAsync("ROADS", update, Token));
    }

    [Fact]
    public async Task What_is_done_before_a_day_is_deleted_and_an_erased_request_leaves_nothing()
    {
        var id = await DueAsync();
        var update = new IncomingUpdate { Id = "u", Number = new(id), Status = null, WrittenStatus = "" };
        Assert.True(await Updates.CommitAsync(null, Updates.ToTake("PARKS", update, UpdateResult.Noted), Token));
        Assert.Equal(0, await Store.DeleteOldAsync(_time.GetUtcNow().AddDays(9), 10, Token));
        await Fresh.Database.WriteAsync(new Write().TellHolders(id, 1, _time.GetUtcNow()), Token);
        Assert.Single(await Store.PostedAsync(10, Token));

        await Fresh.Database.WriteAsync(new Write().ForgetHolders(id), Token);
        Assert.Equal((null, null, null), (await Store.FindAsync(new(id, 1, "PARKS"), Token), await Store.ExternalAsync(id, "PARKS", 9, Token), await Updates.FindAsync("PARKS", update, Token)));
        await Fresh.Database.WriteAsync(InsertOf(RowOf(id) with { DoneAt = Noon, State = DeliveryState.Sent, NextAttemptAt = Clock.Never }), Token);
        Assert.Equal(1, await Store.DeleteOldAsync(Noon.AddSeconds(1), 10, Token));
    }

    private static Write InsertOf(params ForwardRow[] rows) => new Write().Runs(ForwardSql.Sqlite.Insert, rows);

    private ForwardRow RowOf(long id) => new()
    {
        RequestId = id,
        EventNumber = 1,
        Department = "PARKS",
        Kind = ForwardKind.Request,
        CreatedAt = _time.GetUtcNow(),
        NextAttemptAt = _time.GetUtcNow(),
    };

    private static ExternalRequestRow ExternalOf(long id) => new() { RequestId = id, EventNumber = 1, Department = "PARKS" };

    private ForwardStore StoreOf(Database database) => new(database, new(database, _time), _time);

    private async Task<long> PostedAsync()
    {
        var request = NewRequest(change: row => row with { Department = "PARKS" });
        await Fresh.Database.StoredAsync(request with { Outbox = [new(request.Row.Id, 1, OutboxKind.Forward, Noon)] });
        return request.Row.Id;
    }

    private async Task<long> DueAsync()
    {
        var id = await PostedAsync();
        Assert.True(await Store.HandOverAsync(await Store.PostedAsync(10, Token), [RowOf(id)], [ExternalOf(id)], Token));
        return id;
    }
}

public sealed class SqliteForwardStoreTests() : ForwardStoreTests(new SqliteTestDatabase());

public sealed class SqlServerForwardStoreTests() : ForwardStoreTests(new SqlServerTestDatabase());
