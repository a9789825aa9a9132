using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.ServiceLevels.Estimates;

/// <summary>What estimates rest on, and how often they are made.</summary>
internal sealed class EstimateOptions
{
    public const string Section = "Estimates";

    /// <summary>Whether this node makes and reads them at all. Default true.</summary>
    public bool Make { get; init; } = true;

    /// <summary>Only requests that were closed in so many days count. Default 180.</summary>
    [Range(1, 3_650)]
    public int WindowDays { get; init; } = 180;

    /// <summary>There is none where fewer were closed. Default 30.</summary>
    [Range(1, 100_000)]
    public int Least { get; init; } = 30;

    /// <summary>How many hours old they may get. Default 6.</summary>
    [Range(1, 168)]
    public int Hours { get; init; } = 6;
}

/// <summary>
/// Makes the estimates of all service types, type by type, on one node at a time: whoever has the lease. Every node reads
/// them into its memory.
/// </summary>
internal sealed partial class EstimateMaker(
    EstimateStore store, ClosingEstimates estimates, CurrentCity city, Leases leases, IOptions<EstimateOptions> options, TimeProvider time, ILogger<EstimateMaker> logger)
    : RecurringService(time)
{
    public const string LeaseName = "closing-estimates";

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Many times what a batch takes.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(5);

    /// <summary>How many closings of a type are looked at, the newest first: more make no better estimate.</summary>
    private const int MostClosings = 5_000;

    /// <summary>How many types are observed before what was seen is kept.</summary>
    private const int BatchSize = 50;

    /// <summary>Makes them where they are too old, unless another node does, and reads what there is.</summary>
    /// <returns>Whether this node made them.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var isMade = await IsOldAsync(cancellationToken) && await MakeUnderLeaseAsync(cancellationToken);
        await ReadAsync(cancellationToken);
        return isMade;
    }

    public async Task ReadAsync(CancellationToken cancellationToken) =>
        estimates.Set(await store.AllAsync(options.Value.Least, cancellationToken));

    protected override TimeSpan Every => Interval;

    protected override bool IsOn => options.Value.Make;

    /// <summary>A server that starts knows at once what others made.</summary>
    protected override Task FirstTurnAsync(CancellationToken cancellationToken) => ReadAsync(cancellationToken);

    protected override Task TurnAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    protected override void LogBroken(Exception error) => LogFailure(logger, error);

    private async Task<bool> IsOldAsync(CancellationToken cancellationToken) =>
        await store.NewestAsync(cancellationToken) is not { } newest || newest <= Time.Now().AddHours(-options.Value.Hours);

    /// <summary>Looks anew under the lease: who had it before may have made them.</summary>
    private Task<bool> MakeUnderLeaseAsync(CancellationToken cancellationToken) => leases.UnderAsync(
        LeaseName,
        LeaseLength,
        async lease => await IsOldAsync(cancellationToken) && await MakeAsync(lease, cancellationToken),
        cancellationToken);

    private async Task<bool> MakeAsync(Lease lease, CancellationToken cancellationToken)
    {
        var (now, since) = (Time.Now(), Time.Now().AddDays(-options.Value.WindowDays));
        var current = city.Value;
        List<string> areas = [.. current.AreaSets[0].Areas.Select(area => $"{area.Set}:{area.Code}")];
        foreach (var batch in current.Catalog.ServiceTypesByCode.Values.Where(type => type.IsRequest).Select(type => type.Code).Chunk(BatchSize))
        {
            var observed = new List<ClosingEstimate>();
            foreach (var type in batch)
            {
                var took = await store.ObserveAsync(type, areas, since, MostClosings, cancellationToken);
                observed.AddRange(took.Select(row => row.Of(type, since, now)));
            }

            await store.KeepAsync(observed, cancellationToken);
            if (!await leases.RenewAsync(lease, LeaseLength, cancellationToken))
            {
                return false;
            }
        }

        await store.ForgetAsync(now, cancellationToken);
        return true;
    }

    [LoggerMessage(LogLevel.Error, "How long requests take could not be estimated.")]
    private static partial void LogFailure(ILogger logger, Exception error);
}
