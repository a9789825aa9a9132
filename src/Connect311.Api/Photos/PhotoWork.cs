using System.Collections.Concurrent;
using System.Threading.Channels;
using Connect311.Api.Databases;
using Connect311.Api.Photos.Pictures;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Photos;

/// <summary>
/// Makes photos ready, beside the calls that bring them: so many at a time as there are processors, on threads of their own. What
/// was received and not worked on when the program ended is found in the database and in the spool when it begins again.
/// </summary>
internal sealed partial class PhotoWork(
    PhotoStore store, PhotoFiles files, IOptions<PhotoOptions> options, TimeProvider time, ILogger<PhotoWork> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>How soon it looks again at what another has in hand: that one may have ended in the middle of it.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private const int Capacity = 1_000;

    private readonly Channel<PhotoKey> _waiting = Channel.CreateBounded<PhotoKey>(Capacity);
    private readonly ConcurrentDictionary<PhotoKey, bool> _known = [];
    private readonly PhotoThreads _threads = new(PhotoLimits.Workers);
    private volatile bool _isInOtherHands;

    /// <summary>Whether so many wait or are in work on this node that no more are taken.</summary>
    public bool IsFull => _known.Count >= options.Value.MostWaiting;

    /// <summary>Has a photo worked on; where too many wait, the next look at the database finds it.</summary>
    public void Offer(PhotoKey key)
    {
        if (_known.TryAdd(key, true) && !_waiting.Writer.TryWrite(key))
        {
            _known.TryRemove(key, out _);
        }
    }

    /// <summary>Makes one photo ready, or refuses it; the file as it came is deleted behind that.</summary>
    public async Task MakeReadyAsync(PhotoKey key, CancellationToken cancellationToken)
    {
        await using var file = await files.OpenSpooledAsync(key, cancellationToken);
        if (file is null)
        {
            // It lies on another node's disk, or was done meanwhile.
            return;
        }

        var owner = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        if (await store.BeginAsync(key, owner, cancellationToken))
        {
            try
            {
                var clean = await _threads.RunAsync(() => PhotoCleaner.Clean(file, PhotoHeader.Of(new(file))));
                var large = await files.KeepAsync(key.Id, clean.Large, cancellationToken);
                var small = await files.KeepAsync(key.Id, clean.Small, cancellationToken);
                if (!await store.FinishAsync(key, large, small, cancellationToken) && await store.FindAsync(key.Id, cancellationToken) is null or { IsGone: true })
                {
                    // No request named it in time, and it went while it was made ready.
                    await files.DeleteKeptAsync(large, cancellationToken);
                    await files.DeleteKeptAsync(small, cancellationToken);
                }
            }
            catch (PhotoRefusedException refused)
            {
                await store.RefuseAsync(key, refused.Code, cancellationToken);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The disk is full, or the server stops. Only what brings the program down counts as a try.
                await store.GiveBackAsync(key, owner, CancellationToken.None);
                throw;
            }
        }
        else if (!await store.GiveUpAsync(key, cancellationToken))
        {
            // Another server works on it, and needs the file; or it is done.
            _isInOtherHands = true;
            return;
        }

        await files.UnspoolAsync(key, cancellationToken);
    }

    public override void Dispose()
    {
        _threads.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        [FindAsync(stoppingToken), .. Enumerable.Range(0, PhotoLimits.Workers).Select(_ => WorkAsync(stoppingToken))]);

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        await foreach (var key in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await MakeReadyAsync(key, stoppingToken);
            }
            catch (Exception e) when (stoppingToken.IsCancellationRequested || DatabaseErrors.IsUnavailable(e) || e is IOException)
            {
                // Its bytes are safe, and the next look at the database finds it.
            }
            catch (Exception e)
            {
                LogBroken(logger, key.Id, e);
            }
            finally
            {
                _known.TryRemove(key, out _);
            }
        }
    }

    /// <summary>At the start, and every minute: what waits since before, and what others could not finish; sooner where others have some in hand.</summary>
    private async Task FindAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Soon, time);
        var next = DateTimeOffset.MinValue;
        do
        {
            if (_isInOtherHands || time.GetUtcNow() >= next)
            {
                (_isInOtherHands, next) = (false, time.GetUtcNow() + Interval);
                await LookAsync(stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            foreach (var key in await store.WaitingAsync(Capacity, stoppingToken))
            {
                Offer(key);
            }
        }
        catch (Exception e) when (stoppingToken.IsCancellationRequested || DatabaseErrors.IsUnavailable(e))
        {
            // Looked at again in a minute.
        }
    }

    [LoggerMessage(LogLevel.Error, "The photo {Id} could not be made ready.")]
    private static partial void LogBroken(ILogger logger, string id, Exception error);
}
