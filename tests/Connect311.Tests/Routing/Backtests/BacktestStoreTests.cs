using Connect311.Api.Databases;
using Connect311.Api.Routing.Backtests;

namespace Connect311.Tests.Routing.Backtests;

/// <summary>A backtest outlives the node that works on it, and is worked on by one node alone.</summary>
public abstract class BacktestStoreTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private static readonly string Draft = TestDrafts.BeforeNewYorks("""
        {"id": "holes", "when": {"serviceTypes": ["street-condition.pothole"]}, "assign": {"department": "DPR"}, "reason": {"en": "Holes's."}}
        """);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_kept_as_it_was_asked_for()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        var scope = new BacktestScope { Version = 9, From = TestApplication.Noon, ServiceTypes = ["street-condition.pothole"], Examples = 3 };

        var found = await world.FindAsync((await world.QueuedAsync(Draft, scope)).Id);

        Assert.Equal((Draft, scope.ToJson()), (found.Rules, found.Scope.ToJson()));
        Assert.Equal((BacktestStatus.Queued, 9, 0L), (found.Row.Status, found.Row.RuleSetVersion, found.Row.ReadCount));
        Assert.Null(found.Tally);
    }

    [Fact]
    public async Task It_runs_to_its_end_and_says_how_far_it_is()
    {
        var world = await FilledAsync();
        var row = await world.QueuedAsync(Draft);

        await world.Runs.WorkAsync(row, await world.LeaseAsync(), Token);

        var done = await world.FindAsync(row.Id);
        Assert.Equal((BacktestStatus.Done, 40L, 40L), (done.Row.Status, done.Row.ReadCount, done.Row.Total));
        Assert.Equal((40, 30), (done.Tally!.Compared, done.Tally.Moved));
        Assert.NotNull(done.Row.StartedAt);
        Assert.NotNull(done.Row.EndedAt);
        Assert.Null(await world.Store.FindOpenAsync(Token));
    }

    [Fact]
    public async Task A_node_that_dies_between_checkpoints_is_followed_by_one_that_ends_alike()
    {
        var world = await FilledAsync();
        var (row, other) = (await world.QueuedAsync(Draft), await world.QueuedAsync(Draft));
        var dead = await world.LeaseAsync();
        await DieAfterAsync(2, world, row, dead);
        Assert.Equal((BacktestStatus.Running, 20L), ((await world.FindAsync(row.Id)).Row.Status, (await world.FindAsync(row.Id)).Row.ReadCount));
        Assert.Equal(row.Id, (await world.Store.FindOpenAsync(Token))!.Id);

        // What comes meanwhile is not in it, and comes into the next.
        world.Clock.Offset = BacktestRunner.LeaseLength + TimeSpan.FromSeconds(1);
        await world.Runs.WorkAsync((await world.Store.FindOpenAsync(Token))!, await world.LeaseAsync(), Token);
        world.Clock.Offset *= 2;
        world.Runs.NumbersARound = null;
        await world.Runs.WorkAsync(other, await world.LeaseAsync(), Token);

        var (resumed, whole) = (await world.FindAsync(row.Id), await world.FindAsync(other.Id));
        Assert.Equal(BacktestStatus.Done, resumed.Row.Status);
        Assert.Equal(whole.Tally!.ToJson(), resumed.Tally!.ToJson());
        Assert.Equal(40, resumed.Tally.Read);
    }

    [Fact]
    public async Task Who_lost_the_lease_changes_nothing_more()
    {
        var world = await FilledAsync();
        var row = await world.QueuedAsync(Draft);
        var late = await world.LeaseAsync();
        var progress = await DieAfterAsync(1, world, row, late);
        world.Clock.Offset = BacktestRunner.LeaseLength + TimeSpan.FromSeconds(1);
        await world.LeaseAsync();
        var before = (await world.FindAsync(row.Id)).Row;

        Assert.False(await world.Store.MoveOnAsync(row.Id, progress, TimeSpan.Zero, isDone: true, late, Token));
        Assert.False(await world.Store.BeginAsync(row, 1, progress, late, Token));

        Assert.Equal(before, (await world.FindAsync(row.Id)).Row);
    }

    [Fact]
    public async Task Cancelling_ends_it_at_its_next_checkpoint_and_keeps_what_was_counted()
    {
        var world = await FilledAsync();
        var row = await world.QueuedAsync(Draft);
        var lease = await world.LeaseAsync();
        await DieAfterAsync(2, world, row, lease);

        await world.CancelAsync(row.Id);
        await world.Runs.WorkAsync((await world.FindAsync(row.Id)).Row, lease, Token);

        var cancelled = await world.FindAsync(row.Id);
        Assert.Equal((BacktestStatus.Cancelled, 20L), (cancelled.Row.Status, cancelled.Row.ReadCount));
        Assert.Equal(20, cancelled.Tally!.Read);
        Assert.Null(await world.Store.FindOpenAsync(Token));
    }

    [Fact]
    public async Task What_was_counted_with_another_catalogue_is_counted_anew()
    {
        var world = await FilledAsync();
        var row = await world.QueuedAsync(Draft);
        var lease = await world.LeaseAsync();
        await DieAfterAsync(2, world, row, lease);
        var city = world.City.Value;
        world.City.Set(city with { Catalog = SmallCatalog(city) });

        await world.Runs.WorkAsync((await world.FindAsync(row.Id)).Row, lease, Token);

        var done = await world.FindAsync(row.Id);
        Assert.Equal((BacktestStatus.Done, 40L, 2), (done.Row.Status, done.Row.ReadCount, done.Row.CatalogVersion));
    }

    [Fact]
    public async Task A_page_begins_behind_the_last_one()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, (await world.QueuedAsync(Draft)).Id);
        }

        var first = await world.Store.PageAsync((Clock.Never, "g"), 3, Token);
        var rest = await world.Store.PageAsync((first[^1].CreatedAt, first[^1].Id), 3, Token);

        Assert.Equal(ids.Order(), first.Concat(rest).Select(row => row.Id).Order());
        Assert.Equal((3, 2), (first.Count, rest.Count));
        Assert.True(first.Concat(rest).Zip(first.Concat(rest).Skip(1)).All(pair => pair.First.CreatedAt >= pair.Second.CreatedAt));
    }

    private static Api.Catalog.Catalog SmallCatalog(Api.Catalog.City city) => new()
    {
        Version = 2,
        City = city.Catalog.City,
        Departments = city.Catalog.Departments,
        Groups = city.Catalog.Groups,
        Outcomes = city.Catalog.Outcomes,
        ServiceTypes = city.Catalog.ServiceTypes,
        ServiceTypesByCode = city.Catalog.ServiceTypesByCode,
        Danger = city.Catalog.Danger,
        Calendars = city.Catalog.Calendars,
        DayAndNight = city.Catalog.DayAndNight,
    };

    /// <summary>Forty requests, ten to a round.</summary>
    private async Task<BacktestWorld> FilledAsync()
    {
        var world = await BacktestWorld.OpenAsync(Fresh.Database);
        for (var i = 0; i < 40; i++)
        {
            await world.StoredAsync(i % 4 == 0 ? "noise-residential.loud-music-party" : "street-condition.pothole");
        }

        world.Runs.NumbersARound = 10;
        return world;
    }

    /// <summary>Works as a node does that is killed in the round after some checkpoints.</summary>
    private static async Task<BacktestProgress> DieAfterAsync(int checkpoints, BacktestWorld world, BacktestRow row, Lease lease)
    {
        var run = world.Runs.Of(world.Compiled(Draft), new() { Version = 9 });
        var progress = await run.BeginAsync(Token);
        Assert.True(await world.Store.BeginAsync(row, world.City.Value.Catalog.Version, progress, lease, Token));
        return await run.RunAsync(
            progress,
            async reached => checkpoints-- > 0
                && await world.Store.MoveOnAsync(row.Id, reached, TimeSpan.FromSeconds(1), isDone: false, lease, Token),
            Token);
    }
}

public sealed class SqliteBacktestStoreTests() : BacktestStoreTests(new SqliteTestDatabase());

public sealed class SqlServerBacktestStoreTests() : BacktestStoreTests(new SqlServerTestDatabase());
