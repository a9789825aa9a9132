using System.Diagnostics;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;

namespace Connect311.Api.Routing.Backtests;

/// <summary>One node's work on one backtest: from its last checkpoint to its end, or until it is cancelled.</summary>
internal sealed class BacktestWork(BacktestStore store, Leases leases, Lease lease, City city, BacktestRow row)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    private TimeSpan Worked { get; set; }

    /// <param name="run">Tries the rules.</param>
    /// <param name="stored">Where it stands.</param>
    public async Task RunAsync(BacktestRun run, StoredBacktest stored, CancellationToken cancellationToken)
    {
        if (await StartAsync(run, stored, cancellationToken) is not { } progress)
        {
            return;
        }

        var isOurs = true;
        progress = await run.RunAsync(
            progress,
            async reached => isOurs = await CheckpointAsync(reached, isDone: false, cancellationToken),
            cancellationToken);
        if (isOurs)
        {
            await CheckpointAsync(progress, isDone: true, cancellationToken);
        }
    }

    /// <summary>Where to go on; null when it ended meanwhile. What was counted with another catalogue is counted anew.</summary>
    private async Task<BacktestProgress?> StartAsync(BacktestRun run, StoredBacktest stored, CancellationToken cancellationToken)
    {
        if (row.CatalogVersion == city.Catalog.Version && stored.Tally is { } tally)
        {
            Worked = TimeSpan.FromMilliseconds(row.WorkedMilliseconds);
            return new(
                row.DoneId, row.LastId, row.Total, tally.ToTally(stored.Scope.Examples ?? BacktestScope.DefaultExamples));
        }

        var progress = await run.BeginAsync(cancellationToken);
        return await store.BeginAsync(row, city.Catalog.Version, progress, lease, cancellationToken) ? progress : null;
    }

    private async Task<bool> CheckpointAsync(BacktestProgress reached, bool isDone, CancellationToken cancellationToken) =>
        await leases.RenewAsync(lease, BacktestRunner.LeaseLength, cancellationToken)
        && await store.MoveOnAsync(row.Id, reached, Worked + _watch.Elapsed, isDone, lease, cancellationToken);
}
