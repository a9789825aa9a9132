using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.Triage;

/// <summary>Any order under any filters: the pages are what a naive reader of all rows would give, while rows come and go too.</summary>
public abstract class QueuePropertyTests : FreshDatabaseTests
{
    private const int Seed = 311;

    protected QueuePropertyTests(TestDatabase fresh)
        : base(fresh)
    {
    }

    public static TheoryData<string, string> Queues => new(
        QueueSort.All.SelectMany(sort => new[] { ("DOT", sort), ("311", sort) }));

    [Theory]
    [MemberData(nameof(Queues))]
    public async Task The_pages_are_those_of_a_naive_reader(string department, string sort)
    {
        var random = new Random(Seed);
        var world = await WorldAsync(department, random, 70);
        var found = 0;
        for (var round = 0; round < 60; round++)
        {
            var filter = world.Question(sort);
            var rows = await world.PagesAsync(filter, random.Next(1, 20));

            Assert.Equal(world.Expected(filter).Select(one => one.Row.Id), rows.Select(row => row.Id));
            Assert.All(rows, row => Assert.Equal(world.All[row.Id].Assignee, row.IsClaimed ? row.Assignee : null));
            found += rows.Count;
        }

        Assert.True(found > 300, $"only {found} were found");
    }

    [Theory]
    [MemberData(nameof(Queues))]
    public async Task Whatever_stays_is_seen_once_while_others_come_and_go(string department, string sort)
    {
        var random = new Random(Seed);
        var world = await WorldAsync(department, random, 60);
        for (var round = 0; round < 6; round++)
        {
            var filter = world.Question(sort);
            foreach (var one in world.All.Values)
            {
                one.Changed = false;
            }

            var before = world.Expected(filter).ToList();
            var rows = await world.PagesAsync(filter, 7, async () =>
            {
                await world.AddAsync();
                await world.ChangeAsync();
            });

            var staying = before.Where(one => !one.Changed).Select(one => one.Row.Id).ToList();
            Assert.Equal(staying, rows.Select(row => row.Id).Where(staying.Contains));

            // One that is closed meanwhile may be seen again among the closed ones, but never twice as it was.
            Assert.All(rows.GroupBy(row => row.Id), same => Assert.Equal(same.Count(), same.DistinctBy(row => row.Version).Count()));
        }
    }

    [Theory]
    [InlineData("DOT")]
    [InlineData("311")]
    public async Task The_counts_are_those_of_a_naive_reader(string department)
    {
        var world = await WorldAsync(department, new(Seed), 70);
        for (var round = 0; round < 40; round++)
        {
            var filter = world.Question(QueueSort.Due);
            var expected = world.Expected(filter with { Sort = QueueSort.Due }).ToList();
            var count = await world.CountAsync(filter);

            Assert.Equal(
                (expected.Count, expected.Count(IsLate), expected.Count(one => one.Assignee is null)), (count.Total, count.Overdue, count.Unclaimed));
            Assert.Equal(
                RequestStatus.All.Where(RequestStatus.IsOpen).Select(status => (status, expected.Count(one => one.Status == status), expected.Count(one => one.Status == status && IsLate(one)))),
                count.ByStatus());
        }

        static bool IsLate(QueueWorld.Known one) => one.Due < Noon;
    }

    [Fact]
    public async Task One_number_is_found_where_the_pages_have_it()
    {
        var world = await WorldAsync("311", new(Seed), 40);
        for (var round = 0; round < 20; round++)
        {
            var filter = world.Question(round % 2 == 0 ? QueueSort.Priority : QueueSort.Age);
            foreach (var one in world.All.Values)
            {
                Assert.Equal(QueueWorld.Matches(one, filter), await world.FindAsync(one.Row.Id, filter) is not null);
            }
        }
    }

    [Fact]
    public async Task The_nearest_come_first_though_they_lie_far_away()
    {
        var world = await WorldAsync("DOT", new(Seed), 40);
        var filter = new QueueFilter { Department = "DOT", Sort = QueueSort.Distance, Near = (40.7, -73.2), WithConfidential = true };

        var rows = await world.PagesAsync(filter, 3);

        Assert.Equal(world.Expected(filter).Select(one => one.Row.Id), rows.Select(row => row.Id));
        Assert.True(rows[0].Metres > 50_000);
    }

    private async Task<QueueWorld> WorldAsync(string department, Random random, int size)
    {
        var world = new QueueWorld(Fresh.Database, department, random);
        for (var i = 0; i < size; i++)
        {
            await world.AddAsync();
        }

        return world;
    }
}

public sealed class SqliteQueuePropertyTests() : QueuePropertyTests(new SqliteTestDatabase());

public sealed class SqlServerQueuePropertyTests() : QueuePropertyTests(new SqlServerTestDatabase());
