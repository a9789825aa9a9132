using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage;

/// <summary>The operators' queue: that of 311, and every department's reports of danger.</summary>
public abstract class OperatorQueueTests : FreshDatabaseTests
{
    private static readonly QueueFilter Filter = new() { Department = "311", WithConfidential = true };

    protected OperatorQueueTests(TestDatabase fresh)
        : base(fresh)
    {
    }

    private Database Database => Fresh.Database;

    [Fact]
    public async Task It_shows_every_departments_danger_once_and_nothing_else_of_theirs()
    {
        var own = await StoredAsync("311");
        var ownDanger = await StoredAsync("311", row => row with { IsDanger = true });
        var theirDanger = await StoredAsync("DOT", row => row with { IsDanger = true });
        var closedDanger = await StoredAsync("DOT", row => row with { IsDanger = true, Status = RequestStatus.Closed });
        await StoredAsync("DOT");
        await StoredAsync("DOT", row => row with { IsDanger = true, Visibility = "confidential" });
        var ownConfidential = await StoredAsync("311", row => row with { Visibility = "confidential" });

        await AssertAsync(Filter, own, ownDanger, theirDanger, ownConfidential, closedDanger);
        await AssertAsync(Filter with { WithConfidential = false }, own, ownDanger, theirDanger, closedDanger);
        await AssertAsync(Filter with { Status = RequestStatus.Closed }, closedDanger);
    }

    [Fact]
    public async Task Its_order_mixes_own_requests_with_the_danger_of_others()
    {
        var third = await StoredAsync("311", row => row with { Priority = 2 });
        var second = await StoredAsync("DOT", row => row with { Priority = 1, IsDanger = true, DueAt = Noon.AddHours(2) });
        var first = await StoredAsync("311", row => row with { Priority = 1, DueAt = Noon.AddHours(1) });
        var fourth = await StoredAsync("DEP", row => row with { Priority = 3, IsDanger = true });

        await AssertAsync(Filter, first, second, third, fourth);
    }

    [Fact]
    public async Task One_number_of_another_departments_danger_is_found()
    {
        var danger = await StoredAsync("DOT", row => row with { IsDanger = true });
        var plain = await StoredAsync("DOT");

        Assert.Equal(danger.Id, (await FindAsync(danger))!.Id);
        Assert.Null(await FindAsync(plain));
    }

    [Fact]
    public async Task One_number_of_another_departments_confidential_danger_is_not_found()
    {
        var theirs = await StoredAsync("DOT", row => row with { IsDanger = true, Visibility = "confidential" });
        var own = await StoredAsync("311", row => row with { IsDanger = true, Visibility = "confidential" });

        Assert.Null(await FindAsync(theirs));
        Assert.NotNull(await FindAsync(own));
    }

    private async Task<RequestRow> StoredAsync(string department, Func<RequestRow, RequestRow>? change = null) =>
        (await Database.StoredAsync(NewRequest(change: row =>
        {
            var own = row with { Department = department };
            return change?.Invoke(own) ?? own;
        }))).Row;

    private Task<QueueRow?> FindAsync(RequestRow row) =>
        new QueueStore(Database, new()).FindAsync(new(row.Id), Filter, TestContext.Current.CancellationToken);

    private async Task AssertAsync(QueueFilter filter, params RequestRow[] expected)
    {
        var found = new List<long>();
        for (QueueCursor? cursor = QueueCursor.Start; cursor is not null;)
        {
            var (rows, next) = await new QueueStore(Database, new()).PageAsync(filter, cursor, 2, TestContext.Current.CancellationToken);
            found.AddRange(rows.Select(row => row.Id));
            cursor = next;
        }

        Assert.Equal(expected.Select(row => row.Id), found);
    }
}

public sealed class SqliteOperatorQueueTests() : OperatorQueueTests(new SqliteTestDatabase());

public sealed class SqlServerOperatorQueueTests() : OperatorQueueTests(new SqlServerTestDatabase());
