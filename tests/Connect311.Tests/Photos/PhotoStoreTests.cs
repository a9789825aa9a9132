using Connect311.Api.Databases;
using Connect311.Api.Photos;
using Connect311.Api.Photos.Pictures;
using Connect311.Api.Records;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Photos;

public abstract class PhotoStoreTests
{
    private const string App = "app-1";

    private static readonly DateTimeOffset Later = Noon.AddDays(31);

    private readonly Database _database;
    private readonly LeaseClock _clock = new();
    private readonly PhotoStore _store;
    private readonly PhotoKey _key = new(Guid.CreateVersion7().ToString(), new string('a', 64));

    protected PhotoStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database.Database;
        _store = new(_database, _clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_id_belongs_to_the_first_who_sends_it()
    {
        Assert.True(await AddAsync());
        Assert.False(await _store.AddAsync(new(_key with { SourceHash = new string('b', 64) }, 9), "app-2", Noon, Later, Token));
        var row = await _store.FindAsync(_key.Id, Token);
        Assert.Equal((App, _key, 7, "processing", Noon), (row!.Owner, row.Key, row.Bytes, row.Status, row.ReceivedAt));
        Assert.Contains(_key, await _store.WaitingAsync(1_000, Token));
    }

    [Fact]
    public async Task It_is_made_ready_once_and_not_begun_for_ever()
    {
        await AddAsync();
        for (var i = 0; i < PhotoStore.MostAttempts; i++)
        {
            Assert.True(await _store.BeginAsync(_key, $"node-{i}", Token));
            Assert.False(await _store.GiveUpAsync(_key, Token));
            _clock.Offset += PhotoStore.TakenFor;
        }

        Assert.False(await _store.BeginAsync(_key, "another", Token));
        Assert.True(await _store.FinishAsync(_key, "large", "small", Token));
        Assert.False(await _store.RefuseAsync(_key, PhotoRefusal.Unreadable, Token));
        var row = await _store.FindAsync(_key.Id, Token);
        Assert.Equal(("ready", null, "large", "small"), (row!.Status, row.Refusal, row.LargeName, row.SmallName));
        Assert.DoesNotContain(_key, await _store.WaitingAsync(1_000, Token));
    }

    [Fact]
    public async Task One_server_works_on_it_at_a_time_and_what_others_ask_is_no_try()
    {
        await AddAsync();
        var began = await Task.WhenAll(Enumerable.Range(0, 6).Select(node => Task.Run(() => _store.BeginAsync(_key, $"node-{node}", Token))));
        Assert.Single(began, took => took);
        var owner = $"node-{Array.IndexOf(began, true)}";
        Assert.False(await _store.GiveUpAsync(_key, Token));

        // Only whoever has it gives it back, and then it was no try.
        await _store.GiveBackAsync(_key, "somebody", Token);
        Assert.False(await _store.BeginAsync(_key, "somebody", Token));
        for (var i = 0; i <= PhotoStore.MostAttempts; i++)
        {
            await _store.GiveBackAsync(_key, owner, Token);
            Assert.True(await _store.BeginAsync(_key, owner, Token));
        }

        // Whoever ends in the middle of it has tried.
        for (var i = 1; i < PhotoStore.MostAttempts; i++)
        {
            _clock.Offset += PhotoStore.TakenFor;
            Assert.True(await _store.BeginAsync(_key, $"later-{i}", Token));
        }

        _clock.Offset += PhotoStore.TakenFor;
        Assert.False(await _store.BeginAsync(_key, "last", Token));
        Assert.True(await _store.GiveUpAsync(_key, Token));
        Assert.Equal(("refused", PhotoRefusal.Unreadable), ((await _store.FindAsync(_key.Id, Token))!.Status, (await _store.FindAsync(_key.Id, Token))!.Refusal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_gets_the_photos_that_it_names_in_whichever_order_they_come(bool photoFirst)
    {
        var request = 0L;
        foreach (var step in photoFirst ? [true, false] : new[] { false, true })
        {
            if (step)
            {
                await AddAsync();
            }
            else
            {
                request = await NamedAsync(App);
                Assert.Equal(photoFirst ? "processing" : null, (await OfAsync(request)).Status);
            }
        }

        Assert.Empty(await _store.LinksOfAsync(_key.Id, Token));
        await _store.FinishAsync(_key, "large", "small", Token);
        Assert.Equal(("ready", 1), ((await OfAsync(request)).Status, (await OfAsync(request)).Number));
        Assert.Equal(request, Assert.Single(await _store.LinksOfAsync(_key.Id, Token)).RequestId);
    }

    [Fact]
    public async Task A_photo_of_somebody_elses_or_one_that_comes_too_late_is_not_the_requests()
    {
        var (other, late) = (await NamedAsync("app-2"), await NamedAsync(App, Noon.AddDays(-31)));
        await AddAsync();
        await _store.FinishAsync(_key, "large", "small", Token);
        Assert.Equal((null, null), ((await OfAsync(other)).Status, (await OfAsync(late)).Status));
        Assert.Empty(await _store.LinksOfAsync(_key.Id, Token));
        Assert.False(await _store.KeepAsync(_key.Id, Token));
    }

    [Fact]
    public async Task What_a_device_sent_is_of_the_reports_that_came_from_it()
    {
        await _store.AddAsync(new(_key, 7), PhotoSenders.OwnerOf("d1"), Noon, Later, Token);
        var (own, others) = (await NamedAsync(App, device: "d1"), await NamedAsync(App, device: "d2"));
        Assert.Equal(("processing", null), ((await OfAsync(own)).Status, (await OfAsync(others)).Status));
        await _store.FinishAsync(_key, "large", "small", Token);
        Assert.Equal(own, Assert.Single(await _store.LinksOfAsync(_key.Id, Token)).RequestId);
        Assert.False(await _store.DropAsync(_key.Id, Later, Token));
        Assert.True(await _store.KeepAsync(_key.Id, Token));
    }

    [Fact]
    public async Task What_no_request_names_goes_when_its_time_is_over_and_not_before()
    {
        await AddAsync();
        Assert.False(await _store.DropAsync(_key.Id, Later.AddMilliseconds(-1), Token));
        Assert.DoesNotContain(await _store.DueAsync(Later.AddMilliseconds(-1), 1_000, Token), row => row.Id == _key.Id);
        Assert.Contains(await _store.DueAsync(Later, 1_000, Token), row => row.Id == _key.Id);
        Assert.True(await _store.DropAsync(_key.Id, Later, Token));

        // A report that names it now finds nothing, and its work ends nowhere.
        Assert.Null((await OfAsync(await NamedAsync(App))).Status);
        Assert.False(await _store.FinishAsync(_key, "large", "small", Token));
        await _store.RemoveAsync(_key.Id, Token);
        Assert.Null(await _store.FindAsync(_key.Id, Token));
    }

    [Fact]
    public async Task What_a_request_names_stays_until_the_request_loses_its_photos()
    {
        await AddAsync();
        var (request, second) = (await NamedAsync(App), await NamedAsync(App));
        Assert.False(await _store.DropAsync(_key.Id, Later, Token));
        Assert.True(await _store.KeepAsync(_key.Id, Token));
        Assert.DoesNotContain(await _store.DueAsync(Later.AddYears(100), 1_000, Token), row => row.Id == _key.Id);

        await EraseAsync(request);
        Assert.Empty((await _store.OfRequestsAsync([request], Token))[request]);
        Assert.True(await _store.KeepAsync(_key.Id, Token));
        await EraseAsync(second);
        Assert.False(await _store.KeepAsync(_key.Id, Token));
        Assert.True(await _store.DropAsync(_key.Id, Later, Token));
    }

    [Fact]
    public async Task Whoever_names_a_released_photo_keeps_nothing_of_its_owner()
    {
        await AddAsync();
        await _store.FinishAsync(_key, "large", "small", Token);
        var request = await NamedAsync(App);
        Assert.True(await _database.WriteAsync(_store.Release(request, _key.Id, Noon), Token));
        var other = await NamedAsync(App);
        Assert.Equal((null, DateTimeOffset.UnixEpoch), ((await OfAsync(other)).Status, (await OfAsync(other)).LapsesAt));
        Assert.Equal(request, Assert.Single(await _store.LinksOfAsync(_key.Id, Token)).RequestId);

        // Nor can whoever names it have it thrown away.
        await EraseAsync(other);
        Assert.True(await _store.KeepAsync(_key.Id, Token));
        await EraseAsync(request);

        // Between the erasure and the sweep.
        Assert.Null((await OfAsync(await NamedAsync(App))).Status);
        Assert.False(await _store.KeepAsync(_key.Id, Token));
        Assert.True(await _store.DropAsync(_key.Id, Later, Token));
    }

    [Fact]
    public async Task A_photo_is_released_once_and_for_one_request()
    {
        await AddAsync();
        await _store.FinishAsync(_key, "large", "small", Token);
        var (request, other) = (await NamedAsync(App), await NamedAsync(App));
        Assert.True(await _database.WriteAsync(_store.Release(request, _key.Id, Noon), Token));
        Assert.False(await _database.WriteAsync(_store.Release(request, _key.Id, Later), Token));
        Assert.Equal((true, false), ((await OfAsync(request)).IsReleased, (await OfAsync(other)).IsReleased));
        Assert.Equal(Noon, (await OfAsync(request)).ReleasedAt);
    }

    private Task<bool> AddAsync() => _store.AddAsync(new(_key, 7), App, Noon, Later, Token);

    private async Task<NamedPhotoRow> OfAsync(long request) => Assert.Single((await _store.OfRequestsAsync([request], Token))[request]);

    private async Task<long> NamedAsync(string owner, DateTimeOffset? receivedAt = null, string? device = null)
    {
        var request = NewRequest(receivedAt: receivedAt);
        await _database.StoredAsync(request with { Photos = RequestPhotoRow.Of(request.Row.Id, [_key.Id, _key.Id], owner, device, receivedAt ?? Noon) });
        return request.Row.Id;
    }

    private async Task EraseAsync(long request) => Assert.True(await new RecordStore(_database, new StaffStore(_database)).EraseAsync(
        await _database.RowAsync(request), ErasureScopes.Photos, ErasureCause.Period, "retention", Later, Token));
}

public sealed class SqlitePhotoStoreTests(SqliteTestDatabase database) : PhotoStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerPhotoStoreTests(SqlServerTestDatabase database) : PhotoStoreTests(database), IClassFixture<SqlServerTestDatabase>;
