using Connect311.Api.Databases;
using Connect311.Api.Triage;
using Connect311.Tests.Databases;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.Claims;

/// <summary>Who has a request in hand: by the database's clock, with a token that grows, and an event for every change of hands.</summary>
public abstract class ClaimStoreTests
{
    private readonly TestDatabase _database;
    private readonly ClaimNode _node;

    protected ClaimStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _node = new(database.Database);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_has_in_hand_another_does_not_take()
    {
        var id = await _node.StoredAsync();
        Assert.True(await _node.TakeAsync(id, "ana"));

        Assert.False(await _node.TakeAsync(id, "ben"));

        var held = await _node.FindAsync(id);
        Assert.Equal(("ana", 1L, 2), (held.Holder, held.ClaimToken, held.Version));
        Assert.Equal(["submitted", "claimed"], await _node.KindsAsync(id));
        Assert.Null(await _node.Database.FaultOfHistoryAsync(id));
    }

    [Fact]
    public async Task What_a_missed_target_shows_to_the_operators_is_theirs_to_see_in_a_claim_too()
    {
        var (id, plain) = (await _node.StoredAsync(row => row with { Department = "ESCALATED" }), await _node.StoredAsync());
        Assert.True(await _node.Database.WriteAsync(new Write().Change("UPDATE ServiceRequest SET IsEscalated = 1 WHERE Id = @Id;", new StaffSql.IdParameters(id)), Token));
        Assert.True((await _node.FindAsync(id)).Held.IsDanger);
        Assert.Equal((await _node.Database.RowAsync(id)).Held, (await _node.FindAsync(id)).Held);
        Assert.False((await _node.FindAsync(plain)).Held.IsDanger);
        Assert.Equal(id, (await _node.NextAsync("ESCALATED", "ana"))?.Id);
    }

    [Fact]
    public async Task An_expired_claim_is_nobodys_and_the_token_grows()
    {
        var id = await _node.StoredAsync();
        await _node.TakeAsync(id, "ana");
        var anas = await _node.FindAsync(id);
        _node.Pass(ClaimNode.Length);

        Assert.Null((await _node.FindAsync(id)).Holder);
        Assert.False(await _node.RenewAsync(anas));
        Assert.True(await _node.TakeAsync(id, "ben"));

        var bens = await _node.FindAsync(id);
        Assert.Equal(("ben", 2L), (bens.Holder, bens.ClaimToken));
        Assert.False(await _node.RenewAsync(anas));
        Assert.Null(await _node.Store.ReleaseAsync(anas, "ana", Token));
        Assert.Equal("ben", (await _node.FindAsync(id)).Holder);
    }

    [Fact]
    public async Task A_renewal_lasts_as_long_again_and_is_no_event()
    {
        var id = await _node.StoredAsync();
        await _node.TakeAsync(id, "ana");
        var first = await _node.FindAsync(id);
        _node.Pass(TimeSpan.FromMinutes(20));
        Assert.True(await _node.RenewAsync(first));
        _node.Pass(TimeSpan.FromMinutes(20));

        var held = await _node.FindAsync(id);

        Assert.Equal(("ana", first.Version, first.HeadHash), (held.Holder, held.Version, held.HeadHash));
        Assert.True(held.ClaimedUntil - first.ClaimedUntil >= TimeSpan.FromMinutes(20));
        Assert.Equal(["submitted", "claimed"], await _node.KindsAsync(id));
    }

    [Fact]
    public async Task A_renewal_never_shortens_an_assignment()
    {
        var id = await _node.StoredAsync();
        await _node.AssignAsync(id, "ana", TimeSpan.FromHours(72));
        var assigned = await _node.FindAsync(id);

        Assert.True(await _node.RenewAsync(assigned));

        Assert.Equal(assigned.ClaimedUntil, (await _node.FindAsync(id)).ClaimedUntil);
    }

    [Fact]
    public async Task An_assignment_takes_from_whoever_has_it()
    {
        var id = await _node.StoredAsync();
        await _node.TakeAsync(id, "ana");

        Assert.True(await _node.AssignAsync(id, "ben"));

        Assert.Equal(("ben", 2L), ((await _node.FindAsync(id)).Holder, (await _node.FindAsync(id)).ClaimToken));
        Assert.Equal(["submitted", "claimed", "assigned-to"], await _node.KindsAsync(id));
        Assert.Null(await _node.Database.FaultOfHistoryAsync(id));
    }

    [Fact]
    public async Task Of_two_who_assign_at_once_one_wins()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = await _node.StoredAsync();
            var seen = await _node.FindAsync(id);
            var other = new ClaimNode(_database.Open());

            var done = await Task.WhenAll(
                Task.Run(() => _node.Store.TakeAsync(seen, new("one", "ana", ClaimNode.Length) { IsAssigned = true }, Token)),
                Task.Run(() => other.Store.TakeAsync(seen, new("two", "ben", ClaimNode.Length) { IsAssigned = true }, Token)));

