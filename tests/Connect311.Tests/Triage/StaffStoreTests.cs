using Connect311.Api.Databases;
using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Actions;
using Connect311.Tests.Databases;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage;

public abstract class StaffStoreTests
{
    private readonly TestDatabase _database;

    protected StaffStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    [Fact]
    public async Task A_change_writes_status_version_times_and_event()
    {
        var id = await StoredAsync();
        Assert.True(await _database.Database.ActAsync(id, Lifecycle.Acknowledge, at: Noon.AddMinutes(5)));
        Assert.True(await _database.Database.ActAsync(id, Lifecycle.Close, "fixed", "Filled.", Noon.AddMinutes(9)));

        var row = await _database.Database.RowAsync(id);

        Assert.Equal((RequestStatus.Closed, "fixed", 3, 3), (row.Status, row.Outcome, row.Version, row.EventCount));
        Assert.Equal((Noon, Noon.AddMinutes(9), Noon.AddMinutes(9)), (row.ReceivedAt, row.UpdatedAt, row.ClosedAt!.Value));
        Assert.Equal(0, await _database.Database.CountAsync("SELECT COUNT(*) FROM ServiceRequest WHERE Id = @value AND IsOpen = 1;", id));
    }

    [Fact]
    public async Task A_change_writes_the_clocks_and_one_without_clocks_leaves_them()
    {
        var seen = await _database.Database.RowAsync(await StoredAsync());
        var clocks = new RequestClocks
        {
            AcknowledgeDueAt = Noon.AddHours(-1),
            InspectDueAt = Noon.AddHours(5),
            DueAt = Noon.AddDays(2),
            PausedAt = Noon.AddHours(1),
            Targets = "2h/10h/3d",
            TargetsVersion = 4,
            Marks = ClockMarks.Acknowledged | ClockMarks.BreachedAcknowledge,
            NextMarkAt = Noon.AddHours(3),
        };
        var step = Step.Of(seen, new StaffAction(Lifecycle.Wait) { WaitingFor = WaitingFor.Parts }, "agent", Noon.AddHours(1), clocks);
        Assert.True(await new StaffStore(_database.Database).ChangeAsync(seen, step, TestContext.Current.CancellationToken));

        var row = await _database.Database.RowAsync(seen.Id);

        Assert.Equal(clocks with { NextMarkAt = null }, row.Clocks);
        Assert.Equal((Clock.Never, Noon.AddDays(2)), (row.DueAt, row.HeldDueAt!.Value));
        Assert.Equal(Noon.AddHours(3), await _database.Database.NextMarkAsync(seen.Id));
        Assert.Equal(clocks with { NextMarkAt = null }, EventData.Read((await _database.Database.EventsAsync(seen.Id))[1].Data).Clocks);

        await _database.Database.ActAsync(seen.Id, Lifecycle.Close, "fixed", at: Noon.AddHours(4));
        Assert.Equal(clocks with { NextMarkAt = null }, (await _database.Database.RowAsync(seen.Id)).Clocks);
    }

    [Fact]
    public async Task A_change_that_does_not_close_leaves_it_open()
    {
        var id = await StoredAsync();
        await _database.Database.ActAsync(id, Lifecycle.Acknowledge);

        Assert.Null((await _database.Database.RowAsync(id)).ClosedAt);
        Assert.Equal(1, await _database.Database.CountAsync("SELECT COUNT(*) FROM ServiceRequest WHERE Id = @value AND IsOpen = 1;", id));
    }

    [Fact]
    public async Task Two_that_are_closed_as_duplicates_of_each_other_at_once_leave_one_open()
    {
        for (var round = 0; round < 10; round++)
        {
            var (a, b) = (await StoredAsync(), await StoredAsync());
            var (seenA, seenB) = (await _database.Database.RowAsync(a), await _database.Database.RowAsync(b));
            var (one, other) = (_database.Open(), _database.Open());
            var done = await Task.WhenAll(
                Task.Run(() => one.ActOnAsync(seenA, DuplicateOf(b))), Task.Run(() => other.ActOnAsync(seenB, DuplicateOf(a))));

            Assert.Single(done, won => won);
            var rows = (await _database.Database.RowAsync(a), await _database.Database.RowAsync(b));
            Assert.Equal(done[0] ? ((long?)b, (long?)null) : (null, a), (rows.Item1.DuplicateOf, rows.Item2.DuplicateOf));
            Assert.Null(await _database.Database.FaultOfHistoryAsync(a));
        }

        static StaffAction DuplicateOf(long id) => new(Lifecycle.Close, "duplicate")
        {
            Facts = new() { DuplicateOf = new(id) },
        };
    }

