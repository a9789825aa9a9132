using Connect311.Api.Databases;
using Connect311.Api.Open311.Requests;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Tests.Databases;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Open311;

public abstract class Open311StoreTests
{
    private readonly TestDatabase _database;
    private readonly Open311Store _store;

    /// <summary>A day of its own for each test, so that none sees another's requests.</summary>
    private readonly DateTimeOffset _day = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(NextId() % 100_000);

    protected Open311StoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _store = new(database.Database, new(database.Database, new(database.Database, new())));
    }

    [Fact]
    public async Task The_newest_come_first_and_of_the_same_time_the_highest_id()
    {
        var (first, second, third) = (await StoredAsync(), await StoredAsync(hours: 1), await StoredAsync(hours: 1));
        Assert.Equal([third, second, first], await FindAsync());
        Assert.Equal([second], await FindAsync(wanted => wanted with { Skip = 1, Take = 1 }));
        Assert.Empty(await FindAsync(wanted => wanted with { Skip = 3 }));
    }

    [Fact]
    public async Task Both_ends_of_the_time_belong_to_it()
    {
        await StoredAsync();
        var second = await StoredAsync(hours: 2);
        await StoredAsync(hours: 3);
        Assert.Equal([second], await FindAsync(wanted => wanted with { Since = _day.AddHours(2), Until = _day.AddHours(2) }));
        Assert.Empty(await FindAsync(wanted => wanted with { Since = _day.AddHours(2).AddMilliseconds(1), Until = _day.AddHours(3).AddMilliseconds(-1) }));
    }

    [Fact]
    public async Task Filters_narrow_and_none_asks_for_all()
    {
        var pothole = await StoredAsync();
        var rat = await StoredAsync(hours: 1, change: row => row with { ServiceType = "rodent.rat-sighting", Department = "DOHMH", Areas = "|borough:bronx|precinct:40|" });
        await _database.Database.ActAsync(pothole, Lifecycle.Close, "fixed");
        Assert.Equal([rat, pothole], await FindAsync());
        Assert.Equal([rat], await FindAsync(wanted => wanted with { IsOpen = true }));
        Assert.Equal([pothole], await FindAsync(wanted => wanted with { IsOpen = false }));
        Assert.Equal([rat], await FindAsync(wanted => wanted with { ServiceTypes = """["rodent.rat-sighting","other"]""" }));
        Assert.Empty(await FindAsync(wanted => wanted with { ServiceTypes = """["Rodent.rat-sighting"]""" }));
        Assert.Equal([pothole], await FindAsync(wanted => wanted with { Departments = """["DOT"]""" }));
        Assert.Equal([rat], await FindAsync(wanted => wanted with { Area = AreaList.Pattern("borough:bronx") }));
        Assert.Empty(await FindAsync(wanted => wanted with { Area = AreaList.Pattern("precinct:4") }));
    }

    [Fact]
    public async Task What_is_confidential_or_waits_for_an_operator_is_in_no_list()
    {
        await StoredAsync(change: row => row with { Visibility = "confidential" });
        await StoredAsync(change: row => row with { Status = RequestStatus.Submitted });
        var limited = await StoredAsync(change: row => row with { Visibility = "limited" });
        Assert.Equal([limited], await FindAsync());
    }

    [Fact]
    public async Task More_than_a_statement_reads_at_once_come_in_one_order()
    {
        var numbers = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            numbers.Add(await StoredAsync(hours: i % 2));
        }

        var unknown = Enumerable.Range(1, 700).Select(id => 1_000_000_000L + id);
        var found = await _store.FindAsync([.. numbers, .. unknown], Token);
        Assert.Equal(numbers, found.Select(one => one.Row.Id));
        Assert.Equal([numbers[1], numbers[2], numbers[0]], (await _store.FindNewestAsync([.. unknown, .. numbers], Token)).Select(one => one.Row.Id));
    }

    [Fact]
    public async Task What_changed_last_comes_first_whenever_it_came_in()
    {
        var (first, second, third) = (await StoredAsync(), await StoredAsync(hours: 1), await StoredAsync(hours: 2));
        await _database.Database.ActAsync(first, Lifecycle.Acknowledge, at: _day.AddHours(5));
        Open311Sql.ListParameters Changed(Open311Sql.ListParameters wanted) => new Open311Sql.ChangedParameters(wanted);
        Assert.Equal([first, third, second], await FindAsync(Changed));
        Assert.Equal([first], await FindAsync(wanted => new Open311Sql.ChangedParameters(wanted with { Since = _day.AddHours(5), Until = _day.AddHours(5) })));
        Assert.Equal([third, second], await FindAsync(wanted => new Open311Sql.ChangedParameters(wanted) { ReceivedSince = _day.AddHours(1) }));
        Assert.Equal([first, second], await FindAsync(wanted => new Open311Sql.ChangedParameters(wanted) { ReceivedUntil = _day.AddHours(1) }));
    }

    [Fact]
    public async Task A_box_and_a_circle_hold_what_publishes_its_place()
    {
        static RequestRow At(RequestRow row, double latitude, double longitude) => row with { PublicLatitude = latitude, PublicLongitude = longitude, PublicPlace = "exact" };
        var near = await StoredAsync(change: row => At(row, 40.67, -73.97));
        var far = await StoredAsync(change: row => At(row, 40.68, -73.97));
        await StoredAsync();
        await StoredAsync(change: row => At(row, 40.67, -73.97) with { Visibility = "limited" });
        Open311Sql.ListParameters Within(Open311Sql.ListParameters wanted, double metres) => wanted with
        {
            Latitude = 40.67,
            Longitude = -73.975,
            Metres = metres,
            MetresNorth = 111_195,
            MetresEast = 84_340,
        };
        Assert.Equal([near], await FindAsync(wanted => wanted with { South = 40.66, North = 40.675, West = -74, East = -73.9 }));
        Assert.Equal([far, near], await FindAsync(wanted => wanted with { South = 40.67, North = 40.68, West = -73.97, East = -73.97 }));
        Assert.Empty(await FindAsync(wanted => Within(wanted, 420)));
        Assert.Equal([near], await FindAsync(wanted => Within(wanted, 423)));
        Assert.Equal([far, near], await FindAsync(wanted => Within(wanted, 1_300)));
    }

    [Fact]
    public async Task Pages_of_the_oldest_leave_out_nothing_of_the_same_time()
    {
        long[] stored = [await StoredAsync(), await StoredAsync(hours: 1), await StoredAsync(hours: 1), await StoredAsync(hours: 1), await StoredAsync(hours: 2)];
        await StoredAsync(hours: 1, change: row => row with { Visibility = "confidential" });
        await StoredAsync(hours: 13);
        var found = new List<long>();
        var wanted = new Open311Sql.OldestParameters(_day, _day.AddHours(12), 0, null, null, 2);
        while (await _store.FindOldestAsync(wanted, Token) is { Count: > 0 } page)
        {
            found.AddRange(page.Select(row => row.Id));
            wanted = wanted with { Since = page[^1].ReceivedAt, AfterId = page[^1].Id };
        }

        Assert.Equal(stored, found);
        Assert.Empty(await _store.FindOldestAsync(new(_day, _day.AddHours(12), 0, """["DOHMH"]""", null, 2), Token));
    }

    [Fact]
    public async Task Descriptions_come_of_public_requests_alone()
    {
        var (told, empty) = (await StoredAsync(), await StoredAsync(change: row => row with { Description = null }));
        var hidden = await StoredAsync(change: row => row with { Visibility = "limited" });
        Assert.Equal(new() { [told] = "Deep pothole." }, await _store.DescriptionsAsync([told, empty, hidden, NextId()], Token));
        Assert.Empty(await _store.DescriptionsAsync([], Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task<List<long>> FindAsync(Func<Open311Sql.ListParameters, Open311Sql.ListParameters>? change = null)
    {
        var wanted = new Open311Sql.ListParameters { Since = _day, Until = _day.AddHours(12), Take = 1_000 };
        return _store.FindPageAsync(change?.Invoke(wanted) ?? wanted, Token);
    }

    private async Task<long> StoredAsync(int hours = 0, Func<RequestRow, RequestRow>? change = null) =>
        (await _database.Database.StoredAsync(NewRequest(receivedAt: _day.AddHours(hours), change: change))).Row.Id;
}

public sealed class SqliteOpen311StoreTests(SqliteTestDatabase database) : Open311StoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerOpen311StoreTests(SqlServerTestDatabase database) : Open311StoreTests(database), IClassFixture<SqlServerTestDatabase>;

/// <summary>However much a city has stored, a list reads the range of times that is asked for.</summary>
public sealed class Open311PlanTests(SqliteSchema schema) : IClassFixture<SqliteSchema>
{
    [Theory]
    [InlineData("Open311Sql.Newest", "ReceivedAt")]
    [InlineData("Open311Sql.Oldest", "ReceivedAt")]
    [InlineData("Open311Sql.Changed", "UpdatedAt")]
    public void A_list_reads_a_range_of_times_in_its_order(string statement, string column)
    {
        var plan = schema.PlanOf(Statements.Find(DatabaseEngine.Sqlite, statement).Text);
        Assert.Equal($"SEARCH ServiceRequest USING INDEX IX_ServiceRequest_{column} ({column}>? AND {column}<?)", plan[0]);
        Assert.DoesNotContain(plan, line => line.Contains("B-TREE", StringComparison.Ordinal));
    }
}
