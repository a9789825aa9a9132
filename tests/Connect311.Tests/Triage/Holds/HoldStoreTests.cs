using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Holds;
using Connect311.Tests.ServiceRequests;
using Microsoft.Extensions.Time.Testing;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.Holds;

public abstract class HoldStoreTests
{
    private static readonly Actor Supervisor = new("a-supervisor", Role.Supervisor);

    private readonly TestDatabase _test;
    private readonly Database _database;
    private readonly LeaseClock _clock = new();
    private readonly HoldStore _store;

    protected HoldStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _test = database;
        _database = database.Database;
        var time = new FakeTimeProvider(Noon);
        _store = new(_database, new(_database, time), _clock, time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hold_is_found_as_it_was_made_and_stands_in_the_audit()
    {
        var made = await AddAsync("a", days: 3);
        var row = (await _store.FindAsync(made.Id, true, Token))!;

        Assert.Equal((HoldKind.Email, "sealed a", "Too many.", Supervisor.Id, 1, true, 0), (row.Kind, row.SealedValue, row.Reason, row.CreatedBy, row.Version, row.IsActive, row.Waiting));
        Assert.Equal(Noon, row.CreatedAt);
        Assert.Null(row.EndedAt);
        Assert.Contains(made.ValueHash, await HashesAsync());
        var line = Assert.Single(await new AuditLog(_database, TimeProvider.System).PageAsync(null, $"hold:{made.Id}", AuditLog.End, 10, Token));
        Assert.Equal((AuditAction.AddHold, Supervisor.Id, """{"kind":"email"}"""), (line.Action, line.Actor, line.Details));
        Assert.Null(await _store.FindAsync("0190163d8694739baea5966c26f8ad91", true, Token));
    }

    [Fact]
    public async Task It_ends_by_the_databases_clock_to_the_millisecond_of_its_days()
    {
        var made = await AddAsync("b", days: 3);
        _clock.Offset = TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1);
        Assert.Contains(made.ValueHash, await HashesAsync());
        _clock.Offset = TimeSpan.FromDays(3);
        Assert.DoesNotContain(made.ValueHash, await HashesAsync());
        Assert.False((await _store.FindAsync(made.Id, true, Token))!.IsActive);
        _clock.Offset = TimeSpan.Zero;
    }

    [Fact]
    public async Task Of_two_who_end_it_at_once_one_does()
    {
        var made = await AddAsync("c");
        var seen = (await _store.FindAsync(made.Id, true, Token))!;
        var done = await Task.WhenAll(Task.Run(() => _store.EndAsync(seen, Supervisor, Token)), Task.Run(() => _store.EndAsync(seen, new("other", Role.Admin), Token)));

        Assert.Single(done, won => won);
        var row = (await _store.FindAsync(made.Id, true, Token))!;
        Assert.Equal((done[0] ? Supervisor.Id : "other", 2, false), (row.EndedBy, row.Version, row.IsActive));
        Assert.DoesNotContain(made.ValueHash, await HashesAsync());
        Assert.Equal(2, (await new AuditLog(_database, TimeProvider.System).PageAsync(null, $"hold:{made.Id}", AuditLog.End, 10, Token)).Count);
    }

    [Fact]
    public async Task Of_two_who_hold_the_same_at_once_one_does()
    {
        for (var round = 0; round < 10; round++)
        {
            var holds = new[] { NewHoldOf($"same {round}"), NewHoldOf($"same {round}") };
            var added = await Task.WhenAll(holds.Select(hold => Task.Run(() => StoreOf(_test.Open()).AddAsync(hold, Supervisor, Token))));

            Assert.Single(added, won => won);
            Assert.Equal([holds[added[0] ? 0 : 1].Id], (await _store.ActiveAsync(Token)).Where(hold => hold.ValueHash == holds[0].ValueHash).Select(hold => hold.Id));
            Assert.Null(await _store.FindAsync(holds[added[0] ? 1 : 0].Id, true, Token));
            Assert.Empty(await new AuditLog(_database, TimeProvider.System).PageAsync(null, $"hold:{holds[added[0] ? 1 : 0].Id}", AuditLog.End, 10, Token));
        }
    }

    [Fact]
    public async Task What_was_held_before_can_be_held_anew()
    {
        var ended = await AddAsync("anew");
        Assert.False(await _store.AddAsync(NewHoldOf("anew"), Supervisor, Token));
        Assert.True(await _store.EndAsync((await _store.FindAsync(ended.Id, true, Token))!, Supervisor, Token));
        var over = await AddAsync("anew", days: 1);
        _clock.Offset = TimeSpan.FromDays(1);
        await AddAsync("anew");
        _clock.Offset = TimeSpan.Zero;
        Assert.False((await _store.FindAsync(ended.Id, true, Token))!.IsActive);
        Assert.NotEqual(ended.Id, over.Id);
    }

    [Fact]
    public async Task Whom_it_was_about_is_erased_with_its_end()
    {
        var made = await AddAsync("end");
        Assert.Equal(1, await ValuesAsync(made));
        Assert.True(await _store.EndAsync((await _store.FindAsync(made.Id, true, Token))!, Supervisor, Token));
        Assert.Equal(0, await ValuesAsync(made));
        Assert.False(await _store.ClearAsync(made.Id, Actor.CommandLine, Token));
    }