    [Fact]
    public async Task Many_changes_are_one_transaction_with_all_their_events()
    {
        var original = await StoredAsync();
        var seen = new List<StaffRow>();
        for (var i = 0; i < 600; i++)
        {
            seen.Add(await _database.Database.RowAsync(await StoredAsync(wantsNotice: i % 3 == 0)));
        }

        var clocks = new RequestClocks { DueAt = Noon.AddDays(2), Targets = "-/-/2d", TargetsVersion = 1 };
        var closing = new StaffAction(Lifecycle.Close, "duplicate") { Facts = new() { DuplicateOf = new(original) } };
        var changes = seen.AsEnumerable().Reverse().Select(row => StaffStore.Plan(row, Step.Of(row, closing, "agent", Noon.AddHours(1), clocks))).ToList();
        Assert.True(await new StaffStore(_database.Database).CommitAsync(changes, TestContext.Current.CancellationToken));

        for (var i = 0; i < seen.Count; i++)
        {
            var row = await _database.Database.RowAsync(seen[i].Id);
            Assert.Equal((RequestStatus.Closed, 2, original, clocks), (row.Status, row.Version, row.DuplicateOf!.Value, row.Clocks));
            Assert.Null(await _database.Database.FaultOfHistoryAsync(row.Id));
            Assert.Equal(i % 3 == 0 ? 2 : 0, await OutboxAsync(row.Id));
        }
    }

    [Fact]
    public async Task Of_many_changes_none_is_made_when_somebody_else_was_first_with_one()
    {
        var seen = new List<StaffRow>();
        for (var i = 0; i < 150; i++)
        {
            seen.Add(await _database.Database.RowAsync(await StoredAsync(wantsNotice: true)));
        }

        await _database.Database.ActOnAsync(seen[^1], Lifecycle.Close, "fixed");
        var changes = seen.Select(row => StaffStore.Plan(row, Step.Of(row, new(Lifecycle.Acknowledge), "agent", Noon.AddHours(1), clocks: null))).ToList();
        Assert.False(await new StaffStore(_database.Database).CommitAsync(changes, TestContext.Current.CancellationToken));

        foreach (var row in seen.SkipLast(1))
        {
            Assert.Equal(row, await _database.Database.RowAsync(row.Id));
            Assert.Single(await _database.Database.EventsAsync(row.Id));
            Assert.Equal(1, await OutboxAsync(row.Id));
        }
    }

