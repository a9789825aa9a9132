using Connect311.Api.Records;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Numbers;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.Numbers;

/// <summary>What the numbers tell once requests are erased. Each test has a year of its own.</summary>
public abstract class ErasedNumberTests
{
    private readonly TestDatabase _database;

    protected ErasedNumberTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private NumberStore Store => new(_database.Database);

    [Theory]
    [InlineData(2031)]
    [InlineData(2032)]
    public async Task Every_number_is_that_of_the_events_of_what_is_not_erased_whole(int year)
    {
        var world = new NumberWorld(_database.Database, year, new Random(year)) { Erases = true };
        for (var i = 0; i < 60; i++)
        {
            await world.AddAsync();
        }

        Assert.True(await _database.Database.CountAsync("SELECT COUNT(*) FROM ServiceRequest WHERE Department = @value;", "") > 3);
        var events = await world.ByEventsAsync();
        foreach (var by in NumbersBy.All)
        {
            for (var i = 0; i < 12; i++)
            {
                var question = world.Question(by);
                var found = await Store.ReadAsync(question, NumberWorld.Zone, world.Now, Token);
                Assert.Equal(
                    events.Of(question).Values.Select(NumberRows.Text).Order(),
                    found.Where(group => by != NumbersBy.Month || group.Requests!.Received + group.Transfers + group.Closings.Closings > 0).Select(NumberRows.Text).Order());
            }
        }
    }

    [Fact]
    public async Task What_is_erased_whole_counts_nowhere_any_more_and_what_loses_its_words_still_does()
    {
        var day = Noon.AddYears(13);
        foreach (var scope in new[] { ErasureScopes.None, ErasureScopes.FreeText, ErasureScopes.Request })
        {
            var id = (await _database.Database.StoredAsync(NewRequest(receivedAt: day))).Row.Id;
            Assert.True(await _database.Database.ActAsync(id, Lifecycle.Close, "fixed", at: day.AddHours(1)));
            Assert.True(scope == ErasureScopes.None || await new RecordStore(_database.Database, new(_database.Database)).EraseAsync(
                await _database.Database.RowAsync(id), ErasureScope.Whole(scope), ErasureCause.Period, "test", day.AddDays(1), Token));
        }

        var asked = new NumberQuestion { By = NumbersBy.Department, AreaSet = "borough", From = DateOnly.FromDateTime(day.DateTime), To = DateOnly.FromDateTime(day.DateTime), ConfidentialOf = "DOT" };
        var found = Assert.Single(await Store.ReadAsync(asked, NumberWorld.Zone, Noon, Token));
        Assert.Equal(("DOT", 2, 2, 2), (found.Code, found.Requests!.Received, found.Requests.Closed, found.Closings.Closings));
        var byAgent = await Store.ReadAsync(asked with { By = NumbersBy.Agent }, NumberWorld.Zone, Noon, Token);
        Assert.Equal([(null, 1), ("agent", 1)], byAgent.Select(group => (group.Code, group.Closings.Closings)).OrderBy(group => group.Code));
    }
}

public sealed class SqliteErasedNumberTests(SqliteTestDatabase database) : ErasedNumberTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerErasedNumberTests(SqlServerTestDatabase database) : ErasedNumberTests(database), IClassFixture<SqlServerTestDatabase>;
