using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Api.Triage.Marks;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.Marks;

/// <summary>A missed target, or one nearly missed, is said once, whoever looks and however often.</summary>
public abstract class ClockWatchTests
{
    private const string Rules = """
        {"near": {"percent": 75}, "rules": [
          {"id": "roads-late", "at": "breached", "targets": ["resolve"], "departments": ["ROADS"], "priority": 2, "queue": "late", "operator": true},
          {"id": "unseen", "at": "breached", "targets": ["acknowledge"], "priority": 1}]}
        """;

    private readonly TestDatabase _database;
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly LeaseClock _clock = new();

    protected ClockWatchTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missed_target_is_said_once()
    {
        var id = await StoredAsync("-/-/4h", "DIGGERS");
        await LookAfterAsync(TimeSpan.FromHours(5));
        Assert.Equal(0, await Watch().MarkAsync(Token));

        var row = await _database.Database.RowAsync(id);
        var line = (await _database.Database.EventsAsync(id))[1];
        var data = EventData.Read(line.Data);
        Assert.Equal((EventKind.Breached, Noon.AddHours(5)), (line.Kind, line.At));
        Assert.Equal(new TargetMark("resolve", Noon.AddHours(4)), data.Mark);
        Assert.Equal((RequestStatus.Assigned, "DIGGERS", row.Clocks), (data.Status, data.Department, data.Clocks));
        Assert.Equal((2, 2, 3, false), (row.Version, row.EventCount, row.Priority, row.IsEscalated));
        Assert.Equal(ClockMarks.BreachedResolve, row.Clocks.Marks);
        Assert.Null(await _database.Database.NextMarkAsync(id));
        Assert.Null(await _database.Database.FaultOfHistoryAsync(id));
    }

    [Fact]
    public async Task First_it_is_said_that_it_is_near()
    {
        var id = await StoredAsync("-/-/4h", "DIGGERS");
        await LookAfterAsync(TimeSpan.FromMinutes(179));
        Assert.Equal([], await MarksAsync(id));
        await LookAfterAsync(TimeSpan.FromMinutes(180));
        await LookAfterAsync(TimeSpan.FromMinutes(200));
        Assert.Equal(["near-breach resolve"], await MarksAsync(id));
        Assert.Equal(Noon.AddHours(4), await _database.Database.NextMarkAsync(id));
        await LookAfterAsync(TimeSpan.FromMinutes(240));
        Assert.Equal(["near-breach resolve", "breached resolve"], await MarksAsync(id));
    }

    [Fact]
    public async Task What_was_missed_while_nobody_looked_is_said_in_its_order()
    {
        var id = await StoredAsync("2h/3h/4h", "DIGGERS");
        await LookAfterAsync(TimeSpan.FromMinutes(200));
        Assert.Equal(["breached acknowledge", "breached inspect", "near-breach resolve"], await MarksAsync(id));
        Assert.Equal(4, (await _database.Database.RowAsync(id)).Version);
    }

    [Fact]
    public async Task The_first_rule_that_fits_escalates()
    {
        var roads = await StoredAsync("-/-/4h", "ROADS", AtTheBridge);
        var diggers = await StoredAsync("-/-/4h", "DIGGERS", AtTheBridge);
        var urgent = await StoredAsync("-/-/4h", "ROADS", row => AtTheBridge(row) with { Priority = 1, Queue = "night" });
        await LookAfterAsync(TimeSpan.FromHours(4));

        Assert.Equal((2, "late", true), Place(await _database.Database.RowAsync(roads)));
        Assert.Equal((3, null, false), Place(await _database.Database.RowAsync(diggers)));
        Assert.Equal((1, "late", true), Place(await _database.Database.RowAsync(urgent)));
        Assert.Equal(
            new Escalation("roads-late", 2, "late", true),
            EventData.Read((await _database.Database.EventsAsync(roads))[1].Data).Mark!.Escalation);
        Assert.True((await _database.Database.RowAsync(roads)).Clocks.Marks.Has(ClockMarks.Escalated));

        var operators = new QueueStore(_database.Database, new());
        var filter = new QueueFilter { Department = "311", WithConfidential = true };
        Assert.True((await operators.FindAsync(new(roads), filter, Token))!.IsEscalated);
        Assert.Null(await operators.FindAsync(new(diggers), filter, Token));
        foreach (var sort in QueueSort.All)
        {
            var (shown, _) = await operators.PageAsync(
                filter with { Queue = "late", Sort = sort, Near = (40.7, -73.9) }, QueueCursor.Start, 200, Token);
            var open = shown.Where(row => RequestStatus.IsOpen(row.Status)).Select(row => row.Id).ToList();
            Assert.Superset(new HashSet<long> { roads, urgent }, open.ToHashSet());
            Assert.DoesNotContain(diggers, open);
            if (sort != QueueSort.Distance)
            {
                Assert.Equal((await operators.CountAsync(filter with { Queue = "late" }, Token)).Total, open.Count);
            }
        }
    }