    [Fact]
    public async Task What_ended_by_itself_is_erased_once_by_the_next_sweep_and_what_is_in_force_is_not()
    {
        var sweep = new HoldSweep(_store);
        var (over, other, active) = (await AddAsync("over"), await AddAsync("over too"), await AddAsync("in force", days: 9));
        _clock.Offset = TimeSpan.FromDays(1);
        var due = await sweep.RunAsync(isDry: true, Actor.CommandLine, Token);
        Assert.True(due >= 2);
        Assert.Equal((1, 1), (await ValuesAsync(over), await ValuesAsync(other)));
        Assert.Equal(due, await sweep.RunAsync(isDry: false, Actor.CommandLine, Token));
        Assert.Equal((0, 0, 1), (await ValuesAsync(over), await ValuesAsync(other), await ValuesAsync(active)));
        Assert.Equal(0, await sweep.RunAsync(isDry: false, Actor.CommandLine, Token));
        _clock.Offset = TimeSpan.Zero;
        var lines = await new AuditLog(_database, TimeProvider.System).PageAsync(null, $"hold:{over.Id}", AuditLog.End, 10, Token);
        Assert.Equal([(AuditAction.ClearHold, Actor.CommandLine.Id), (AuditAction.AddHold, Supervisor.Id)], lines.Select(line => (line.Action, line.Actor)));
    }

    [Fact]
    public async Task What_came_in_under_it_is_counted_while_it_waits()
    {
        var made = await AddAsync("d");
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
        {
            var request = NewRequest(change: row => row with { Status = RequestStatus.Submitted, Department = "311" });
            await _database.StoredAsync(request with { Held = new(request.Row.Id, made.Id) });
            ids.Add(request.Row.Id);
        }

        var ordinary = await _database.StoredAsync(NewRequest());
        Assert.Equal(3, (await _store.FindAsync(made.Id, true, Token))!.Waiting);
        await _database.ActAsync(ids[1], Lifecycle.Cancel, Cancellation.Abuse, "An advertisement.");
        Assert.Equal(2, (await _store.FindAsync(made.Id, true, Token))!.Waiting);
        var secret = NewRequest(change: row => row with { Status = RequestStatus.Submitted, Department = "311", Visibility = "confidential" });
        await _database.StoredAsync(secret with { Held = new(secret.Row.Id, made.Id) });
        Assert.Equal((3, 2), ((await _store.FindAsync(made.Id, true, Token))!.Waiting, (await _store.FindAsync(made.Id, false, Token))!.Waiting));
        Assert.Equal(made.Id, (await _store.FindOfAsync(new(ids[0]), Token))!.Id);
        Assert.Null(await _store.FindOfAsync(new(ordinary.Row.Id), Token));
    }

    [Fact]
    public async Task A_page_goes_on_where_the_one_before_ended()
    {
        var made = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Add((await AddAsync($"page {i}")).Id);
        }

        var (read, before) = (new List<string>(), HoldStore.Newest);
        while (await _store.PageAsync(before, 2, true, Token) is { Count: > 0 } page)
        {
            read.AddRange(page.Select(row => row.Id));
            before = page[^1].Id;
        }

        Assert.Equal(read.OrderDescending(StringComparer.Ordinal), read);
        Assert.Equal(read.Count, read.Distinct().Count());
        Assert.Superset(made, read.ToHashSet());
    }

    private async Task<NewHold> AddAsync(string value, int days = 1)
    {
        var hold = NewHoldOf(value, days);
        Assert.True(await _store.AddAsync(hold, Supervisor, Token));
        return hold;
    }

    private static NewHold NewHoldOf(string value, int days = 1) => new(
        Guid.CreateVersion7(Noon).ToString("N"), HoldKind.Email, IdempotencyKey.HashOf("hold", value), $"sealed {value}", "Too many.", TimeSpan.FromDays(days));

    private HoldStore StoreOf(Database database) => new(database, new(database, TimeProvider.System), _clock, TimeProvider.System);

    /// <summary>Whether its value and its hash are there: 1, or 0 where both are gone.</summary>
    private async Task<int> ValuesAsync(NewHold hold)
    {
        var there = await _database.CountAsync("SELECT COUNT(*) FROM ReportHold WHERE Id = @value AND ValueHash <> '' AND SealedValue <> '';", hold.Id);
        Assert.Equal(1 - there, await _database.CountAsync("SELECT COUNT(*) FROM ReportHold WHERE Id = @value AND ValueHash = '' AND SealedValue = '';", hold.Id));
        return there;
    }

    private async Task<IEnumerable<string>> HashesAsync() => (await _store.ActiveAsync(Token)).Select(hold => hold.ValueHash);
}

public sealed class SqliteHoldStoreTests(SqliteTestDatabase database) : HoldStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerHoldStoreTests(SqlServerTestDatabase database) : HoldStoreTests(database), IClassFixture<SqlServerTestDatabase>;
