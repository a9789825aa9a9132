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
    : RecurringService(time)
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
        var isDue = (await store.DueAsync(await NowAsync(cancellationToken), 1, cancellationToken)).Count > 0;
        return isDue ? await leases.UnderAsync(LeaseName, LeaseLength, lease => MarkAsync(lease, cancellationToken), cancellationToken) : 0;
    }

    protected override TimeSpan Every => TimeSpan.FromSeconds(options.Value.WatchSeconds);

    protected override bool IsOn => options.Value.Watch;

    protected override Task TurnAsync(CancellationToken cancellationToken) => MarkAsync(cancellationToken);

    protected override void LogBroken(Exception error) => LogUnmarked(logger, error);

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
        var (own, common) = (Time.Now(), await leases.NowAsync(cancellationToken));
        return own < common ? own : common;
    }

    [LoggerMessage(LogLevel.Error, "Missed targets could not be marked.")]
    private static partial void LogUnmarked(ILogger logger, Exception error);
}
