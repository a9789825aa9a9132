using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Tests.Triage;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.ServiceRequests;

/// <summary>Positions are committed in their order: a reader of <c>Position &gt; @after</c> misses none.</summary>
public abstract class PositionTests
{
    private const int Writers = 4;
    private const int Rounds = 25;
    private const int BatchSize = 4;

    private const string ReadFeed = """
        SELECT Position
        FROM ServiceRequestEvent
        WHERE Position > @after
        ORDER BY Position;
        """;

    private readonly TestDatabase _database;

    protected PositionTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    [Fact]
    public async Task A_reader_beside_many_writers_misses_no_position()
    {
        var start = await LastAsync();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteAsync(_database.Open()))));

        var read = await FollowAsync(_database.Open(), start, writing);

        // Every batch writes one event a request, and each request is acknowledged.
        var events = Writers * Rounds * BatchSize * 2;
        Assert.Equal(Enumerable.Range(0, events).Select(i => start + 1 + i), read);
    }

    [Fact]
    public async Task The_positions_of_a_batch_follow_the_order_of_its_numbers()
    {
        var batch = Enumerable.Range(0, 20).Select(_ => NewRequest()).ToArray();
        await new IntakeStore(_database.Database).StoreAsync(batch, TestContext.Current.CancellationToken);

        var positions = new List<long>();
        foreach (var request in batch)
        {
            positions.Add(Assert.Single(await _database.Database.EventsAsync(request.Row.Id)).Position);
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => positions[0] + i), positions);
    }

    [Fact]
    public async Task A_write_that_fails_leaves_no_hole()
    {
        var before = await LastAsync();
        var poisonous = NewRequest();
        poisonous = poisonous with { Contact = new ContactRow(NextId(), "secret", null, null, false) };
        var seen = await _database.Database.RowAsync((await _database.Database.StoredAsync(NewRequest())).Row.Id);
        await new IntakeStore(_database.Database).StoreAsync([poisonous], TestContext.Current.CancellationToken);
        Assert.True(await _database.Database.ActOnAsync(seen, Lifecycle.Acknowledge));
        Assert.False(await _database.Database.ActOnAsync(seen, Lifecycle.Close, "fixed"));

        await _database.Database.StoredAsync(NewRequest());

        Assert.Equal(before + 3, await LastAsync());
        Assert.Equal(3, (await _database.Database.QueryAsync<long>(ReadFeed, new { after = before }, TestContext.Current.CancellationToken)).Count);
    }

    private static async Task WriteAsync(Database database)
    {
        var store = new IntakeStore(database);
        for (var round = 0; round < Rounds; round++)
        {
            var batch = Enumerable.Range(0, BatchSize).Select(_ => NewRequest()).ToArray();
            var outcomes = await store.StoreAsync(batch, TestContext.Current.CancellationToken);
            Assert.All(outcomes, outcome => Assert.IsType<IntakeResult.Stored>(outcome.Result));
            foreach (var request in batch)
            {
                Assert.True(await database.ActAsync(request.Row.Id, Lifecycle.Acknowledge));
            }
        }
    }

    /// <summary>Reads what is new until the writers have ended, and once more.</summary>
    private static async Task<List<long>> FollowAsync(Database database, long after, Task writing)
    {
        var read = new List<long>();
        bool ended;
        do
        {
            ended = writing.IsCompleted;
            read.AddRange(await database.QueryAsync<long>(
                ReadFeed, new { after = read.Count == 0 ? after : read[^1] }, TestContext.Current.CancellationToken));
        }
        while (!ended);

        await writing;
        return read;
    }

    private async Task<long> LastAsync() =>
        (await _database.Database.QueryAsync<long>("SELECT Position FROM FeedPosition WHERE Id = 1;", null, TestContext.Current.CancellationToken)).Single();
}

public sealed class SqlitePositionTests(SqliteTestDatabase database)
    : PositionTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerPositionTests(SqlServerTestDatabase database)
    : PositionTests(database), IClassFixture<SqlServerTestDatabase>;
