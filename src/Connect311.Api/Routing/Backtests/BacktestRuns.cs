using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Routing;

namespace Connect311.Api.Routing.Backtests;

/// <summary>Makes the runs of backtests, with the catalogue and the areas in force.</summary>
internal sealed class BacktestRuns(Database database, CityStore cities, CurrentCity city, BacktestStore store, Leases leases)
{
    /// <summary>Numbers between one checkpoint and the next; null for the run's own measure.</summary>
    public int? NumbersARound { get; set; }

    /// <summary>A run of rules that are not stored, or not to be stored about.</summary>
    public BacktestRun Of(RuleSet rules, BacktestScope scope, Action<Comparison>? observe = null) => Of(city.Value, rules, scope, observe);

    /// <summary>Works on a stored backtest until it ends, or somebody else has the lease.</summary>
    public async Task WorkAsync(BacktestRow row, Lease lease, CancellationToken cancellationToken)
    {
        var now = city.Value;
        if (await store.FindAsync(row.Id, cancellationToken) is not { } stored
            || TrialRules.Compile(stored.Rules, row.RuleSetVersion, now.Catalog) is not TrialRules.Ending.Found found)
        {
            // It was read when it was queued; a city that reads it no longer cannot try it.
            await store.FailAsync(row.Id, cancellationToken);
            return;
        }

        await new BacktestWork(store, leases, lease, now, row).RunAsync(
            Of(now, found.Rules, stored.Scope, observe: null), stored, cancellationToken);
    }

    private BacktestRun Of(City now, RuleSet rules, BacktestScope scope, Action<Comparison>? observe) =>
        NumbersARound is { } numbers
            ? new(database, cities, now, rules, scope) { Observe = observe, NumbersARound = numbers }
            : new(database, cities, now, rules, scope) { Observe = observe };
}
