using Connect311.Api.Databases;
using Connect311.Api.Delivery;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Open311.Connector;

/// <summary>
/// Sends what is due to a department's system. Each event is taken before it is sent, and by one alone; how it went is noted behind.
/// A crash between the two leaves it taken: it is sent again under the same key once <see cref="TakenFor"/> is over.
/// </summary>
internal sealed class Forwarder(
    ForwardStore store, Outgoing outgoing, Acknowledging acknowledging, IOptions<ConnectorRunOptions> options, TimeProvider time)
{
    /// <summary>Far longer than a system may take.</summary>
    public static readonly TimeSpan TakenFor = TimeSpan.FromMinutes(20);

    private const int PageSize = 100;

    /// <summary>How long one waits that could not be tried, or whose id the system has not made yet.</summary>
    private static readonly TimeSpan ShortWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    /// <summary>Sends the next page of what is due.</summary>
    /// <returns>How many were looked at; none when nothing is due.</returns>
    public async Task<int> RunAsync(string department, ConnectorOptions system, CancellationToken cancellationToken)
    {
        var due = await store.DueAsync(department, PageSize, cancellationToken);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = system.AtOnce, CancellationToken = cancellationToken },
            async (row, token) => await TryAsync(row, system, token));
        return due.Count;
    }

    public async Task TryAsync(ForwardRow row, ConnectorOptions system, CancellationToken cancellationToken)
    {
        if (await store.TakeAsync(row, time.Now() + TakenFor, cancellationToken) is not { } taken)
        {
            return;
        }

        // One that brings down whoever sends it is tried no more often than another.
        var external = await store.ExternalAsync(taken.RequestId, taken.Department, taken.EventNumber, cancellationToken);
        var result = taken.Attempts > options.Value.MaxAttempts
            ? new ForwardResult.Refused("too-many-tries")
            : await outgoing.SendAsync(taken, external, system, cancellationToken);

        // What was sent is noted even when the server stops.
        await NoteAsync(taken, external, result, result is ForwardResult.Known or ForwardResult.Sent ? CancellationToken.None : cancellationToken);
    }

    private Task NoteAsync(ForwardRow taken, ExternalRequestRow? external, ForwardResult result, CancellationToken cancellationToken) => result switch
    {
        ForwardResult.Known known => acknowledging.KeepAsync(taken, external!, known.ExternalId, cancellationToken),
        ForwardResult.Sent => store.EndAsync(taken, DeliveryState.Sent, null, null, cancellationToken),
        ForwardResult.Awaited => store.ReleaseAsync(taken, "id-awaited", time.Now() + ShortWait, cancellationToken),
        ForwardResult.NotTried untried => store.ReleaseAsync(taken, untried.Failure, time.Now() + ShortWait, cancellationToken),
        ForwardResult.Dropped dropped => store.EndAsync(taken, DeliveryState.Dropped, dropped.Failure, null, cancellationToken),
        ForwardResult.Refused refused => store.EndAsync(taken, DeliveryState.Dead, refused.Failure, null, cancellationToken),
        ForwardResult.Later later when taken.Attempts >= options.Value.MaxAttempts =>
            store.EndAsync(taken, DeliveryState.Dead, later.Failure, null, cancellationToken),
        ForwardResult.Later later => store.EndAsync(
            taken, DeliveryState.Waiting, later.Failure, time.Now() + (later.After ?? WaitOf(taken.Attempts)), cancellationToken),
        _ => throw new InvalidOperationException($"Nobody knows what {result} means."),
    };

    /// <summary>Twice as long each time, give or take a quarter, so that not all come back at once.</summary>
    private static TimeSpan WaitOf(int attempts)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(attempts - 1, 16));
        return (wait < LongestWait ? wait : LongestWait) * (0.75 + (Random.Shared.NextDouble() / 2));
    }
}

/// <summary>How a try to send an event to a department's system ended.</summary>
internal abstract record ForwardResult
{
    private ForwardResult()
    {
    }

    /// <summary>It has the request.</summary>
    /// <param name="ExternalId">How it calls it; null where it does not say.</param>
    public sealed record Known(string? ExternalId) : ForwardResult;

    /// <summary>It has the update.</summary>
    public sealed record Sent : ForwardResult;

    /// <summary>It has the request, and will say later how it calls it.</summary>
    public sealed record Awaited : ForwardResult;

    /// <summary>It need not hear of it any more.</summary>
    public sealed record Dropped(string Failure) : ForwardResult;

    /// <summary>It will never take it, or somebody has to look first.</summary>
    public sealed record Refused(string Failure) : ForwardResult;

    /// <summary>It was spared. That is no try.</summary>
    public sealed record NotTried(string Failure) : ForwardResult;

    /// <param name="After">As it asked for; null where it did not.</param>
    public sealed record Later(string Failure, TimeSpan? After = null) : ForwardResult;

    /// <summary>A call that was not answered as it should be.</summary>
    public static ForwardResult Of(SendResult result) => result switch
    {
        SendResult.NotTried untried => new NotTried(untried.Failure),
        SendResult.Later later => new Later(later.Failure, later.After),
        SendResult.Refused refused => new Refused(refused.Failure),
        SendResult.Gone gone => new Refused(gone.Failure),
        _ => new Sent(),
    };
}
