using Connect311.Api.Databases;
using Connect311.Api.Http;
using Microsoft.Extensions.Options;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>
/// Takes reports from the spool to the database, the first to come first, as soon as that can be used again; and finds out whether
/// it can, so that nobody who waits for an answer has to. Each node drains its own spool.
/// </summary>
internal sealed partial class SpoolDrain(
    SpoolQueue spool, SpoolStore store, IntakeCircuit circuit, WriteProof proof, IServiceProvider services)
    : RecurringService(services.GetRequiredService<TimeProvider>())
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const int BatchSize = 200;

    private readonly bool _isOn = services.GetRequiredService<IOptions<SpoolOptions>>().Value.Use;
    private readonly ILogger _logger = services.GetRequiredService<ILogger<SpoolDrain>>();
    private bool _wasOpen;

    protected override TimeSpan Every => Pause;

    protected override bool IsOn => _isOn;

    protected override Task FirstTurnAsync(CancellationToken cancellationToken) => TurnAsync(cancellationToken);

    protected override async Task TurnAsync(CancellationToken cancellationToken)
    {
        TellOpening();
        if (await spool.TryOpenAsync(cancellationToken) && spool.Meter.Waiting > 0)
        {
            await DrainAsync(cancellationToken);
        }
        else if (circuit.IsOpen)
        {
            await circuit.TryAsync(proof.WriteAsync, cancellationToken);
        }

        if (_wasOpen && !circuit.IsOpen)
        {
            LogClosed(_logger, spool.Meter.Sum?.Dead ?? 0);
            _wasOpen = false;
        }
    }

    protected override void LogBroken(Exception error) => LogUndrained(_logger, error);

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        try
        {
            var after = 0L;
            while (await spool.File.NextAsync(after, BatchSize, cancellationToken) is { Count: > 0 } rows)
            {
                await circuit.TryAsync(token => StoreAsync(rows, token), cancellationToken);
                after = rows[^1].Id;
            }
        }
        finally
        {
            spool.Meter.Set(await spool.File.SumAsync(CancellationToken.None));
        }
    }

    /// <summary>A row is deleted only once the database is known to have it.</summary>
    private async Task StoreAsync(IReadOnlyList<WaitingRow> rows, CancellationToken cancellationToken)
    {
        var (stored, failed, outage) = await store.StoreAsync(rows, cancellationToken);
        if (stored.Count + failed.Count > 0)
        {
            await spool.File.SettleAsync(stored, failed, CancellationToken.None);
            spool.Meter.Drained(stored.Count);
            foreach (var dead in failed)
            {
                LogFailed(_logger, dead.Id, dead.Reason);
            }
        }

        if (outage is not null)
        {
            throw outage;
        }
    }

    private void TellOpening()
    {
        if (circuit.IsOpen && !_wasOpen)
        {
            LogOpened(_logger, spool.File.Path);
            _wasOpen = true;
        }
    }

    [LoggerMessage(LogLevel.Error, "The database cannot be used; reports go to the spool {File}.")]
    private static partial void LogOpened(ILogger logger, string file);

    [LoggerMessage(LogLevel.Information, "The database can be used again; reports go there. Dead in the spool: {Dead}.")]
    private static partial void LogClosed(ILogger logger, long dead);

    [LoggerMessage(LogLevel.Error, "The database did not take report {Id} of the spool: {Reason}.")]
    private static partial void LogFailed(ILogger logger, long id, string reason);

    [LoggerMessage(LogLevel.Error, "The spool was not drained.")]
    private static partial void LogUndrained(ILogger logger, Exception error);
}