    [Fact]
    public async Task A_node_whose_clock_runs_ahead_marks_nothing_before_its_time()
    {
        var now = TimeProvider.System.Now();
        var id = await StoredAsync("-/-/4h", "ROADS", nextMarkAt: now.AddHours(1));
        _time.SetUtcNow(now.AddHours(3));
        await Watch().MarkAsync(Token);
        Assert.Empty(await MarksAsync(id));
        Assert.Equal(now.AddHours(1), await _database.Database.NextMarkAsync(id));
    }

    [Fact]
    public async Task What_stands_still_is_not_missed_and_what_is_closed_late_was()
    {
        var waiting = await StoredAsync("-/-/4h", "ROADS", row => row with { Status = RequestStatus.InProgress });
        await BecomeAsync(waiting, RequestStatus.Waiting, Noon.AddHours(1));
        var late = await StoredAsync("-/-/4h", "ROADS");
        await BecomeAsync(late, RequestStatus.Closed, Noon.AddHours(6));
        var soon = await StoredAsync("-/-/4h", "ROADS");
        await BecomeAsync(soon, RequestStatus.Closed, Noon.AddHours(1));
        await LookAfterAsync(TimeSpan.FromHours(10));

        Assert.Equal([], await MarksAsync(waiting));
        Assert.Equal(["breached resolve"], await MarksAsync(late));
        Assert.Equal([], await MarksAsync(soon));
        Assert.Equal((3, null, false), Place(await _database.Database.RowAsync(late)));
        Assert.Equal((RequestStatus.Closed, Noon.AddHours(6)), ((await _database.Database.RowAsync(late)).Status, (await _database.Database.RowAsync(late)).ClosedAt!.Value));
    }

    [Fact]
    public async Task Of_many_nodes_each_says_what_no_other_said()
    {
        var ids = new List<long>();
        for (var i = 0; i < 3 * ClockWatch.BatchSize; i++)
        {
            ids.Add(await StoredAsync("-/-/4h", "ROADS"));
        }

        _time.SetUtcNow(Noon.AddHours(9));
        var watches = Enumerable.Range(0, 4).Select(_ => Watch(_database.Open())).ToList();
        await Task.WhenAll(watches.Select(watch => Task.Run(async () =>
        {
            for (var round = 0; round < 5; round++)
            {
                await watch.MarkAsync(Token);
            }
        })));
        await Watch().MarkAsync(Token);

        foreach (var id in ids)
        {
            Assert.Equal(["breached resolve"], await MarksAsync(id));
            Assert.Null(await _database.Database.FaultOfHistoryAsync(id));
        }
    }

    [Fact]
    public async Task Without_the_lease_nothing_is_written()
    {
        var id = await StoredAsync("-/-/4h", "ROADS");
        var leases = new Leases(_database.Database, _clock, _time);
        var dead = await LeaseAsync(leases);
        await leases.ReleaseAsync(dead, Token);
        var other = await LeaseAsync(leases);

        var plan = MarkPlan.Of(await _database.Database.RowAsync(id), Noon.AddHours(9), City().Catalog);
        Assert.Equal(0, await new MarkStore(_database.Database).WriteAsync([plan], dead, Token));
        Assert.Equal(1, await new MarkStore(_database.Database).WriteAsync([plan], other, Token));
        await leases.ReleaseAsync(other, Token);
    }

    [Fact]
    public async Task What_somebody_changed_meanwhile_holds_up_nothing_else()
    {
        long[] ids = [await StoredAsync("-/-/4h", "ROADS"), await StoredAsync("-/-/4h", "ROADS"), await StoredAsync("-/-/9h", "ROADS")];
        var rows = new List<StaffRow>();
        foreach (var id in ids)
        {
            rows.Add(await _database.Database.RowAsync(id));
        }

        await BecomeAsync(ids[0], RequestStatus.Acknowledged, Noon.AddHours(1));
        var leases = new Leases(_database.Database, _clock, _time);
        var lease = await LeaseAsync(leases);
        var plans = rows.Select(row => MarkPlan.Of(row, Noon.AddHours(5), City().Catalog)).ToList();
        Assert.Equal(1, await new MarkStore(_database.Database).WriteAsync(plans, lease, Token));
        await leases.ReleaseAsync(lease, Token);

        Assert.Equal([], await MarksAsync(ids[0]));
        Assert.Equal(["breached resolve"], await MarksAsync(ids[1]));
        await LookAfterAsync(TimeSpan.FromHours(5));
        Assert.Equal(["breached resolve"], await MarksAsync(ids[0]));
        Assert.Equal([], await MarksAsync(ids[2]));
    }

