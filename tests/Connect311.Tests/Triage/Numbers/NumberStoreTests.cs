using Connect311.Api.Databases;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Numbers;
using Connect311.Tests.Databases;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Staff;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.Numbers;

/// <summary>What the database counts is what the events tell. Each test has a year of its own.</summary>
public abstract class NumberStoreTests
{
    private readonly TestDatabase _database;

    protected NumberStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private NumberStore Store => new(_database.Database);

    [Theory]
    [InlineData(2031)]
    [InlineData(2032)]
    [InlineData(2033)]
    public async Task Every_number_is_that_of_the_events(int year)
    {
        var world = new NumberWorld(_database.Database, year, new Random(year));
        for (var i = 0; i < 60; i++)
        {
            await world.AddAsync();
        }

        var events = await world.ByEventsAsync();
        var closings = 0;
        foreach (var by in NumbersBy.All)
        {
            for (var i = 0; i < 12; i++)
            {
                var question = world.Question(by);
                var found = await Store.ReadAsync(question, NumberWorld.Zone, world.Now, Token);
                var expected = events.Of(question);
                Assert.Equal(expected.Values.Select(NumberRows.Text).Order(), found.Where(group => by != NumbersBy.Month || group.Requests!.Received + group.Transfers + group.Closings.Closings > 0).Select(NumberRows.Text).Order());
                closings += found.Sum(group => group.Closings.Closings);
            }
        }

        Assert.True(closings > 100);
    }

    [Fact]
    public async Task A_day_begins_at_midnight_in_the_city_and_every_month_of_the_period_is_told()
    {
        foreach (var at in new[] { "2030-03-01T04:59:59.999Z", "2030-03-01T05:00:00Z", "2030-04-01T03:59:59.999Z", "2030-04-01T04:00:00Z" })
        {
            await _database.Database.StoredAsync(NewRequest(receivedAt: DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));
        }

        var asked = new NumberQuestion { By = NumbersBy.Month, AreaSet = "borough", From = new(2030, 2, 15), To = new(2030, 5, 2) };
        var found = await Store.ReadAsync(asked, NumberWorld.Zone, Noon, Token);

        Assert.Equal([("2030-02", 1), ("2030-03", 2), ("2030-04", 1), ("2030-05", 0)], found.Select(group => (group.Code!, group.Requests!.Received)));
    }

    [Fact]
    public async Task Who_closed_is_named_and_what_the_department_s_own_system_closed_is_not()
    {
        var people = await StaffWorld.OfAsync(_database.Database);
        var ana = (await people.AddAsync(name: "Ana Ruiz")).Id;
        foreach (var by in new[] { ana, ana, "its-own-key" })
        {
            var id = (await _database.Database.StoredAsync(NewRequest(receivedAt: Noon.AddYears(3)))).Row.Id;
            var seen = await _database.Database.RowAsync(id);
            Assert.True(await new StaffStore(_database.Database).ChangeAsync(
                seen, Step.Of(seen, new(Lifecycle.Close, "fixed"), by, seen.UpdatedAt.AddMinutes(1), null), Token));
        }

        var day = DateOnly.FromDateTime(Noon.AddYears(3).DateTime);
        var asked = new NumberQuestion { By = NumbersBy.Agent, AreaSet = "borough", From = day, To = day };
        var found = await Store.ReadAsync(asked, NumberWorld.Zone, Noon, Token);
        Assert.Equal([(ana, "Ana Ruiz", 2), ("its-own-key", null, 1)], found.Select(group => (group.Code!, group.Closings.Name, group.Closings.Closings)));
    }

    /// <summary>The script that brought these columns fills them for what was there before.</summary>
    [Fact]
    public async Task What_was_closed_before_the_upgrade_is_counted_from_its_events()
    {
        var database = _database.Database;
        var world = new NumberWorld(database, 2034, new Random(34));
        for (var i = 0; i < 40; i++)
        {
            await world.AddAsync();
        }

        var before = await KeptAsync();
        foreach (var statement in NumberScript.Forgetting.Concat(NumberScript.Filling(database.Engine)))
        {
            await database.WriteAsync(new Write().Run(statement, new { }), Token);
        }

        Assert.Contains(before, line => line.EndsWith("True True True", StringComparison.Ordinal));
        Assert.Equal(before, await KeptAsync());

        async Task<List<string>> KeptAsync() =>
        [
            .. (await database.QueryAsync<NumberScript.Acknowledgement>(NumberScript.Acknowledgements, null, Token)).Select(row => $"{row.Id} {row.AcknowledgedAt:O}"),
            .. (await database.QueryAsync<NumberScript.Closing>(NumberScript.Closings, null, Token))
                .Select(row => $"{row.RequestId} {row.EventNumber} {row.At:O} {row.Department} {row.ClosedBy} {row.IsDisputed} {row.IsUpheld} {row.IsReopened}"),
        ];
    }
}

internal static class NumberRows
{
    public static string Text(NumbersOfGroup group) => $"{group.Code} {group.Requests?.WithoutBucket()} {group.Closings.WithoutBucket()} {group.Transfers}";

    public static RequestNumbersRow WithoutBucket(this RequestNumbersRow row) => row with { Bucket = null };

    public static ClosingNumbersRow WithoutBucket(this ClosingNumbersRow row) => row with { Bucket = null, Name = null };
}

public sealed class SqliteNumberStoreTests(SqliteTestDatabase database) : NumberStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerNumberStoreTests(SqlServerTestDatabase database) : NumberStoreTests(database), IClassFixture<SqlServerTestDatabase>;

/// <summary>However much a city has stored, its numbers read the range of times that is asked for.</summary>
public sealed class NumberPlanTests(SqliteSchema schema) : IClassFixture<SqliteSchema>
{
    [Theory]
    [InlineData("NumberSql.Requests")]
    [InlineData("NumberSql.Transfers")]
    [InlineData("NumberSql.Closings")]
    public void Numbers_read_a_range_of_times_and_whatever_belongs_to_it(string name)
    {
        var plan = schema.PlanOf(Statements.Find(DatabaseEngine.Sqlite, name).Text);
        Assert.Contains("SEARCH r USING INDEX IX_ServiceRequest_ReceivedAt (ReceivedAt>? AND ReceivedAt<?)", plan);
        Assert.DoesNotContain(plan, line => line.StartsWith("SCAN r", StringComparison.Ordinal) || line.StartsWith("SCAN t", StringComparison.Ordinal) || line.StartsWith("SCAN c", StringComparison.Ordinal));
    }
}
