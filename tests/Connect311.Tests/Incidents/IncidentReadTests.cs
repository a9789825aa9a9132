using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Incidents;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Remarks;
using Connect311.Api.Triage.Streams;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage.Numbers;
using static Connect311.Tests.Incidents.IncidentWorld;

namespace Connect311.Tests.Incidents;

/// <summary>Who holds the requests of an incident, and what was told of them last; and what a stream tells of that.</summary>
public abstract class IncidentReadTests
{
    private readonly TestDatabase _database;
    private readonly IncidentWorld _world;

    protected IncidentReadTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _world = new(database.Database);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_who_hold_a_request_of_an_incident_are_found_however_many_there_are()
    {
        var here = Somewhere();
        var size = _database.Database.RequestsPerWrite;
        for (var stored = 0; stored <= 1_000; stored += size)
        {
            await _world.StoredAsync([.. Enumerable.Range(0, size).Select(n => Machine(here, $"s{n % 7}"))]);
        }

        var last = (await _world.StoredAsync(Machine(here, "z")))[0];
        var id = (await _world.RowAsync(last)).IncidentId!.Value;
        await SetAsync("UPDATE ServiceRequest SET Department = 'DPR', IsEscalated = 1 WHERE Id = @Id;", last);

        var holders = await _world.Store.HoldersAsync(id, Token);
        Assert.Equal([new Held("DOT", "public", false), new Held("DPR", "public", true)], holders.Select(holder => holder.Held).OrderBy(held => held.Department));
        Assert.Equal(last, Assert.Single(await _world.Store.MembersAsync(id, holders.Where(holder => holder.Department == "DPR"), 200, Token)).Id);
        Assert.Equal(200, (await _world.Store.MembersAsync(id, holders, 200, Token)).Count);
        Assert.Empty(await _world.Store.MembersAsync(id, [new HolderRow { Department = "DPR", Visibility = "public", Shown = 0 }], 200, Token));
    }

    [Fact]
    public async Task Only_what_was_told_just_so_and_last_is_told_already()
    {
        var here = Somewhere();
        var ids = await _world.StoredAsync(Person(here), Person(here), Person(here), Person(here), Person(here));
        var incident = (await _world.BegunAsync([.. ids])).Id;
        await SayAsync(ids[0], EventKind.Updated, "The crew's there: \"soon\".");
        await SayAsync(ids[1], EventKind.Updated, "the crew's there: \"soon\".");
        await SayAsync(ids[2], EventKind.Updated, "The crew's there: \"soon\".");
        await SayAsync(ids[2], EventKind.Noted, "Called.");
        await SayAsync(ids[3], EventKind.Noted, "The crew's there: \"soon\".");

        var content = EventChain.ContentOf(RemarkDesk.DetailsOf("The crew's there: \"soon\".", Agent.Id));
        Assert.Equal([ids[0]], await _world.Store.ToldAsync(incident, content, Token));
        Assert.Empty(await _world.Store.ToldAsync(incident, EventChain.ContentOf(RemarkDesk.DetailsOf("The crew's there: \"soon\".", Caller.OfStaff("ben", Role.Agent, "DOT").Id)), Token));
    }

    [Fact]
    public async Task A_stream_tells_of_what_is_noted_about_the_line_and_not_about_what_follows_it()
    {
        var here = Somewhere();
        var person = (await _world.StoredAsync(Person(here)))[0];
        var machine = (await _world.StoredAsync(Machine(here)))[0];
        var stream = new StreamStore(_database.Database);
        var start = await stream.LastPositionAsync(Token);
        await SayAsync(machine, EventKind.Noted, "It flickers.");
        await SayAsync(machine, EventKind.Updated, "It is looked at.");
        await SayAsync(person, EventKind.Noted, "It flickers.");

        var told = (await stream.ReadAsync(start, 1_000, Token))
            .Select(row => (row.RequestId, Change: new StreamScope("DOT", false).ChangeBy(Happened.Of(row))))
            .Where(row => row.Change is not null);
        Assert.Equal([(person, "changed")], told);
        Assert.True((await _world.RowAsync(machine)).Follows);
        Assert.All((await _database.Database.EventsAsync(machine)).TakeLast(2), line => Assert.True(EventData.Read(line.Data).Follows));
        Assert.Null(await _database.Database.FaultOfHistoryAsync(machine));
    }

    private static CurrentCity City { get; } = CityOf();

    private static Caller Agent => Caller.OfStaff("ana", Role.Agent, "DOT");

    private static CurrentCity CityOf()
    {
        var city = new CurrentCity();
        city.Set(NumberWorld.City);
        return city;
    }

    private async Task SayAsync(long id, string kind, string text)
    {
        var desk = new RemarkDesk(new(_database.Database), City, TimeProvider.System);
        Assert.True(await new StaffStore(_database.Database).CommitAsync(desk.Plan(await _world.RowAsync(id), kind, text, Agent.Id), Token));
    }

    private async Task SetAsync(string sql, long id) =>
        Assert.True(await _database.Database.WriteAsync(new Write().Change(sql, new StaffSql.IdParameters(id)), Token));
}

public sealed class SqliteIncidentReadTests(SqliteTestDatabase database)
    : IncidentReadTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerIncidentReadTests(SqlServerTestDatabase database)
    : IncidentReadTests(database), IClassFixture<SqlServerTestDatabase>;
