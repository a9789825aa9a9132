using System.Threading.Channels;
using Connect311.Api.Databases;
using Microsoft.Extensions.Options;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>The spool has no room for a report. Unlike a full disk it is a limit that was set.</summary>
internal sealed class SpoolFullException() : Exception("The spool is full (Spool:MaxReports, Spool:MaxMegabytes).");

/// <summary>
/// Takes reports into the spool, as the intake takes them into the database: all that wait go into one commit, and none is
/// acknowledged before that is on disk.
/// </summary>
internal sealed partial class SpoolQueue : IHostedService, IDisposable
{
    private const int BatchSize = 256;
    private const int Room = 4_096;
    private const long Megabyte = 1024 * 1024;

    private readonly SpoolSeal _seal;
    private readonly SpoolOptions _options;
    private readonly ILogger _logger;
    private readonly Channel<Pending> _waiting = System.Threading.Channels.Channel.CreateBounded<Pending>(Room);
    private Task _writer = Task.CompletedTask;
    private Exception? _unopened;
    private bool _failed;

    public SpoolQueue(SpoolSeal seal, SpoolPlace place, IOptions<SpoolOptions> options, SpoolMeter meter, ILogger<SpoolQueue> logger)
    {
        (_seal, _options, _logger, Meter) = (seal, options.Value, logger, meter);
        File = new(place.File, logger);
    }

    public SpoolFile File { get; }

    public SpoolMeter Meter { get; }

    /// <summary>Whether a report would be taken now, as far as anybody knows.</summary>
    public bool TakesReports => _unopened is null && !_failed && !IsFull(1, 0);

    /// <summary>Ends when the report is on disk.</summary>
    /// <returns>The token of the report.</returns>
    /// <exception cref="SpoolFullException">As many wait as may.</exception>
    public async Task<string> AddAsync(ReceivedReport report)
    {
        var (token, row) = _seal.Seal(report);
        var pending = new Pending(row);
        if (!_waiting.Writer.TryWrite(pending))
        {
            throw new SpoolFullException();
        }

        await pending.Done.Task;
        return token;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_options.Use)
        {
            return;
        }

        await TryOpenAsync(cancellationToken);
        _writer = Task.Run(WriteAllAsync, CancellationToken.None);
    }

    /// <summary>The server has stopped by now: what it accepted is written and answered before the process ends.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        return _writer.WaitAsync(cancellationToken);
    }

    public void Dispose() => File.Dispose();

    /// <summary>Opens the file, unless it is open.</summary>
    /// <returns>Whether it is; a spool that cannot be opened keeps no server from starting.</returns>
    public async Task<bool> TryOpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Meter.Sum is null)
            {
                await File.OpenAsync(cancellationToken);
                Meter.Set(await File.SumAsync(cancellationToken));
            }

            _unopened = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || DatabaseErrors.IsUnavailable(e))
        {
            if (_unopened is null)
            {
                LogUnopened(_logger, e, File.Path);
            }

            _unopened = e;
        }

        return _unopened is null;
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<Pending>(BatchSize);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < BatchSize && _waiting.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            await CommitAsync(batch);
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<Pending> batch)
    {
        try
        {
            var bytes = batch.Sum(pending => (long)pending.Row.Bytes);
            if (!await TryOpenAsync(CancellationToken.None) || IsFull(batch.Count, bytes))
            {
                throw _unopened ?? new SpoolFullException();
            }

            await File.AddAsync([.. batch.Select(pending => pending.Row)], CancellationToken.None);
            _failed = false;
            Meter.Added(batch.Count, bytes, batch.Min(pending => pending.Row.ReceivedAt));
            batch.ForEach(pending => pending.Done.TrySetResult());
        }
        catch (Exception failure)
        {
            // Whoever waits hears of it: nothing of the batch was written.
            _failed = true;
            batch.ForEach(pending => pending.Done.TrySetException(failure));
        }
    }

    private bool IsFull(int more, long bytes) =>
        Meter.Sum is { } sum && (sum.Reports + more > _options.MaxReports || sum.Bytes + bytes > _options.MaxMegabytes * Megabyte);

    [LoggerMessage(LogLevel.Error, "The spool {File} cannot be opened; while the database cannot be used either, reports are refused.")]
    private static partial void LogUnopened(ILogger logger, Exception failure, string file);

    private sealed record Pending(SpooledRow Row)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
