using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Streams;

/// <summary>
/// Reads what happened, on whatever node, once for all streams of this one, and hands it to those whom it concerns. Nothing is
/// read while nobody listens.
/// </summary>
internal sealed partial class StreamHub : RecurringService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private const int PageSize = 500;

    private readonly StreamStore _store;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<StreamSubscription, byte> _subscriptions = new();

    /// <summary>A stream begins between two readings, never in one: it gets all that comes behind its position.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);

    private long? _position;
    private DateTimeOffset _beatAt;

    public StreamHub(StreamStore store, TimeProvider time, IMeterFactory meters, ILogger<StreamHub> logger)
        : base(time)
    {
        (_store, _logger) = (store, logger);
        meters.Create(Http.Metrics.MeterName).CreateObservableGauge(
            "connect311.streams", () => _subscriptions.Count, "{stream}", "Open streams of queues.");
    }

    /// <summary>How many streams are open.</summary>
    public int Count => _subscriptions.Count;

    /// <summary>From now on the subscription gets what concerns it.</summary>
    /// <returns>The position behind which it gets all.</returns>
    public async Task<long> AddAsync(StreamSubscription subscription, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            _position ??= await BeginAsync(cancellationToken);
            _subscriptions.TryAdd(subscription, 0);
            return _position.Value;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Remove(StreamSubscription subscription) => _subscriptions.TryRemove(subscription, out _);

    /// <summary>Hands out what has happened since the last time.</summary>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await HandOutAsync(cancellationToken);
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

    protected override TimeSpan Every => Interval;

    protected override Task TurnAsync(CancellationToken cancellationToken) => PollAsync(cancellationToken);

    protected override void LogBroken(Exception error) => LogFailure(_logger, error);

    private async Task<long> BeginAsync(CancellationToken cancellationToken)
    {
        _beatAt = Time.GetUtcNow();
        return await _store.LastPositionAsync(cancellationToken);
    }

    private async Task HandOutAsync(CancellationToken cancellationToken)
    {
        if (_subscriptions.IsEmpty)
        {
            _position = null;
            return;
        }

        var readers = _subscriptions.Keys.ToList();
        _position ??= await BeginAsync(cancellationToken);
        List<HappenedRow> rows;
        do
        {
            rows = await _store.ReadAsync(_position.Value, PageSize, cancellationToken);
            foreach (var row in rows)
            {
                HandOut(Happened.Of(row), readers);
                _position = row.Position;
            }
        }
        while (rows.Count == PageSize);

        if (Time.GetUtcNow() - _beatAt >= HeartbeatInterval)
        {
            _beatAt = Time.GetUtcNow();
            readers.ForEach(reader => reader.Take(StreamEvent.Bare(StreamEvent.Heartbeat, _position.Value)));
        }
    }

    /// <summary>Readers of one queue get the same item.</summary>
    private static void HandOut(Happened happened, List<StreamSubscription> readers)
    {
        foreach (var readersOfOne in readers.GroupBy(reader => reader.Scope))
        {
            if (QueueChange.ItemOf(happened, readersOfOne.Key) is { } item)
            {
                foreach (var reader in readersOfOne)
                {
                    reader.Take(item);
                }
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "What happened could not be handed to the streams.")]
    private static partial void LogFailure(ILogger logger, Exception error);
}