            Assert.Single(done, hash => hash is not null);
            Assert.Equal(done[0] is null ? "ben" : "ana", (await _node.FindAsync(id)).Holder);
            Assert.Equal(2, (await _node.KindsAsync(id)).Length);
        }
    }

    [Fact]
    public async Task What_is_released_anybody_may_take()
    {
        var id = await _node.StoredAsync();
        await _node.TakeAsync(id, "ana");
        Assert.True(await _node.ReleaseAsync(id));

        Assert.Null((await _node.FindAsync(id)).Assignee);
        Assert.True(await _node.TakeAsync(id, "ben"));
        Assert.Equal(["submitted", "claimed", "claim-released", "claimed"], await _node.KindsAsync(id));
    }

    [Fact]
    public async Task Closing_lays_it_down_and_nobody_takes_it_then()
    {
        var id = await _node.StoredAsync();
        await _node.TakeAsync(id, "ana");
        var held = await _node.FindAsync(id);
        Assert.True(await _node.Database.ActAsync(id, Lifecycle.Close, "fixed"));

        var closed = await _node.FindAsync(id);
        Assert.Equal((null, null, 1L), (closed.Assignee, closed.ClaimedUntil, closed.ClaimToken!.Value));
        Assert.False(await _node.TakeAsync(id, "ben"));
        Assert.False(await _node.AssignAsync(id, "ben"));
        Assert.False(await _node.RenewAsync(held));
    }

    [Fact]
    public async Task Whoever_saw_an_older_version_takes_nothing()
    {
        var id = await _node.StoredAsync();
        var seen = await _node.FindAsync(id);
        await _node.Database.ActAsync(id, Lifecycle.Acknowledge);

        Assert.Null(await _node.Store.TakeAsync(seen, new("ana", "ana", ClaimNode.Length), Token));
        Assert.Equal(["submitted", "acknowledged"], await _node.KindsAsync(id));
    }

    [Fact]
    public async Task A_claim_whose_reply_was_lost_is_known_as_our_own()
    {
        var id = await _node.StoredAsync();
        var node = new ClaimNode(_database.Faulty(FaultyDatabase.LosesReply(FaultyDatabase.Busy, times: 1)));

        Assert.True(await node.TakeAsync(id, "ana"));
        Assert.Equal(("ana", 2), ((await _node.FindAsync(id)).Holder, (await _node.FindAsync(id)).Version));
    }

    [Fact]
    public async Task The_database_decides_by_its_own_clock_and_not_by_a_nodes()
    {
        var department = $"D{NextId()}";
        var id = await _node.StoredAsync(row => row with { Department = department });
        var fast = new ClaimNode(_database.Open());
        fast.Time.Advance(TimeSpan.FromHours(5));
        await _node.TakeAsync(id, "ana");

        Assert.False(await fast.TakeAsync(id, "ben"));
        Assert.Null(await fast.NextAsync(department, "ben"));

        _node.Time.Advance(TimeSpan.FromHours(5));
        Assert.Equal("ana", (await _node.FindAsync(id)).Holder);
    }

    [Fact]
    public async Task The_workload_counts_what_is_in_hand_now()
    {
        var department = $"D{NextId()}";
        var late = await In(row => row with { DueAt = Noon.AddHours(-1), ReceivedAt = Noon.AddDays(-2) });
        var due = await In(row => row with { DueAt = Noon.AddHours(1) });
        var (bens, free, secret, closed) = (await In(), await In(), await In(row => row with { Visibility = "confidential" }), await In());
        foreach (var id in new[] { late, due, secret, closed })
        {
            await _node.TakeAsync(id, "ana");
        }

        await _node.TakeAsync(bens, "ben");
        await _node.Database.ActAsync(closed, Lifecycle.Close, "fixed");
        await _node.TakeAsync(free, "cy");
        await _node.ReleaseAsync(free);

        var rows = await _node.Store.WorkloadAsync(department, withConfidential: false, Token);
        Assert.Equal(
            [("ana", 2, 1, Noon.AddDays(-2)), ("ben", 1, 0, Noon)],
            rows.OrderBy(row => row.Assignee).Select(row => (row.Assignee, row.Claimed, row.Overdue, row.OldestReceivedAt)));
        Assert.Equal(3, (await _node.Store.WorkloadAsync(department, withConfidential: true, Token)).Single(row => row.Assignee == "ana").Claimed);

        _node.Pass(ClaimNode.Length);
        Assert.Empty(await _node.Store.WorkloadAsync(department, withConfidential: true, Token));

        Task<long> In(Func<Api.ServiceRequests.Intake.RequestRow, Api.ServiceRequests.Intake.RequestRow>? change = null) =>
            _node.StoredAsync(row => (change?.Invoke(row) ?? row) with { Department = department });
    }
}

public sealed class SqliteClaimStoreTests(SqliteTestDatabase database)
    : ClaimStoreTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerClaimStoreTests(SqlServerTestDatabase database)
    : ClaimStoreTests(database), IClassFixture<SqlServerTestDatabase>;
