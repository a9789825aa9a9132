using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Streams;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage;
using static Connect311.Tests.Incidents.IncidentWorld;

namespace Connect311.Tests.Incidents;

public abstract class IncidentStoreTests
{
    private readonly TestDatabase _database;
    private readonly IncidentWorld _world;

    protected IncidentStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _world = new(database.Database);
    }

    [Fact]
    public async Task What_is_joined_counts_its_reporters_and_every_history_tells_of_it()
    {
        var here = Somewhere();
        var ids = await _world.StoredAsync(Person(here, mail: "m"), Person(here, mail: "m", phone: "p"), Person(here, phone: "p"), Person(here), Person(here));
        var incident = await _world.BegunAsync(ids[0], ids[2], ids[3]);
        Assert.Equal((3, 3, 1), (incident.ReportCount, incident.ReporterCount, incident.Version));
        Assert.True(await _world.JoinAsync(incident, ids[1], ids[4]));

        incident = await _world.FindAsync(incident.Id);
        Assert.Equal((5, 2, 2), (incident.ReportCount, incident.ReporterCount, incident.Version));
        foreach (var id in ids)
        {
            var row = await _world.RowAsync(id);
            Assert.Equal((incident.Id, 2, true), (row.IncidentId!.Value, row.Version, row.IsOpen));
            var last = (await _database.Database.EventsAsync(id))[^1];
            Assert.Equal((EventKind.IncidentJoined, incident.Id), (last.Kind, EventData.Read(last.Data).Incident!.Value));
            Assert.Null(await _database.Database.FaultOfHistoryAsync(id));
        }
    }

    [Fact]
    public async Task What_is_split_is_by_itself_again_and_each_change_is_undone_in_turn()
    {
        var here = Somewhere();
        var ids = await _world.StoredAsync(Person(here, mail: "a"), Person(here, mail: "b"), Person(here, mail: "c"));
        var incident = await _world.BegunAsync(ids[0], ids[1]);
        await _world.JoinAsync(incident, ids[2]);
        await _world.SplitAsync(await _world.FindAsync(incident.Id), ids[0]);
        Assert.Equal((2, 2), ((await _world.FindAsync(incident.Id)).ReportCount, (await _world.MembersAsync(incident.Id)).Listed.Count));
        Assert.Null((await _world.RowAsync(ids[0])).IncidentId);

        Assert.True(await _world.UndoAsync(await _world.FindAsync(incident.Id)));
        Assert.Equal(ids, (await _world.MembersAsync(incident.Id)).Listed);
        Assert.True(await _world.UndoAsync(await _world.FindAsync(incident.Id)));
        Assert.Equal(ids[..2], (await _world.MembersAsync(incident.Id)).Listed);
        Assert.True(await _world.UndoAsync(await _world.FindAsync(incident.Id)));
        Assert.Empty((await _world.MembersAsync(incident.Id)).Listed);
        Assert.False(await _world.UndoAsync(await _world.FindAsync(incident.Id)));
        Assert.Equal((0, 0), ((await _world.FindAsync(incident.Id)).ReportCount, (await _world.FindAsync(incident.Id)).ReporterCount));
        Assert.Equal(
            ["submitted", "incident-joined", "incident-left", "incident-joined", "incident-left"],
            (await _database.Database.EventsAsync(ids[0])).Select(line => line.Kind));
    }

    [Fact]
    public async Task Of_two_who_join_the_same_request_at_once_one_wins()
    {
        for (var round = 0; round < 10; round++)
        {
            var here = Somewhere();
            var ids = await _world.StoredAsync(Person(here), Person(here), Person(here), Person(here), Person(here));
            var (one, other) = (await _world.BegunAsync(ids[0], ids[1]), await _world.BegunAsync(ids[2], ids[3]));
            var (here1, here2) = (new IncidentWorld(_database.Open()), new IncidentWorld(_database.Open()));
            var won = await Task.WhenAll(Task.Run(() => here1.JoinAsync(one, ids[4])), Task.Run(() => here2.JoinAsync(other, ids[4])));

            Assert.Single(won, joined => joined);
            Assert.Equal(won[0] ? one.Id : other.Id, (await _world.RowAsync(ids[4])).IncidentId);
            Assert.Equal(5, (await _world.FindAsync(one.Id)).ReportCount + (await _world.FindAsync(other.Id)).ReportCount);
            Assert.Null(await _database.Database.FaultOfHistoryAsync(ids[4]));
        }
    }

    [Fact]
    public async Task A_machines_report_follows_what_stands_there_and_a_person_still_has_a_line()
    {
        var here = Somewhere();
        var person = (await _world.StoredAsync(Person(here)))[0];
        var machines = await _world.StoredAsync(Machine(here + Step, "s1"), Machine(here, "s1"), Machine(here, "s2"));
        var row = await _world.RowAsync(person);
        var incident = await _world.FindAsync(row.IncidentId!.Value);
        Assert.Equal((4, 3), (incident.ReportCount, incident.ReporterCount));
        var (listed, following, _) = await _world.MembersAsync(incident.Id);
        Assert.Equal([person], listed);
        Assert.Equal(machines, following);

        var first = Assert.Single(await _database.Database.EventsAsync(machines[0]));
        Assert.Equal((incident.Id, true), (EventData.Read(first.Data).Incident!.Value, EventData.Read(first.Data).Follows!.Value));
        Assert.Null(await _database.Database.NextMarkAsync(machines[0]));
        await _world.StoredAsync(Machine(here, "s2"), Machine(here, "s3"));
        incident = await _world.FindAsync(incident.Id);
        Assert.Equal((6, 4, 1), (incident.ReportCount, incident.ReporterCount, incident.Version));
        Assert.Equal(0, await _world.FaultsAsync());
    }

    [Fact]
    public async Task What_is_too_far_too_old_of_another_type_or_another_department_is_not_the_same()
    {
        var here = Somewhere();
        await _world.StoredAsync(Machine(here, at: TestRequests.Noon.AddHours(-25)));
        var ids = await _world.StoredAsync(
            Machine(here + (6 * Step)),
            Machine(here, change: row => row with { ServiceType = "street-condition.cave-in" }),
            Machine(here, change: row => row with { Department = "DPR" }),
            Machine(here));
        Assert.All(await _world.Store.RequestsAsync(ids, TestContext.Current.CancellationToken), row => Assert.Equal((null, true), (row.IncidentId, row.IsOpen)));

        var last = await _world.StoredAsync(Machine(here + (2 * Step), at: TestRequests.Noon.AddHours(24)));
        Assert.True((await _world.RowAsync(last[0])).Follows);
        Assert.NotNull((await _world.RowAsync(ids[3])).IncidentId);
    }

    [Fact]
    public async Task Machines_that_report_at_once_on_two_nodes_make_one_incident()
    {
        for (var round = 0; round < 5; round++)
        {
            var here = Somewhere();
            var nodes = Enumerable.Range(0, 4).Select(_ => new IncidentWorld(_database.Open())).ToList();
            var stored = await Task.WhenAll(nodes.Select((node, i) => Task.Run(() => node.StoredAsync(
                [.. Enumerable.Range(0, 5).Select(n => Machine(here + (n % 2 * Step), $"s{i}"))]))));

            var rows = await _world.Store.RequestsAsync(stored.SelectMany(ids => ids), TestContext.Current.CancellationToken);
            var incident = await _world.FindAsync(Assert.Single(rows.Select(row => row.IncidentId).Distinct())!.Value);
            Assert.Equal((20, 4), (incident.ReportCount, incident.ReporterCount));
            Assert.Single(rows, row => row.IsOpen);
            Assert.Equal(0, await _world.FaultsAsync());
        }
    }

    [Fact]
    public async Task Ten_thousand_reports_of_machines_are_one_line()
    {
        var here = Somewhere();
        var size = _database.Database.RequestsPerWrite;
        var total = _database.Engine == Api.Databases.DatabaseEngine.Sqlite ? 10_000 : 2_048;
        for (var stored = 0; stored < total; stored += size)
        {
            await _world.StoredAsync([.. Enumerable.Range(0, size).Select(n => Machine(here + (n % 3 * Step), $"s{n % 7}"))]);
        }

        var row = Assert.Single(await _database.Database.QueryAsync<StaffRow>(
            "SELECT Id, IncidentId FROM ServiceRequest WHERE IsOpen = 1 AND Latitude BETWEEN @from AND @to;",
            new { from = here - 0.001, to = here + 0.001 },
            TestContext.Current.CancellationToken));
        var incident = await _world.FindAsync(row.IncidentId!.Value);
        Assert.Equal(7, incident.ReporterCount);
        Assert.InRange(incident.ReportCount, total, total + size);
    }

    [Fact]
    public async Task When_the_last_in_the_queue_is_closed_or_split_the_first_that_follows_takes_its_place()
    {
        var here = Somewhere();
        var person = (await _world.StoredAsync(Person(here)))[0];
        var machines = await _world.StoredAsync(Machine(here, "s1"), Machine(here, "s2"), Machine(here, "s3"));
        var incident = (await _world.RowAsync(person)).IncidentId!.Value;
        Assert.True(await _database.Database.ActAsync(person, Lifecycle.Close, "fixed"));

        var (listed, following, closed) = await _world.MembersAsync(incident);
        Assert.Equal([machines[0]], listed);
        Assert.Equal([machines[1], machines[2]], following);
        Assert.Equal([person], closed);
        Assert.Equal(EventKind.IncidentListed, (await _database.Database.EventsAsync(machines[0]))[^1].Kind);
        Assert.NotNull(await _database.Database.NextMarkAsync(machines[0]));

        Assert.True(await _world.SplitAsync(await _world.FindAsync(incident), machines[0], machines[2]));
        (listed, following, _) = await _world.MembersAsync(incident);
        Assert.Equal([machines[1]], listed);
        Assert.Empty(following);
        Assert.All(await _world.Store.RequestsAsync([machines[0], machines[2]], TestContext.Current.CancellationToken), row => Assert.Equal((null, true), (row.IncidentId, row.IsOpen)));
        Assert.Equal(0, await _world.FaultsAsync());
        foreach (var id in machines)
        {
            Assert.Null(await _database.Database.FaultOfHistoryAsync(id));
        }
    }

    [Fact]
    public async Task Closing_what_stands_for_machines_while_they_report_leaves_none_unseen()
    {
        for (var round = 0; round < 10; round++)
        {
            var here = Somewhere();
            var first = (await _world.StoredAsync(Machine(here, "s1"), Machine(here, "s2")))[0];
            var seen = await _world.RowAsync(first);
            var (one, other) = (_database.Open(), new IncidentWorld(_database.Open()));
            var closing = Task.Run(() => one.ActOnAsync(seen, Lifecycle.Close, "fixed"));
            var report = Task.Run(() => other.StoredAsync(Machine(here, "s3")));

            Assert.True(await closing);
            await report;
            Assert.Equal(0, await _world.FaultsAsync());
        }
    }

    [Fact]
    public async Task A_stream_tells_of_the_line_and_not_of_what_follows_it()
    {
        var here = Somewhere();
        var stream = new StreamStore(_database.Database);
        var start = await stream.LastPositionAsync(TestContext.Current.CancellationToken);
        var person = (await _world.StoredAsync(Person(here)))[0];
        var machine = (await _world.StoredAsync(Machine(here), Machine(here)))[0];
        await _database.Database.ActAsync(person, Lifecycle.Close, "fixed");

        var told = (await stream.ReadAsync(start, 1_000, TestContext.Current.CancellationToken))
            .Select(row => (row.RequestId, Change: new StreamScope("DOT", false).ChangeBy(Happened.Of(row))))
            .Where(row => row.Change is not null);
        Assert.Equal([(person, "entered"), (person, "changed"), (person, "left"), (machine, "entered")], told);
    }

    [Fact]
    public async Task What_follows_cannot_be_taken_in_hand_and_is_work_of_its_own_once_it_is_opened_again()
    {
        var here = Somewhere();
        var ids = await _world.StoredAsync(Machine(here, "s1"), Machine(here, "s2"));
        Assert.True((await _world.RowAsync(ids[1])).Follows);
        Assert.True(await _database.Database.ActAsync(ids[1], Lifecycle.Acknowledge));
        Assert.True((await _world.RowAsync(ids[1])).Follows);
        Assert.True(await _database.Database.ActAsync(ids[1], Lifecycle.Close, "fixed"));
        Assert.True(await _database.Database.ActAsync(ids[1], Lifecycle.Reopen));
        Assert.Equal((true, RequestStatus.Assigned), ((await _world.RowAsync(ids[1])).IsOpen, (await _world.RowAsync(ids[1])).Status));
        Assert.Equal(ids, (await _world.MembersAsync((await _world.RowAsync(ids[0])).IncidentId!.Value)).Listed);
    }
}

public sealed class SqliteIncidentStoreTests(SqliteTestDatabase database)
    : IncidentStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerIncidentStoreTests(SqlServerTestDatabase database)
    : IncidentStoreTests(database), IClassFixture<SqlServerTestDatabase>;