    [Fact]
    public async Task Where_there_is_nothing_to_say_it_is_looked_at_again_in_time()
    {
        long[] ids =
        [
            await StoredAsync("-/-/4h", "ROADS", nextMarkAt: Noon.AddHours(1)),
            await StoredAsync("-/-/8h", "ROADS", nextMarkAt: Noon.AddHours(1)),
            await StoredAsync("-/-/1h", "ROADS"),
        ];
        await LookAfterAsync(TimeSpan.FromHours(2));

        Assert.Equal(Noon.AddHours(3), await _database.Database.NextMarkAsync(ids[0]));
        Assert.Equal(Noon.AddHours(6), await _database.Database.NextMarkAsync(ids[1]));
        Assert.Equal((1, 1), ((await _database.Database.RowAsync(ids[0])).Version, (await _database.Database.RowAsync(ids[1])).EventCount));
        Assert.Equal(["breached resolve"], await MarksAsync(ids[2]));
    }

    [Fact]
    public async Task One_look_takes_so_many_and_no_more()
    {
        for (var i = 0; i < 3; i++)
        {
            await StoredAsync("-/-/1h", "ROADS");
        }

        Assert.Equal(2, (await new MarkStore(_database.Database).DueAsync(Noon.AddHours(9), 2, Token)).Count);
    }

    private static RequestRow AtTheBridge(RequestRow row) =>
        row with { Latitude = 40.706, Longitude = -73.997, Cell = GridCell.Of(40.706, -73.997) };

    private static (int, string?, bool) Place(StaffRow row) => (row.Priority, row.Queue, row.IsEscalated);

    private static City City()
    {
        var files = ReroutingTown.FilesWith("at-once");
        files["escalations.json"] = Rules;
        return CityReader.Read(new CityFiles(files), 1, 1);
    }

    private Task<Lease> LeaseAsync(Leases leases) => TakenAsync(leases.TakeAsync(
        ClockWatch.LeaseName, Guid.CreateVersion7().ToString("N"), ClockWatch.LeaseLength, Token));

    private static async Task<Lease> TakenAsync(Task<Lease?> taking)
    {
        var lease = await taking;
        Assert.NotNull(lease);
        return lease;
    }

    private ClockWatch Watch(Database? database = null)
    {
        var current = new CurrentCity();
        current.Set(City());
        var over = database ?? _database.Database;
        return new(new(over), current, new(over, _clock, _time), Options.Create(new ClockWatchOptions()), _time, NullLogger<ClockWatch>.Instance);
    }

    /// <summary>Whoever looks so long after noon.</summary>
    private async Task LookAfterAsync(TimeSpan time)
    {
        _time.SetUtcNow(Noon + time);
        await Watch().MarkAsync(Token);
    }

    private async Task<IEnumerable<string>> MarksAsync(long id) => (await _database.Database.EventsAsync(id))
        .Where(line => line.Kind is EventKind.NearBreach or EventKind.Breached)
        .Select(line => $"{line.Kind} {EventData.Read(line.Data).Mark!.Target}")
        .ToList();

    /// <summary>A request that came in at noon, with its clocks.</summary>
    private async Task<long> StoredAsync(string targets, string department, Func<RequestRow, RequestRow>? change = null, DateTimeOffset? nextMarkAt = null)
    {
        var catalog = City().Catalog;
        var clocks = RequestClocks.Start(Targets.Read(targets), 1, Noon, catalog.DayAndNight).Watched(Noon, Noon, null, catalog.DayAndNight, catalog.Near);
        var request = NewRequest(change: row => (change?.Invoke(row) ?? row) with { Department = department });
        return (await _database.Database.StoredAsync(request with { Row = request.Row.With(clocks with { NextMarkAt = nextMarkAt ?? clocks.NextMarkAt }) })).Row.Id;
    }

    private async Task BecomeAsync(long id, string status, DateTimeOffset at)
    {
        var seen = await _database.Database.RowAsync(id);
        var action = new StaffAction(Lifecycle.Transitions.First(line => line.To == status && line.From.Contains(seen.Status)).Action, status == RequestStatus.Closed ? "fixed" : null);
        var step = Step.Of(seen, action, "agent", at, StaffClocks.OfStatus(seen, status, at, City().Catalog));
        Assert.True(await new StaffStore(_database.Database).ChangeAsync(seen, step, Token));
    }
}

public sealed class SqliteClockWatchTests(SqliteTestDatabase database)
    : ClockWatchTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerClockWatchTests(SqlServerTestDatabase database)
    : ClockWatchTests(database), IClassFixture<SqlServerTestDatabase>;
