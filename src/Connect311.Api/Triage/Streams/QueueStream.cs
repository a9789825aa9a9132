using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Triage.Streams;

/// <summary>What one reader of a queue is sent: first what it missed, then what happens.</summary>
internal sealed class QueueStream(
    StreamHub hub, StreamStore store, IOptions<StreamOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private const int PageSize = 500;

    private static readonly TimeSpan ComeAgainAfter = TimeSpan.FromSeconds(1);

    /// <summary>Whether this node keeps another stream.</summary>
    public bool HasRoom => hub.Count < options.Value.Most;

    /// <param name="seen">The position that the reader names as the last one it knows; null for none.</param>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(
        StreamScope scope, long? seen, Action hangUp, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var life = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.Seconds), time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, life.Token, lifetime.ApplicationStopping);
        var subscription = new StreamSubscription(scope, hangUp);
        var from = await hub.AddAsync(subscription, cancellationToken);
        try
        {
            await foreach (var item in CatchUpAsync(scope, seen ?? from, from, cancellationToken))
            {
                yield return item;
            }

            yield return StreamEvent.Bare(StreamEvent.Heartbeat, from, ComeAgainAfter);
            while (await HasMoreAsync(subscription, ending.Token))
            {
                while (subscription.Waiting.TryRead(out var item))
                {
                    yield return item;
                }
            }
        }
        finally
        {
            hub.Remove(subscription);
        }
    }

    /// <summary>What happened behind one position up to another; only that it was too much, if it was.</summary>
    private async IAsyncEnumerable<SseItem<string>> CatchUpAsync(
        StreamScope scope, long seen, long until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One who has seen what is not there yet has read another database: one that was put back since.
        if (seen > until || until - seen > options.Value.Memory)
        {
            yield return StreamEvent.Bare(StreamEvent.Reset, until);
            yield break;
        }

        while (seen < until)
        {
            foreach (var row in await store.ReadAsync(seen, PageSize, cancellationToken))
            {
                if ((seen = row.Position) <= until && QueueChange.ItemOf(Happened.Of(row), scope) is { } item)
                {
                    yield return item;
                }
            }
        }
    }

    private static async Task<bool> HasMoreAsync(StreamSubscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            return await subscription.Waiting.WaitToReadAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
