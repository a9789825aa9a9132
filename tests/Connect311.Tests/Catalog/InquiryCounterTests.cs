using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Tests.Databases;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Catalog;

public abstract class InquiryCounterTests
{
    private readonly TestDatabase _database;
    private readonly CurrentCity _city = new();
    private readonly OutageLog _outages = new(NullLogger<OutageLog>.Instance, TimeProvider.System);

    protected InquiryCounterTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _city.Set(SmallCity.Read(SmallCity.Files));
    }

    [Fact]
    public async Task Many_who_ask_at_once_are_all_counted()
    {
        var time = new FakeTimeProvider(TestApplication.Noon);
        InquiryCounter[] nodes = [new(_database.Open(), _city, time, _outages), new(_database.Open(), _city, time, _outages)];

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(() => nodes[i % 2].CountAsync("busy", TestContext.Current.CancellationToken))));

        Assert.Equal([("2026-06-01", 12)], await CountsAsync("busy"));
    }

    [Fact]
    public async Task Two_who_are_the_first_of_a_day_are_both_counted()
    {
        var time = new FakeTimeProvider(TestApplication.Noon);
        var commits = 0;
        var database = _database.Faulty(async (commit, _) =>
        {
            // Between the look, which found no row of the day, and the row that begins it.
            if (++commits == 2)
            {
                await new InquiryCounter(_database.Database, _city, time, _outages).CountAsync("first", TestContext.Current.CancellationToken);
            }

            return await commit();
        });

        await new InquiryCounter(database, _city, time, _outages).CountAsync("first", TestContext.Current.CancellationToken);

        Assert.Equal([("2026-06-01", 2)], await CountsAsync("first"));
    }

    [Fact]
    public async Task A_day_ends_at_midnight_in_the_citys_zone()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 6, 2, 3, 59, 59, TimeSpan.Zero));
        var counter = new InquiryCounter(_database.Database, _city, time, _outages);

        await counter.CountAsync("late", TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(1));
        await counter.CountAsync("late", TestContext.Current.CancellationToken);

        Assert.Equal([("2026-06-01", 1), ("2026-06-02", 1)], await CountsAsync("late"));
    }

    private async Task<IEnumerable<(string Day, int Count)>> CountsAsync(string serviceType)
    {
        var rows = await _database.Database.QueryAsync<Row>(
            "SELECT Day, Count FROM InquiryCount WHERE ServiceType = @serviceType ORDER BY Day;", new { serviceType }, TestContext.Current.CancellationToken);
        return rows.Select(row => (row.Day, row.Count));
    }

    private sealed record Row
    {
        public required string Day { get; init; }

        public required int Count { get; init; }
    }
}

public sealed class SqliteInquiryCounterTests(SqliteTestDatabase database)
    : InquiryCounterTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerInquiryCounterTests(SqlServerTestDatabase database)
    : InquiryCounterTests(database), IClassFixture<SqlServerTestDatabase>;
