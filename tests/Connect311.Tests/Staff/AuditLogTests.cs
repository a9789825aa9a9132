using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;
using Connect311.Tests.Databases;

namespace Connect311.Tests.Staff;

public abstract class AuditLogTests(TestDatabase fresh) : FreshDatabaseTests(fresh)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_is_read_as_it_was_written()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var happened = world.Audit.New(
            StaffWorld.Admin, AuditAction.ReadContact, "service-request:311-10000008", new Dictionary<string, string> { ["code"] = "x" }, AuditOutcome.Refused);

        await world.Audit.RecordAsync(happened, Token);

        Assert.Equal([happened with { Position = 1 }], await world.Audit.PageAsync(null, null, AuditLog.End, 10, Token));
    }

    [Fact]
    public async Task Nodes_that_write_at_once_leave_no_gap_and_no_double()
    {
        const int nodes = 4, each = 15;
        var worlds = await Task.WhenAll(Enumerable.Range(0, nodes).Select(_ => StaffWorld.OfAsync(Fresh.Open())));

        await Task.WhenAll(worlds.Select((world, node) => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                await world.Audit.RecordAsync(world.Audit.New(StaffWorld.Admin, AuditAction.ReadContact, $"test:{node}-{i}"), Token);
            }
        })));

        var all = await worlds[0].Audit.PageAsync(null, null, AuditLog.End, 1000, Token);
        Assert.Equal(Enumerable.Range(1, nodes * each).Reverse().Select(position => (long)position), all.Select(happened => happened.Position));
        Assert.Equal(nodes * each, all.Select(happened => happened.Target).Distinct().Count());
    }

    [Fact]
    public async Task Pages_go_back_from_the_newest_and_filters_narrow_them()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        foreach (var (actor, target) in new[] { ("a", "t:1"), ("b", "t:1"), ("a", "t:2"), ("a", "t:1") })
        {
            await world.Audit.RecordAsync(world.Audit.New(new(actor, "admin"), AuditAction.AddStaff, target), Token);
        }

        Assert.Equal([4, 3], await PositionsAsync(null, null, AuditLog.End, 2));
        Assert.Equal([2, 1], await PositionsAsync(null, null, 3, 2));
        Assert.Equal([4, 3, 1], await PositionsAsync("a", null, AuditLog.End, 10));
        Assert.Equal([4, 2, 1], await PositionsAsync(null, "t:1", AuditLog.End, 10));
        Assert.Equal([1], await PositionsAsync("a", "t:1", 4, 10));
        Assert.Empty(await PositionsAsync("A", null, AuditLog.End, 10));

        async Task<IEnumerable<long>> PositionsAsync(string? actor, string? target, long before, int take) =>
            (await world.Audit.PageAsync(actor, target, before, take, Token)).Select(happened => happened.Position);
    }

    [Fact]
    public async Task An_act_that_changes_nothing_leaves_no_event_and_no_gap()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        var member = await world.AddAsync();

        var acted = await world.Audit.ActAsync(
            world.Audit.New(StaffWorld.Admin, AuditAction.ReactivateStaff, AuditTarget.Staff(member.Id)),
            write => write.Change(
                Api.Staff.People.StaffMemberSql.For(Fresh.Engine).Reactivate, new Api.Staff.People.StaffMemberSql.ReactivateParameters(member.Id, 1)),
            Token);
        await world.AddAsync();

        Assert.False(acted);
        Assert.Equal([2L, 1L], (await world.Audit.PageAsync(null, null, AuditLog.End, 10, Token)).Select(happened => happened.Position));
    }

    [Fact]
    public async Task An_event_that_cannot_be_written_takes_its_act_with_it()
    {
        var world = await StaffWorld.OfAsync(Fresh.Database);
        await Fresh.Database.WriteAsync(new Write().Run("INSERT INTO AuditEvent (Position, Id, At, Actor, ActorRole, Action, Target, Outcome) VALUES (1, @Id, @At, 'x', 'x', 'x', 'x', 'x');", new { Id = "taken", At = world.Time.GetUtcNow() }), Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => world.AddAsync());

        Assert.Empty(await world.Members.PageAsync(new(), "", 10, Token));
    }
}

public sealed class SqliteAuditLogTests() : AuditLogTests(new SqliteTestDatabase());

public sealed class SqlServerAuditLogTests() : AuditLogTests(new SqlServerTestDatabase());

public sealed class AuditStatementTests
{
    [Fact]
    public void No_statement_of_the_program_changes_or_deletes_an_event()
    {
        var statements = Statements.All.Where(statement => statement.Text.Contains("AuditEvent", StringComparison.Ordinal)).ToList();
        Assert.Contains(statements, statement => statement.Text.StartsWith("INSERT INTO AuditEvent", StringComparison.Ordinal));
        Assert.All(statements, statement => Assert.DoesNotMatch(@"(?i)(UPDATE|DELETE\s+FROM)\s+AuditEvent", statement.Text));
    }
}
