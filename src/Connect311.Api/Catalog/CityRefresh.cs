using System.Diagnostics.Metrics;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>
/// Looks every few seconds whether another version of the catalogue, the rules or the areas is in force, and takes it
/// without a restart. One that cannot be read changes nothing: the last good one stays, and health says so.
/// </summary>
internal sealed partial class CityRefresh : RecurringService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CityStore _cities;
    private readonly CurrentCity _city;
    private readonly ILogger _logger;

    /// <summary>How often what is held is compared with what is stored under its number: only damage could make it another.</summary>
    public static readonly TimeSpan ReadingInterval = TimeSpan.FromSeconds(30);

    /// <summary>One look at a time, so that none puts an older city back.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    private CityVersions? _refused;
    private DateTimeOffset _readAt;

    public CityRefresh(CityStore cities, CurrentCity city, TimeProvider time, IMeterFactory meters, ILogger<CityRefresh> logger)
        : base(time)
    {
        (_cities, _city, _logger) = (cities, city, logger);
        meters.Create(Metrics.MeterName).CreateObservableGauge(
            "connect311.city.stale", () => _city.IsStale ? 1 : 0, null, "1 while another version of the city is stored as in force that cannot be read.");
    }

    /// <summary>Takes what is in force now, if it is another version than the one held.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await TakeAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    private async Task TakeAsync(CancellationToken cancellationToken)
    {
        var stored = await _cities.FindVersionsAsync(cancellationToken);
        if (stored == _city.Value.Versions)
        {
            await ReadAsync(stored, cancellationToken);
            return;
        }

        if (stored == _refused)
        {
            return;
        }

        try
        {
            _city.Set(await _cities.FindAsync(cancellationToken) ?? throw new InvalidOperationException("No city is stored any more."));
            _refused = null;
            LogTaken(_logger, _city.Value.Versions);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && !DatabaseErrors.IsUnavailable(e))
        {
            _refused = stored;
            _city.IsStale = true;
            LogRefused(_logger, e, stored, _city.Value.Versions);
        }
    }

    /// <summary>Whether the rule set that is held can still be read where it is stored; every now and then, and after one that could not.</summary>
    private async Task ReadAsync(CityVersions held, CancellationToken cancellationToken)
    {
        if (_refused is null && Time.GetUtcNow() - _readAt < ReadingInterval)
        {
            return;
        }

        (_refused, _readAt) = (null, Time.GetUtcNow());
        var text = await _cities.FindRuleSetAsync(held.Rules, cancellationToken);
        var isReadable = text is not null && JsonText.Parse(text, out _, out _) is { } json && RuleSetReader.Read(json, []) is not null;
        if (!isReadable && !_city.IsStale)
        {
            LogDamaged(_logger, held.Rules);
        }

        _city.IsStale = !isReadable;
    }

    protected override TimeSpan Every => Interval;

    protected override Task TurnAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    protected override void LogBroken(Exception error) => LogUnknown(_logger, error);

    [LoggerMessage(LogLevel.Information, "The city is now that of {Versions}.")]
    private static partial void LogTaken(ILogger logger, CityVersions versions);

    [LoggerMessage(LogLevel.Error, "The city of {Stored} cannot be read; that of {Held} stays in force.")]
    private static partial void LogRefused(ILogger logger, Exception error, CityVersions stored, CityVersions held);

    [LoggerMessage(LogLevel.Error, "The stored rule set {Version} was damaged and cannot be read any more; what is held of it stays in force until a restart.")]
    private static partial void LogDamaged(ILogger logger, int version);

    [LoggerMessage(LogLevel.Error, "Whether there is a new version of the city is not known.")]
    private static partial void LogUnknown(ILogger logger, Exception error);
}
