using System.Diagnostics.Metrics;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Polly.Timeout;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.ServiceRequests;

public abstract class IntakeQueueTests
{
    private readonly TestDatabase _database;

    protected IntakeQueueTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(512)]
    public async Task Five_copies_at_once_make_one_row(int batchSize)
    {
        var queue = NewQueue(new() { BatchSize = batchSize, Lanes = 5 });
        await queue.StartAsync(TestContext.Current.CancellationToken);

        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => queue.SubmitAsync(NewRequest($"five-{batchSize}")))));
        await queue.StopAsync(TestContext.Current.CancellationToken);

        var stored = Assert.Single(results.OfType<IntakeResult.Stored>());
        Assert.All(results.OfType<IntakeResult.Replayed>(), replayed => Assert.Equal(stored.Receipt, replayed.Receipt));
        Assert.Equal(4, results.OfType<IntakeResult.Replayed>().Count());
        Assert.Equal(1, await _database.Database.RowsOfKeyAsync(NewRequest($"five-{batchSize}")));
    }

    [Fact]
    public async Task What_waits_is_stored_in_one_commit()
    {
        var commits = 0;
        var queue = NewQueue(new() { Lanes = 1 }, _database.Faulty((commit, _) =>
        {
            commits++;
            return commit();
        }));
        var waiting = Enumerable.Range(0, 50).Select(_ => queue.SubmitAsync(NewRequest())).ToList();

        await queue.StartAsync(TestContext.Current.CancellationToken);
        var results = await Task.WhenAll(waiting);
        await queue.StopAsync(TestContext.Current.CancellationToken);

        Assert.All(results, result => Assert.IsType<IntakeResult.Stored>(result));
        Assert.Equal(1, commits);
    }

    [Fact]
    public async Task A_full_channel_says_busy_and_stores_nothing_of_it()
    {
        var queue = NewQueue(new() { Waiting = 2 });
        var accepted = new[] { queue.SubmitAsync(NewRequest()), queue.SubmitAsync(NewRequest()) };
        var turnedAway = NewRequest();

        Assert.True(queue.IsFull);
        Assert.IsType<IntakeResult.Busy>(await queue.SubmitAsync(turnedAway));

        await queue.StartAsync(TestContext.Current.CancellationToken);
        Assert.All(await Task.WhenAll(accepted), result => Assert.IsType<IntakeResult.Stored>(result));
        Assert.False(queue.IsFull);
        Assert.Equal(0, await _database.Database.RowsOfKeyAsync(turnedAway));
        await queue.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Stopping_stores_what_was_accepted()
    {
        var queue = NewQueue(new() { BatchSize = 7 });
        await queue.StartAsync(TestContext.Current.CancellationToken);
        var accepted = Enumerable.Range(0, 60).Select(_ => NewRequest()).Select(request => (request, Task: queue.SubmitAsync(request))).ToList();

        await queue.StopAsync(TestContext.Current.CancellationToken);

        foreach (var (request, task) in accepted)
        {
            Assert.IsType<IntakeResult.Stored>(await task);
            Assert.Equal(1, await _database.Database.RowsOfKeyAsync(request));
        }

        Assert.IsType<IntakeResult.Busy>(await queue.SubmitAsync(NewRequest()));
    }

    [Fact]
    public async Task One_that_fails_fails_for_its_own_caller_alone()
    {
        var queue = NewQueue(new());
        var poisonous = queue.SubmitAsync(NewRequest(change: row => row with { ServiceType = null! }));
        var good = queue.SubmitAsync(NewRequest());

        await queue.StartAsync(TestContext.Current.CancellationToken);

        Assert.IsType<IntakeResult.Stored>(await good);
        await Assert.ThrowsAnyAsync<Exception>(() => poisonous);
        Assert.IsType<IntakeResult.Stored>(await queue.SubmitAsync(NewRequest()));
        await queue.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_writer_goes_on_after_a_database_that_failed()
    {
        var queue = NewQueue(new() { Lanes = 1 }, _database.Faulty(FaultyDatabase.Refuses(FaultyDatabase.Busy, times: 4)));
        await queue.StartAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<Exception>(() => queue.SubmitAsync(NewRequest("outage")));

        Assert.IsType<IntakeResult.Stored>(await queue.SubmitAsync(NewRequest("outage")));
        await queue.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Who_waited_too_long_hears_of_it_and_is_not_stored()
    {
        var time = new FakeTimeProvider();
        var queue = NewQueue(new() { PatienceSeconds = 30 }, time: time);
        var late = NewRequest("late");
        var tooLate = queue.SubmitAsync(late);
        time.Advance(TimeSpan.FromSeconds(31));
        var inTime = queue.SubmitAsync(NewRequest());

        await queue.StartAsync(TestContext.Current.CancellationToken);

        Assert.True(DatabaseErrors.IsUnavailable(await Assert.ThrowsAsync<TimeoutRejectedException>(() => tooLate)));
        Assert.IsType<IntakeResult.Stored>(await inTime);
        Assert.Equal(0, await _database.Database.RowsOfKeyAsync(late));
        await queue.StopAsync(TestContext.Current.CancellationToken);
    }

    private IntakeQueue NewQueue(IntakeOptions options, Database? database = null, TimeProvider? time = null)
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new(new IntakeStore(database ?? _database.Database), _database.Database, Options.Create(options), meters, time ?? TimeProvider.System);
    }
}

public sealed class SqliteIntakeQueueTests(SqliteTestDatabase database)
    : IntakeQueueTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerIntakeQueueTests(SqlServerTestDatabase database)
    : IntakeQueueTests(database), IClassFixture<SqlServerTestDatabase>;
