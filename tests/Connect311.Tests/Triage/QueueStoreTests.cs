using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage;

public abstract class QueueStoreTests
{
    private readonly Database _database;
    private readonly QueueStore _store;

    /// <summary>Each test has a department of its own, and sees no other's requests.</summary>
    private readonly string _department = $"D{NextId()}";

    protected QueueStoreTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database.Database;
        _store = new(_database, new());
    }

    [Fact]
    public async Task The_order_is_open_then_priority_due_and_number()
    {
        var random = new Random(311);
        var stored = new List<RequestRow>();
        for (var i = 0; i < 60; i++)
        {
            stored.Add(await StoredAsync(row => row with
            {
                Priority = random.Next(1, 5),
                DueAt = random.Next(3) == 0 ? null : Noon.AddHours(random.Next(3)),
                Status = random.Next(3) == 0 ? RequestStatus.Closed : RequestStatus.Assigned,
            }));
        }

        var expected = stored
            .OrderByDescending(row => RequestStatus.IsOpen(row.Status)).ThenBy(row => row.Priority).ThenBy(row => row.DueAt ?? Clock.Never).ThenBy(row => row.Id)
            .Select(row => row.Id);

        Assert.Equal(expected, IdsOf(await AllAsync(Filter(), 7)));
    }

    [Fact]
    public async Task Each_filter_narrows_by_itself_and_with_the_others()
    {
        var plain = await StoredAsync();
        var night = await StoredAsync(row => row with { Queue = "night" });
        var rat = await StoredAsync(row => row with { ServiceType = "rodent" });
        var acknowledged = await StoredAsync(row => row with { Status = RequestStatus.Acknowledged });
        var closed = await StoredAsync(row => row with { Status = RequestStatus.Closed });
        var queens = await StoredAsync(row => row with { Areas = "|borough:queens|precinct:101|" });
        var all = await StoredAsync(row => row with { Queue = "night", ServiceType = "rodent", Areas = "|borough:queens|precinct:10|" });

        await AssertAsync(Filter() with { Queue = "night" }, night, all);
        await AssertAsync(Filter() with { ServiceType = "rodent" }, rat, all);
        await AssertAsync(Filter() with { Status = RequestStatus.Acknowledged }, acknowledged);
        await AssertAsync(Filter() with { Status = RequestStatus.Closed }, closed);
        await AssertAsync(Filter() with { Area = "borough:queens" }, queens, all);
        await AssertAsync(Filter() with { Area = "precinct:10" }, all);
        await AssertAsync(Filter() with { Area = "precinct:1" });
        await AssertAsync(Filter() with { Area = "borough:brooklyn", Status = RequestStatus.Assigned }, plain, night, rat);
        await AssertAsync(Filter() with { Queue = "night", ServiceType = "rodent", Area = "borough:queens", Status = RequestStatus.Assigned }, all);
        await AssertAsync(Filter() with { Queue = "Night" });
    }

    [Fact]
    public async Task Another_departments_requests_are_not_there()
    {
        await StoredAsync(row => row with { Department = _department + "X", IsDanger = true });
        var mine = await StoredAsync();

        await AssertAsync(Filter(), mine);
    }

    [Fact]
    public async Task Confidential_requests_are_there_only_for_whom_they_may_be()
    {
        var open = await StoredAsync();
        var confidential = await StoredAsync(row => row with { Visibility = "confidential" });

        await AssertAsync(Filter(), open);
        await AssertAsync(Filter() with { WithConfidential = true }, open, confidential);
        Assert.Null(await FindAsync(confidential, Filter()));
        Assert.NotNull(await FindAsync(confidential, Filter() with { WithConfidential = true }));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 0)]
    [InlineData(0, 2)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    public async Task A_page_is_followed_by_another_only_when_there_is_one(int open, int closed)
    {
        for (var i = 0; i < open + closed; i++)
        {
            var status = i < open ? RequestStatus.Assigned : RequestStatus.Closed;
            await StoredAsync(row => row with { Status = status });
        }

        var (rows, next) = await PageAsync(Filter(), QueueCursor.Start, 2);

        Assert.Equal(Math.Min(2, open + closed), rows.Count);
        Assert.Equal(open + closed > 2, next is not null);
        Assert.Equal(open + closed, (await AllAsync(Filter(), 2)).Count);
        Assert.Equal(open + closed, (await AllAsync(Filter(), 200)).Count);
    }

    [Fact]
    public async Task Pages_have_no_gap_and_no_double_while_others_come_and_go()
    {
        var random = new Random(2026);
        var staying = new List<RequestRow>();
        var leaving = new Queue<long>();
        for (var i = 0; i < 90; i++)
        {
            var row = await StoredAsync(Anywhere(random));
            if (i % 3 == 0 && RequestStatus.IsOpen(row.Status))
            {
                leaving.Enqueue(row.Id);
            }
            else
            {
                staying.Add(row);
            }
        }

        var seen = new List<QueueRow>();
        for (QueueCursor? cursor = QueueCursor.Start; cursor is not null;)
        {
            var (rows, next) = await PageAsync(Filter(), cursor, 4);
            seen.AddRange(rows);
            cursor = next;
            await StoredAsync(Anywhere(random));
            if (leaving.TryDequeue(out var id))
            {
                await _database.ActAsync(id, Lifecycle.Close, "fixed");
            }
        }

        Assert.All(staying, row => Assert.Single(seen, found => found.Id == row.Id));

        // One that is closed meanwhile may be seen again among the closed ones, but never twice as it was.
        Assert.All(seen.GroupBy(row => row.Id), same => Assert.Equal(same.Count(), same.DistinctBy(row => row.Version).Count()));
    }

    [Fact]
    public async Task One_number_is_found_in_its_own_queue_alone()
    {
        var mine = await StoredAsync();
        var theirs = await StoredAsync(row => row with { Department = _department + "X", IsDanger = true });

        Assert.Equal(mine.Id, (await FindAsync(mine, Filter()))!.Id);
        Assert.Null(await FindAsync(theirs, Filter()));
    }

    [Fact]
    public async Task One_number_must_pass_the_filters_too()
    {
        var row = await StoredAsync(row => row with { Queue = "night", Areas = "|borough:queens|" });
        var all = Filter() with { Queue = "night", Status = row.Status, ServiceType = row.ServiceType, Area = "borough:queens" };

        Assert.NotNull(await FindAsync(row, all));
        Assert.Null(await FindAsync(row, all with { Queue = "day" }));
        Assert.Null(await FindAsync(row, all with { Status = RequestStatus.Closed }));
        Assert.Null(await FindAsync(row, all with { ServiceType = "rodent" }));
        Assert.Null(await FindAsync(row, all with { Area = "borough:bronx" }));
    }

    private static Func<RequestRow, RequestRow> Anywhere(Random random) => row => row with
    {
        Priority = random.Next(1, 5),
        DueAt = Noon.AddHours(random.Next(4)),
        Status = random.Next(4) == 0 ? RequestStatus.Closed : RequestStatus.Assigned,
    };

    private static IEnumerable<long> IdsOf(IEnumerable<QueueRow> rows) => rows.Select(row => row.Id);

    private QueueFilter Filter() => new() { Department = _department, WithConfidential = false };

    private async Task<RequestRow> StoredAsync(Func<RequestRow, RequestRow>? change = null)
    {
        var request = NewRequest(change: row =>
        {
            var mine = row with { Department = _department };
            return change?.Invoke(mine) ?? mine;
        });
        return (await _database.StoredAsync(request)).Row;
    }

    private Task<(List<QueueRow> Rows, QueueCursor? Next)> PageAsync(QueueFilter filter, QueueCursor from, int limit) =>
        _store.PageAsync(filter, from, limit, TestContext.Current.CancellationToken);

    private Task<QueueRow?> FindAsync(RequestRow row, QueueFilter filter) =>
        _store.FindAsync(new(row.Id), filter, TestContext.Current.CancellationToken);

    /// <summary>All pages, with each cursor sent and read again as a client does.</summary>
    private async Task<List<QueueRow>> AllAsync(QueueFilter filter, int limit)
    {
        var all = new List<QueueRow>();
        for (QueueCursor? cursor = QueueCursor.Start; cursor is not null;)
        {
            var (rows, next) = await PageAsync(filter, QueueCursor.Read(cursor.Write(filter), filter)!, limit);
            all.AddRange(rows);
            cursor = next;
        }

        return all;
    }

    private async Task AssertAsync(QueueFilter filter, params RequestRow[] expected) =>
        Assert.Equal(expected.Select(row => row.Id).Order(), IdsOf(await AllAsync(filter, 2)).Order());
}

