using Connect311.Api.Lookup;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Lookup;

public abstract class PublicStoreTests
{
    private readonly TestDatabase _database;
    private readonly PublicStore _store;

    protected PublicStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _store = new(database.Database, new(database.Database, new()));
    }

    [Fact]
    public async Task A_public_request_is_found_with_its_history()
    {
        var number = await StoredAsync();
        await _database.Database.ActAsync(number.Id, Lifecycle.Acknowledge);

        var (row, history) = (await FindAsync(number, own: null))!;

        Assert.Equal((number.Id, RequestStatus.Acknowledged, 2), (row.Id, row.Status, row.Version));
        Assert.Equal(["submitted", "acknowledged"], history.Select(line => line.Kind));
        Assert.All(history, line => Assert.Equal(number.Id, line.RequestId));
    }

    [Fact]
    public async Task A_confidential_request_is_as_unknown_but_to_its_owner()
    {
        var number = await StoredAsync("confidential");
        var another = await StoredAsync();

        Assert.Null(await FindAsync(number, own: null));
        Assert.Null(await FindAsync(number, own: another));
        Assert.Null(await FindAsync(new(NextId()), own: null));
        Assert.Equal(number.Id, (await FindAsync(number, own: number))!.Row.Id);
    }

    [Fact]
    public async Task A_limited_request_is_found()
    {
        var number = await StoredAsync("limited");

        Assert.Equal("limited", (await FindAsync(number, own: null))!.Row.Visibility);
    }

    [Fact]
    public async Task Many_at_once_come_each_with_its_own_history_and_without_the_hidden_ones()
    {
        var numbers = new[] { await StoredAsync(), await StoredAsync("confidential"), await StoredAsync(), await StoredAsync("confidential") };
        await _database.Database.ActAsync(numbers[2].Id, Lifecycle.Close, "fixed");

        var found = (await FindManyAsync([.. numbers, new(NextId())], own: numbers[3])).ToDictionary(request => request.Row.Id);

        Assert.Equal(new[] { numbers[0].Id, numbers[2].Id, numbers[3].Id }, found.Keys.Order());
        Assert.Equal(["submitted"], found[numbers[0].Id].History.Select(line => line.Kind));
        Assert.Equal(["submitted", "closed"], found[numbers[2].Id].History.Select(line => line.Kind));
        Assert.Equal(["submitted"], found[numbers[3].Id].History.Select(line => line.Kind));
    }

    [Fact]
    public async Task A_number_that_is_asked_for_twice_is_answered_once()
    {
        var number = await StoredAsync();

        var found = Assert.Single(await FindManyAsync([number, number], own: null));

        Assert.Equal(number.Id, found.Row.Id);
        Assert.Single(found.History);
    }

    [Fact]
    public async Task None_asked_for_is_none_found() => Assert.Empty(await FindManyAsync([], own: null));

    private async Task<TrackingNumber> StoredAsync(string visibility = "public") =>
        new((await _database.Database.StoredAsync(NewRequest(change: row => row with { Visibility = visibility }))).Row.Id);

    private Task<FoundRequest?> FindAsync(TrackingNumber number, TrackingNumber? own) =>
        _store.FindAsync(number, own, TestContext.Current.CancellationToken);

    private Task<List<FoundRequest>> FindManyAsync(IReadOnlyList<TrackingNumber> numbers, TrackingNumber? own) =>
        _store.FindManyAsync(numbers, own, TestContext.Current.CancellationToken);
}

public sealed class SqlitePublicStoreTests(SqliteTestDatabase database)
    : PublicStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerPublicStoreTests(SqlServerTestDatabase database)
    : PublicStoreTests(database), IClassFixture<SqlServerTestDatabase>;
