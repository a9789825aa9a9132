using Connect311.Api.ServiceRequests.Intake;

namespace Connect311.Tests.ServiceRequests;

public abstract class NumberBlocksTests
{
    private readonly TestDatabase _database;

    protected NumberBlocksTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    [Fact]
    public async Task Blocks_of_two_processes_never_overlap()
    {
        using var one = new NumberBlocks(_database.Database);
        using var other = new NumberBlocks(_database.Open());
        var first = await one.NextAsync(TestContext.Current.CancellationToken);
        var second = await other.NextAsync(TestContext.Current.CancellationToken);
        Assert.True(Math.Abs(first.Id - second.Id) >= 1000);
    }

    [Fact]
    public async Task Numbers_follow_each_other_and_a_new_block_begins_behind_the_last()
    {
        using var numbers = new NumberBlocks(_database.Database);
        var first = await numbers.NextAsync(TestContext.Current.CancellationToken);
        for (var i = 1; i < 1_000; i++)
        {
            Assert.Equal(first.Id + i, (await numbers.NextAsync(TestContext.Current.CancellationToken)).Id);
        }

        Assert.True((await numbers.NextAsync(TestContext.Current.CancellationToken)).Id >= first.Id + 1_000);
    }

    [Fact]
    public async Task Nobody_gets_a_number_twice_however_many_ask_at_once()
    {
        var processes = Enumerable.Range(0, 4).Select(_ => new NumberBlocks(_database.Open())).ToList();

        var taken = await Task.WhenAll(processes.SelectMany(numbers => Enumerable.Range(0, 3).Select(_ => Task.Run(() => TakeAsync(numbers, 1_100)))));

        var ids = taken.SelectMany(some => some).ToList();
        Assert.Equal(4 * 3 * 1_100, ids.Distinct().Count());
        processes.ForEach(numbers => numbers.Dispose());
    }

    private static async Task<List<long>> TakeAsync(NumberBlocks numbers, int count)
    {
        var ids = new List<long>();
        for (var i = 0; i < count; i++)
        {
            ids.Add((await numbers.NextAsync(TestContext.Current.CancellationToken)).Id);
        }

        return ids;
    }
}

public sealed class SqliteNumberBlocksTests(SqliteTestDatabase database)
    : NumberBlocksTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerNumberBlocksTests(SqlServerTestDatabase database)
    : NumberBlocksTests(database), IClassFixture<SqlServerTestDatabase>;
