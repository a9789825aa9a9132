using Connect311.Api.ServiceRequests.Intake;

namespace Connect311.Tests.ServiceRequests;

public abstract class IntakeStoreTests
{
    private readonly TestDatabase _database;

    protected IntakeStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    [Fact]
    public async Task Number_blocks_never_overlap()
    {
        using var one = new NumberBlocks(_database.Database);
        using var other = new NumberBlocks(_database.Open());
        var first = await one.NextAsync(TestContext.Current.CancellationToken);
        var second = await other.NextAsync(TestContext.Current.CancellationToken);
        Assert.True(Math.Abs(first.Id - second.Id) >= 1000);
    }
}

public sealed class SqliteIntakeStoreTests(SqliteTestDatabase database)
    : IntakeStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerIntakeStoreTests(SqlServerTestDatabase database)
    : IntakeStoreTests(database), IClassFixture<SqlServerTestDatabase>;
