using System.Collections.Concurrent;
using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage.Claims;

/// <summary>Many who ask for the next request: no two get the same, and none is passed over.</summary>
public abstract class ClaimNextTests
{
    private const int Agents = 64;

    private readonly TestDatabase _database;
    private readonly ClaimNode _node;
    private readonly string _department = $"D{NextId()}";

    protected ClaimNextTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
        _node = new(database.Database);
    }

    [Fact]
    public async Task Sixty_four_agents_of_two_nodes_never_get_the_same_and_leave_none()
    {
        var stored = new List<long>();
        for (var i = 0; i < 4 * Agents; i++)
        {
            stored.Add(await InAsync(row => row with { Priority = (i % 4) + 1 }));
        }

        var nodes = new[] { _node, new ClaimNode(_database.Open()) };
        var taken = new ConcurrentBag<(long Id, string Who)>();
        await Task.WhenAll(Enumerable.Range(0, Agents).Select(i => Task.Run(async () =>
        {
            while (await WhenFreeAsync(() => nodes[i % 2].NextAsync(_department, $"agent {i}")) is { } next)
            {
                taken.Add((next.Id, $"agent {i}"));
            }
        })));

        Assert.Equal(stored, taken.Select(one => one.Id).Order());
        foreach (var (id, who) in taken)
        {
            Assert.Equal(who, (await _node.FindAsync(id)).Holder);
            Assert.Equal(["submitted", "claimed"], await _node.KindsAsync(id));
        }
    }

    [Fact]
    public async Task Whoever_asks_alone_gets_them_in_the_order_of_the_queue()
    {
        var random = new Random(311);
        var rows = new List<(int Priority, DateTimeOffset Due, long Id)>();
        for (var i = 0; i < 20; i++)
        {
            var (priority, due) = (random.Next(1, 5), Noon.AddHours(random.Next(4)));
            rows.Add((priority, due, await InAsync(row => row with { Priority = priority, DueAt = due })));
        }

        var taken = new List<long>();
        while (await _node.NextAsync(_department, "ana") is { } next)
        {
            taken.Add(next.Id);
        }

        Assert.Equal(rows.Order().Select(row => row.Id), taken);
    }

    [Fact]
    public async Task What_expired_comes_again_and_what_is_held_closed_or_waiting_does_not()
    {
        var held = await InAsync();
        await _node.TakeAsync(held, "ana");
        await InAsync(row => row with { Status = RequestStatus.Waiting });
        await InAsync(row => row with { Status = RequestStatus.Closed });
        await InAsync(row => row with { Visibility = "confidential" });
        Assert.Null(await _node.NextAsync(_department, "ben"));

        _node.Pass(ClaimNode.Length);

        Assert.Equal(held, (await _node.NextAsync(_department, "ben"))!.Value.Id);
        Assert.Equal("ben", (await _node.FindAsync(held)).Holder);
    }

    [Fact]
    public async Task The_filters_narrow_what_is_given_out()
    {
        var filter = ClaimNode.QueueOf(_department);
        await InAsync();
        var night = await InAsync(row => row with { Queue = "night" });
        var rat = await InAsync(row => row with { ServiceType = "rodent" });
        var queens = await InAsync(row => row with { Areas = "|borough:queens|" });
        var secret = await InAsync(row => row with { Visibility = "confidential", Queue = "secret" });

        Assert.Equal(night, await TakenAsync(filter with { Queue = "night" }));
        Assert.Equal(rat, await TakenAsync(filter with { ServiceType = "rodent" }));
        Assert.Equal(queens, await TakenAsync(filter with { Area = "borough:queens" }));
        Assert.Null(await TakenAsync(filter with { Queue = "secret" }));
        Assert.Equal(secret, await TakenAsync(filter with { Queue = "secret", WithConfidential = true }));
        Assert.Null(await TakenAsync(filter with { Queue = "night" }));
    }

    /// <summary>A server that begins 64 sessions at once may be busy; then an agent asks again.</summary>
    private static async Task<(long Id, string Hash)?> WhenFreeAsync(Func<Task<(long Id, string Hash)?>> ask)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (DatabaseBusyException)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private async Task<long?> TakenAsync(QueueFilter filter) => (await _node.NextAsync(filter, "ana"))?.Id;

    private Task<long> InAsync(Func<RequestRow, RequestRow>? change = null) =>
        _node.StoredAsync(row => (change?.Invoke(row) ?? row) with { Department = _department });
}

public sealed class SqliteClaimNextTests(SqliteTestDatabase database)
    : ClaimNextTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerClaimNextTests(SqlServerTestDatabase database)
    : ClaimNextTests(database), IClassFixture<SqlServerTestDatabase>;
