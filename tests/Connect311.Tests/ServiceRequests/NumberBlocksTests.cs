using System.Data.Common;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Tests.Databases;
using Microsoft.Data.Sqlite;
using Polly;

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
        var one = new NumberBlocks(_database.Database);
        var other = new NumberBlocks(_database.Open());
        var first = await one.NextAsync(TestContext.Current.CancellationToken);
        var second = await other.NextAsync(TestContext.Current.CancellationToken);
        Assert.True(Math.Abs(first.Id - second.Id) >= 1000);
    }

    [Fact]
    public async Task Numbers_follow_each_other_and_a_new_block_begins_behind_the_last()
    {
        var numbers = new NumberBlocks(_database.Database);
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
    }

    [Fact]
    public async Task All_who_wait_for_a_block_that_does_not_come_hear_of_it_at_once()
    {
        var calls = 0;
        var refusal = new TaskCompletionSource();
        var numbers = new NumberBlocks(new RefusingDatabase(async () =>
        {
            calls++;
            await refusal.Task;
        }));
        var waiting = Enumerable.Range(0, 50).Select(_ => numbers.NextAsync(TestContext.Current.CancellationToken).AsTask()).ToList();

        refusal.SetException(FaultyDatabase.DiskFull);

        foreach (var one in waiting)
        {
            await Assert.ThrowsAsync<SqliteException>(() => one);
        }

        Assert.Equal(1, calls);
        await Assert.ThrowsAsync<SqliteException>(() => numbers.NextAsync(TestContext.Current.CancellationToken).AsTask());
        Assert.Equal(2, calls);
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

    /// <summary>Opens no connection.</summary>
    private sealed class RefusingDatabase(Func<Task> refuse) : SqliteDatabase("Data Source=:memory:", ResiliencePipeline.Empty)
    {
        protected override async Task<T> ReadAsWriterAsync<T>(
            Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
        {
            await refuse();
            throw new InvalidOperationException("It refuses nothing.");
        }
    }
}

public sealed class SqliteNumberBlocksTests(SqliteTestDatabase database)
    : NumberBlocksTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerNumberBlocksTests(SqlServerTestDatabase database)
    : NumberBlocksTests(database), IClassFixture<SqlServerTestDatabase>;