    [Fact]
    public async Task Two_who_change_many_of_the_same_at_once_do_not_wait_for_each_other_for_ever()
    {
        for (var round = 0; round < 5; round++)
        {
            var seen = new List<StaffRow>();
            for (var i = 0; i < 40; i++)
            {
                seen.Add(await _database.Database.RowAsync(await StoredAsync()));
            }

            var done = await Task.WhenAll(Task.Run(() => AcknowledgeAsync(_database.Open(), seen)), Task.Run(() => AcknowledgeAsync(_database.Open(), seen.AsEnumerable().Reverse())));

            Assert.Single(done, won => won);
            foreach (var row in seen)
            {
                Assert.Equal(2, (await _database.Database.EventsAsync(row.Id)).Count);
            }
        }

        static Task<bool> AcknowledgeAsync(Database database, IEnumerable<StaffRow> rows) => new StaffStore(database).CommitAsync(
            rows.Select(row => StaffStore.Plan(row, Step.Of(row, new(Lifecycle.Acknowledge), "agent", Noon.AddHours(1), clocks: null))),
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Of_two_who_change_the_same_version_at_once_one_wins()
    {
        for (var round = 0; round < 20; round++)
        {
            var id = await StoredAsync(wantsNotice: true);
            var seen = await _database.Database.RowAsync(id);
            var (one, other) = (_database.Open(), _database.Open());

            var done = await Task.WhenAll(
                Task.Run(() => one.ActOnAsync(seen, Lifecycle.Acknowledge)),
                Task.Run(() => other.ActOnAsync(seen, Lifecycle.Close, "fixed")));

            Assert.Single(done, won => won);
            var row = await _database.Database.RowAsync(id);
            Assert.Equal(done[0] ? RequestStatus.Acknowledged : RequestStatus.Closed, row.Status);
            Assert.Equal((2, 2, 2), (row.Version, row.EventCount, (await _database.Database.EventsAsync(id)).Count));
            Assert.Equal(2, await OutboxAsync(id));
        }
    }

    [Fact]
    public async Task Whoever_saw_an_older_version_changes_nothing()
    {
        var id = await StoredAsync(wantsNotice: true);
        var seen = await _database.Database.RowAsync(id);
        await _database.Database.ActAsync(id, Lifecycle.Acknowledge);

        Assert.False(await _database.Database.ActOnAsync(seen, Lifecycle.Close, "fixed"));

        Assert.Equal(RequestStatus.Acknowledged, (await _database.Database.RowAsync(id)).Status);
        Assert.Equal(2, (await _database.Database.EventsAsync(id)).Count);
        Assert.Equal(2, await OutboxAsync(id));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_change_whose_reply_was_lost_is_known_as_our_own(int times)
    {
        var id = await StoredAsync(wantsNotice: true);
        var database = _database.Faulty(FaultyDatabase.LosesReply(FaultyDatabase.Busy, times));

        Assert.True(await database.ActAsync(id, Lifecycle.Acknowledge));

        Assert.Equal((2, 2), ((await _database.Database.RowAsync(id)).Version, (await _database.Database.EventsAsync(id)).Count));
        Assert.Equal(2, await OutboxAsync(id));
        Assert.Null(await _database.Database.FaultOfHistoryAsync(id));
    }

    [Fact]
    public async Task A_change_whose_reply_was_lost_is_our_own_though_somebody_went_on_from_it()
    {
        var id = await StoredAsync();
        var lost = false;
        var database = _database.Faulty(async (commit, _) =>
        {
            var done = await commit();
            if (!lost)
            {
                lost = true;
                Assert.True(await _database.Database.ActAsync(id, Lifecycle.Close, "fixed"));
                throw FaultyDatabase.Busy;
            }

            return done;
        });

        Assert.True(await database.ActAsync(id, Lifecycle.Acknowledge));
        Assert.Equal(["submitted", "acknowledged", "closed"], (await _database.Database.EventsAsync(id)).Select(line => line.Kind));
    }

    [Fact]
    public async Task The_resident_is_told_only_where_notice_was_asked_for()
    {
        var silent = await StoredAsync();
        var loud = await StoredAsync(wantsNotice: true);
        await _database.Database.ActAsync(silent, Lifecycle.Acknowledge);
        await _database.Database.ActAsync(loud, Lifecycle.Acknowledge);

        Assert.Equal(0, await OutboxAsync(silent));
        Assert.Equal(1, await _database.Database.CountAsync(
            "SELECT COUNT(*) FROM Outbox WHERE RequestId = @value AND EventNumber = 2 AND Kind = 'notify' AND Attempts = 0;", loud));
    }

    [Fact]
    public async Task A_note_comes_back_as_it_was_written()
    {
        const string Note = "It's \"done\" 🕳\r\nby O'Brien -- '); DROP";
        var id = await StoredAsync();
        await _database.Database.ActAsync(id, Lifecycle.Close, "fixed", Note);

        var (_, history) = (await new StaffStore(_database.Database).FindWithHistoryAsync(new(id), _ => true, TestContext.Current.CancellationToken))!.Value;

        Assert.Equal(("agent", Note), (StaffHistory.Of(history)[1].Actor, StaffHistory.Of(history)[1].Note));
    }

    [Fact]
    public async Task The_history_ends_where_the_row_stood_and_is_not_read_for_whom_it_is_not()
    {
        // The question is asked between the two statements.
        var store = new StaffStore(_database.Database);
        var id = await StoredAsync();
        var found = await store.FindWithHistoryAsync(new(id), Acknowledged, TestContext.Current.CancellationToken);
        var hidden = await store.FindWithHistoryAsync(new(id), _ => false, TestContext.Current.CancellationToken);

        Assert.Equal((1, 1), (found!.Value.Row.Version, found.Value.History.Count));
        Assert.Empty(hidden!.Value.History);

        bool Acknowledged(StaffRow row)
        {
            _database.Database.ActAsync(row.Id, Lifecycle.Acknowledge).GetAwaiter().GetResult();
            return true;
        }
    }

    [Fact]
    public async Task An_unknown_number_is_not_found()
    {
        var store = new StaffStore(_database.Database);

        Assert.Null(await store.FindAsync(new(1), TestContext.Current.CancellationToken));
        Assert.Null(await store.FindWithHistoryAsync(new(1), _ => true, TestContext.Current.CancellationToken));
    }

    private async Task<long> StoredAsync(bool wantsNotice = false) =>
        (await _database.Database.StoredAsync(NewRequest(wantsNotice: wantsNotice))).Row.Id;

    private Task<int> OutboxAsync(long id) =>
        _database.Database.CountAsync("SELECT COUNT(*) FROM Outbox WHERE RequestId = @value;", id);
}

public sealed class SqliteStaffStoreTests(SqliteTestDatabase database)
    : StaffStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerStaffStoreTests(SqlServerTestDatabase database)
    : StaffStoreTests(database), IClassFixture<SqlServerTestDatabase>;
