using Connect311.Api.Databases;

namespace Connect311.Api.Routing.Backtests;

/// <summary>
/// Works on backtests, one after the other, on one node at a time: whoever has the lease. A node that ends gives it back,
/// and one that dies loses it; another goes on at the last checkpoint.
/// </summary>
internal sealed partial class BacktestRunner(
    BacktestStore store, BacktestRuns runs, Leases leases, TimeProvider time, ILogger<BacktestRunner> logger) : BackgroundService
{
    public const string LeaseName = "backtests";

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Many times what a round takes.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _woken = new(0);

    /// <summary>Says that there is work; other nodes find it by themselves.</summary>
    public void Wake() => _woken.Release();

    public override void Dispose()
    {
        _woken.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        var woken = _woken.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await WorkAsync(stoppingToken);
            await Task.WhenAny(tick, woken);
            tick = tick.IsCompletedSuccessfully ? timer.WaitForNextTickAsync(stoppingToken).AsTask() : tick;
            woken = woken.IsCompletedSuccessfully ? _woken.WaitAsync(stoppingToken) : woken;
        }
    }

    /// <summary>Works until nothing is left that nobody else works on.</summary>
    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await WorkOnOneAsync(cancellationToken))
            {
            }
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested || DatabaseErrors.IsUnavailable(e))
        {
            // The next turn, or another node, goes on at the last checkpoint.
        }
        catch (Exception e)
        {
            LogBroken(logger, e);
        }
    }

    private async Task<bool> WorkOnOneAsync(CancellationToken cancellationToken)
    {
        // Looked for anew under the lease: who had it before may have ended it.
        return await store.FindOpenAsync(cancellationToken) is not null && await leases.UnderAsync(
            LeaseName,
            LeaseLength,
            async lease => await store.FindOpenAsync(cancellationToken) is { } row && await WorkOnAsync(row, lease, cancellationToken),
            cancellationToken);
    }

    private async Task<bool> WorkOnAsync(BacktestRow row, Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            await runs.WorkAsync(row, lease, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !DatabaseErrors.IsUnavailable(e))
        {
            LogFailed(logger, e, row.Id);
            await store.FailAsync(row.Id, cancellationToken);
        }

        return true;
    }

    [LoggerMessage(LogLevel.Error, "The backtest {Id} broke.")]
    private static partial void LogFailed(ILogger logger, Exception error, string id);

    [LoggerMessage(LogLevel.Error, "Whether there is a backtest to work on is not known.")]
    private static partial void LogBroken(ILogger logger, Exception error);
}
