using System.Collections.Concurrent;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Routing;
using Connect311.Api.Routing.Backtests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Api.Staff.Audit;
using Connect311.Api.Staff.People;
using Connect311.Routing;
using Connect311.Tests.ServiceRequests;

namespace Connect311.Tests.Routing.Backtests;

/// <summary>New York in a database, with whatever tries rules on what is stored there.</summary>
internal sealed class BacktestWorld
{
    private static readonly Actor Somebody = new("somebody", "operator");

    private BacktestWorld(Database database, CityStore cities, CurrentCity city)
    {
        (Database, City) = (database, city);
        Leases = new(database, Clock, TimeProvider.System);
        Store = new(database, new(database, TimeProvider.System), TimeProvider.System);
        Runs = new(database, cities, city, Store, Leases);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Database Database { get; }

    public CurrentCity City { get; }

    public LeaseClock Clock { get; } = new();

    public Leases Leases { get; }

    public BacktestStore Store { get; }

    public BacktestRuns Runs { get; }

    /// <summary>The number of the next request.</summary>
    public long NextId { get; set; } = 2_000_000;

    public static async Task<BacktestWorld> OpenAsync(Database database)
    {
        var (cities, city) = (new CityStore(database, new(database, TimeProvider.System), TimeProvider.System), new CurrentCity());
        city.Set(await cities.FindOrInstallAsync(new CityOptions().Folder, Token));
        return new(database, cities, city);
    }

    /// <summary>Stores a request as the rules in force decide about it.</summary>
    public async Task<RequestRow> StoredAsync(string serviceType = "street-condition.pothole", Func<RequestRow, RequestRow>? change = null)
    {
        var decision = City.Value.Rules.Decide(new()
        {
            ServiceType = serviceType,
            Group = City.Value.Catalog.ServiceTypesByCode[serviceType].Group,
            Channel = "mobile",
            ReceivedAt = TestRequests.Noon,
        });
        var request = TestRequests.NewRequest(serviceType: serviceType, change: row =>
        {
            // Numbers of its own: rounds are cut by numbers, and other tests take the common ones at the same time.
            var decided = row with
            {
                Id = NextId++,
                Department = decision.Department,
                RoutingRule = decision.Rule,
                RuleSetVersion = decision.RuleSetVersion,
                Priority = decision.Priority,
                Latitude = 40.67383,
                Longitude = -73.97054,
            };
            return change?.Invoke(decided) ?? decided;
        });
        return (await Database.StoredAsync(request)).Row;
    }

    /// <summary>Tries rules on all that is stored, to the end.</summary>
    public async Task<(StoredTally Tally, IReadOnlyDictionary<long, Comparison> Decisions)> TryAsync(
        string rules, BacktestScope? scope = null, int numbersARound = 100_000)
    {
        var decisions = new ConcurrentDictionary<long, Comparison>();
        Runs.NumbersARound = numbersARound;
        var run = Runs.Of(Compiled(rules), scope ?? new() { Version = 9 }, one => Assert.True(decisions.TryAdd(one.Id, one), $"{one.Id} twice"));
        var end = await run.RunAsync(await run.BeginAsync(Token), _ => Task.FromResult(true), Token);
        return (StoredTally.Of(end.Tally), decisions);
    }

    public RuleSet Compiled(string rules) =>
        Assert.IsType<TrialRules.Ending.Found>(TrialRules.Compile(rules, 9, City.Value.Catalog)).Rules;

    /// <summary>Queues a backtest.</summary>
    public async Task<BacktestRow> QueuedAsync(string rules, BacktestScope? scope = null) =>
        (await Store.AddAsync(scope ?? new() { Version = 9 }, rules, Creation.Of("somebody", null, TimeProvider.System), Somebody, Token)).Row;

    public Task CancelAsync(string id) => Store.CancelAsync(id, Somebody, Token);

    public async Task<Lease> LeaseAsync()
    {
        var lease = await Leases.TakeAsync(
            BacktestRunner.LeaseName, Guid.CreateVersion7().ToString("N"), BacktestRunner.LeaseLength, Token);
        Assert.NotNull(lease);
        return lease;
    }

    public async Task<StoredBacktest> FindAsync(string id)
    {
        var found = await Store.FindAsync(id, Token);
        Assert.NotNull(found);
        return found;
    }
}
