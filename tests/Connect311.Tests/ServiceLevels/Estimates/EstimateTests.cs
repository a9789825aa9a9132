using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.ServiceLevels.Estimates;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static Connect311.Tests.ServiceRequests.TestRequests;

namespace Connect311.Tests.ServiceLevels.Estimates;

/// <summary>How long requests took is told as it was, and only where enough were closed.</summary>
public abstract class EstimateTests
{
    private readonly TestDatabase _database;
    private readonly FakeTimeProvider _time = new(Noon.AddDays(10));

    protected EstimateTests(TestDatabase database)
    {
        database.SkipIfMissing();
        _database = database;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EstimateStore Store => new(_database.Database);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(31)]
    public async Task Half_and_four_in_five_are_those_of_the_sorted_list(int count)
    {
        var random = new Random(count);
        var type = $"sorted.{count}";
        var took = new List<int>();
        for (var i = 0; i < count; i++)
        {
            took.Add(random.Next(1, 400_000));
            await ClosedAsync(type, took[^1], i % 3 == 0 ? "west" : "east");
        }

        var observed = await Store.ObserveAsync(type, ["borough:west", "borough:east"], Noon.AddDays(-1), 5_000, Token);

        Assert.Equal(Expected("", took), observed.Single(row => row.Area.Length == 0));
        Assert.Equal(Expected("borough:west", took.Where((_, i) => i % 3 == 0)), observed.Single(row => row.Area == "borough:west"));
        Assert.Equal(count > 1 ? 3 : 2, observed.Count);
    }

    [Fact]
    public async Task Only_what_was_closed_in_the_window_and_is_not_confidential_counts()
    {
        await ClosedAsync("counted.once", 100);
        await ClosedAsync("counted.once", 200, change: row => row with { Visibility = "confidential" });
        await ClosedAsync("counted.once", 300, change: row => row with { Status = RequestStatus.Cancelled });
        await ClosedAsync("counted.once", 400, change: row => row with { ReceivedAt = Noon.AddDays(-9), ClosedAt = Noon.AddDays(-8) });
        await _database.Database.StoredAsync(NewRequest(serviceType: "counted.once"));

        Assert.Equal([Expected("", [100])], await Store.ObserveAsync("counted.once", [], Noon.AddDays(-1), 5_000, Token));
    }

    [Fact]
    public async Task Of_many_closings_the_newest_count()
    {
        foreach (var hours in Enumerable.Range(1, 6))
        {
            await ClosedAsync("newest.first", hours * 3600);
        }

        Assert.Equal([Expected("", [5 * 3600, 6 * 3600])], await Store.ObserveAsync("newest.first", [], Noon.AddDays(-1), 2, Token));
    }

    [Fact]
    public async Task What_is_kept_takes_the_place_of_what_was_before()
    {
        await Store.KeepAsync([Row("kept.one", "", 40), Row("kept.one", "borough:west", 31), Row("kept.two", "", 29)], Token);
        Assert.Equal(["kept.one  40", "kept.one borough:west 31"], await KeptAsync());

        await Store.KeepAsync([Row("kept.one", "borough:west", 50, Noon.AddDays(2)), Row("kept.two", "", 30, Noon.AddDays(2))], Token);
        Assert.Equal(["kept.one  40", "kept.one borough:west 50", "kept.two  30"], await KeptAsync());

        await Store.ForgetAsync(Noon.AddDays(2), Token);
        Assert.Equal(["kept.one borough:west 50", "kept.two  30"], await KeptAsync());
        Assert.Equal(Noon.AddDays(2), (await Store.AllAsync(30, Token)).Where(row => row.ServiceType == "kept.two").Select(row => row.ComputedAt).Single());

        async Task<IEnumerable<string>> KeptAsync() => (await Store.AllAsync(30, Token))
            .Where(row => row.ServiceType.StartsWith("kept.", StringComparison.Ordinal))
            .Select(row => $"{row.ServiceType} {row.Area} {row.Closings}")
            .Order()
            .ToList();
    }

    [Fact]
    public async Task Whoever_has_the_lease_makes_them_and_every_node_reads_them()
    {
        for (var i = 0; i < 40; i++)
        {
            await ClosedAsync("lamp.out", 60 * (i + 1), i < 31 ? "west" : "east");
        }

        // Nobody else made any in this database for longer than they may be old.
        _time.SetUtcNow(Noon.AddDays(30));
        var (one, other) = (Node(), Node());
        Assert.True(await one.Maker.RefreshAsync(Token));
        Assert.False(await other.Maker.RefreshAsync(Token));

        foreach (var estimates in new[] { one.Estimates, other.Estimates })
        {
            Assert.Equal(("PT16M", "PT25M", 31, "borough:west"), Told(estimates.Find("lamp.out", "|borough:west|")));
            Assert.Equal(("PT20M", "PT32M", 40, null), Told(estimates.Find("lamp.out", "|borough:east|")));
            Assert.Equal(("PT20M", "PT32M", 40, null), Told(estimates.Find("lamp.out", "|")));
            Assert.Null(estimates.Find("hole.road", "|borough:west|"));
        }

        _time.Advance(TimeSpan.FromHours(6));
        Assert.True(await other.Maker.RefreshAsync(Token));
    }

    private static (string, string, int, string?) Told(Estimate? estimate) =>
        (estimate!.P50, estimate.P80, estimate.Basis.Closings, estimate.Basis.Area);

    private static Observed Expected(string area, IEnumerable<int> took)
    {
        var sorted = took.Order().ToList();
        return new()
        {
            Area = area,
            Closings = sorted.Count,
            HalfWithin = sorted[(int)Math.Ceiling(sorted.Count * 0.5) - 1],
            MostWithin = sorted[(int)Math.Ceiling(sorted.Count * 0.8) - 1],
        };
    }

    private static ClosingEstimate Row(string type, string area, long closings, DateTimeOffset? at = null) =>
        new Observed { Area = area, Closings = closings, HalfWithin = 60, MostWithin = 120 }.Of(type, Noon.AddDays(-180), at ?? Noon);

    private (EstimateMaker Maker, ClosingEstimates Estimates) Node()
    {
        var city = new CurrentCity();
        city.Set(CityReader.Read(new CityFiles(ReroutingTown.FilesWith("at-once")), 1, 1));
        var (database, estimates) = (_database.Open(), new ClosingEstimates(city));
        return (new(new(database), estimates, city, new(database, new LeaseClock(), _time), Options.Create(new EstimateOptions()), _time, NullLogger<EstimateMaker>.Instance), estimates);
    }

    private Task<NewRequest> ClosedAsync(
        string type, int seconds, string borough = "west", Func<RequestRow, RequestRow>? change = null) =>
        _database.Database.StoredAsync(NewRequest(serviceType: type, change: row =>
        {
            var closed = row with { Status = RequestStatus.Closed, Outcome = "fixed", ClosedAt = Noon.AddSeconds(seconds), Areas = $"|borough:{borough}|" };
            return change?.Invoke(closed) ?? closed;
        }));
}

public sealed class SqliteEstimateTests(SqliteTestDatabase database)
    : EstimateTests(database), IClassFixture<SqliteTestDatabase>;

public sealed class SqlServerEstimateTests(SqlServerTestDatabase database)
    : EstimateTests(database), IClassFixture<SqlServerTestDatabase>;
