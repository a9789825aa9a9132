using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Triage.Marks;

/// <summary>Whether and how often this node looks at the clocks of requests.</summary>
internal sealed class ClockWatchOptions
{
    public const string Section = "ServiceLevels";

    /// <summary>Whether this node marks missed targets at all; one of several nodes is enough. Default true.</summary>
    public bool Watch { get; init; } = true;

    /// <summary>How long it waits between two looks, in seconds. Default 15.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 3_600)]
    public int WatchSeconds { get; init; } = 15;
}

/// <summary>
/// Marks missed and nearly missed targets, each once, on one node at a time: whoever has the lease. A node that dies loses
/// it, and another goes on with what is not marked.
/// </summary>
internal sealed partial class ClockWatch(
    MarkStore store, CurrentCity city, Leases leases, IOptions<ClockWatchOptions> options, TimeProvider time, ILogger<ClockWatch> logger)
    : BackgroundService
{
    public const string LeaseName = "service-levels";

    /// <summary>How many requests are marked in one transaction at most; the database is free for others in between.</summary>
    public const int BatchSize = 50;

    /// <summary>Many times what a batch takes.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromSeconds(60);

    /// <summary>Marks whatever is due, unless another node does.</summary>
    /// <returns>How many marks this node made.</returns>
    public async Task<int> MarkAsync(CancellationToken cancellationToken)
    {
        if ((await store.DueAsync(await NowAsync(cancellationToken), 1, cancellationToken)).Count == 0
            || await leases.TakeAsync(LeaseName, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), LeaseLength, cancellationToken) is not { } lease)
        {
            return 0;
        }

        try
        {
            return await MarkAsync(lease, cancellationToken);
        }
        finally
        {
            await leases.ReleaseAsync(lease, CancellationToken.None);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Watch)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.WatchSeconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await MarkAsync(stoppingToken);
            }
            catch (Exception e) when (stoppingToken.IsCancellationRequested || DatabaseErrors.IsUnavailable(e))
            {
                // The next look, here or on another node, finds what is not marked.
            }
            catch (Exception e)
            {
                LogBroken(logger, e);
            }
        }
    }

    private async Task<int> MarkAsync(Lease lease, CancellationToken cancellationToken)
    {
        var marked = 0;
        do
        {
            var now = await NowAsync(cancellationToken);
            var due = await store.DueAsync(now, BatchSize, cancellationToken);
            if (due.Count == 0)
            {
                break;
            }

            marked += await store.WriteAsync([.. due.Select(row => MarkPlan.Of(row, now, city.Value.Catalog))], lease, cancellationToken);
        }
        while (await leases.RenewAsync(lease, LeaseLength, cancellationToken));

        return marked;
    }

    /// <summary>A node whose clock runs ahead of the database's marks nothing before its time; one that lags is no hindrance to others.</summary>
    private async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
    {
        var (own, common) = (time.Now(), await leases.NowAsync(cancellationToken));
        return own < common ? own : common;
    }

    [LoggerMessage(LogLevel.Error, "Missed targets could not be marked.")]
    private static partial void LogBroken(ILogger logger, Exception error);
}