public sealed class SqliteQueueStoreTests(SqliteTestDatabase database)
    : QueueStoreTests(database), IClassFixture<SqliteTestDatabase>
{
    [Fact]
    public async Task One_that_is_closed_while_a_page_is_read_stands_in_it_once()
    {
        var token = TestContext.Current.CancellationToken;
        var department = $"D{NextId()}";
        var stored = new List<long>();
        foreach (var status in new[] { RequestStatus.Assigned, RequestStatus.Closed, RequestStatus.Closed })
        {
            var request = NewRequest(change: row => row with { Department = department, Status = status });
            stored.Add((await database.Database.StoredAsync(request)).Row.Id);
        }

        var filter = new QueueFilter { Department = department, WithConfidential = false };
        var interrupted = new Interrupted(database.ConnectionString, () => database.Database.ActAsync(stored[0], Lifecycle.Close, "fixed"));
        var (rows, next) = await new QueueStore(interrupted, new()).PageAsync(filter, QueueCursor.Start, 3, token);
        var (rest, end) = next is null ? ([], null) : await new QueueStore(database.Database, new()).PageAsync(filter, next, 3, token);

        Assert.Equal(rows.Count, rows.DistinctBy(row => row.Id).Count());
        Assert.Equal(stored.Order(), rows.Concat(rest).Select(row => row.Id).Distinct().Order());
        Assert.Null(end);
    }

    /// <summary>Something happens between the first read and the second.</summary>
    private sealed class Interrupted(string connectionString, Func<Task> happens)
        : SqliteDatabase(connectionString, Polly.ResiliencePipeline.Empty)
    {
        private int _reads;

        public override async Task<System.Data.Common.DbConnection> OpenAsync(CancellationToken cancellationToken)
        {
            if (++_reads == 2)
            {
                await happens();
            }

            return await base.OpenAsync(cancellationToken);
        }
    }
}

public sealed class SqlServerQueueStoreTests(SqlServerTestDatabase database)
    : QueueStoreTests(database), IClassFixture<SqlServerTestDatabase>;
