using Connect311.Api.Databases;
using Connect311.Api.Subscriptions;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Delivery;

/// <summary>
/// Sends what is due. Each is taken before it is sent, and by one alone; how it went is noted behind. A crash between the two
/// leaves it taken: it is sent again under the same id once <see cref="TakenFor"/> is over.
/// </summary>
internal sealed class Courier(DeliveryStore store, Targets targets, Messages messages, IOptions<DeliveryOptions> options, TimeProvider time)
{
    /// <summary>Far longer than a target may take.</summary>
    public static readonly TimeSpan TakenFor = TimeSpan.FromMinutes(20);

    private const int PageSize = 100;
    private const string AskedTooOften = "asked-too-often";

    /// <summary>How long one waits that could not be tried for a reason of ours or of the target's, and not of its own.</summary>
    private static readonly TimeSpan UntriedWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    private readonly DeliveryOptions _options = options.Value;

    /// <summary>Whether something is due.</summary>
    public async Task<bool> HasDueAsync(CancellationToken cancellationToken) => (await store.DueAsync(1, cancellationToken)).Count > 0;

    /// <summary>Sends the next page of what is due.</summary>
    /// <returns>How many were looked at; none when nothing is due.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var due = await store.DueAsync(PageSize, cancellationToken);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = _options.AtOnce, CancellationToken = cancellationToken },
            async (delivery, token) => await TryAsync(delivery, token));
        return due.Count;
    }

    /// <summary>Sends one, unless it is quiet where it goes, or nobody is there any more.</summary>
    public async Task TryAsync(DeliveryRow delivery, CancellationToken cancellationToken)
    {
        var recipient = await store.FindRecipientAsync(delivery, cancellationToken);
        if (delivery.State == DeliveryState.Waiting
            && delivery.Topic != Topic.Confirm
            && recipient?.Subscription.Quiet()?.EndAt(time.Now()) is { } end)
        {
            await store.PostponeAsync(delivery, end, cancellationToken);
            return;
        }

        if (await store.TakeAsync(delivery, time.Now() + TakenFor, cancellationToken) is not { } taken)
        {
            return;
        }

        // A message that brings down whoever sends it is tried no more often than another.
        var result = await WhyNotAsync(taken, recipient, cancellationToken) is { } failure ? new SendResult.Gone(failure)
            : taken.Attempts > _options.MaxAttempts ? new SendResult.Refused("too-many-tries")
            : messages.TryMake(taken, recipient!) is not { } message ? new SendResult.Refused("unreadable-address")
            : await targets.SendAsync(recipient!.Subscription.Target, message, cancellationToken);
        await NoteAsync(taken, result, recipient?.Subscription.AddressHash, cancellationToken);
    }

    /// <summary>Why nobody is to be told any more; null where somebody is.</summary>
    private async Task<string?> WhyNotAsync(DeliveryRow delivery, Recipient? recipient, CancellationToken cancellationToken) => recipient switch
    {
        null or { Subscription.SealedAddress: null } => "unsubscribed",
        { IsGone: true } => "report-erased",
        { IsOn: false } => "report-removed",
        _ when !IsAwaited(delivery, recipient.Subscription) => "unconfirmed",
        _ when delivery.Topic == Topic.Confirm && await store.IsAskedTooOftenAsync(recipient.Subscription, cancellationToken) => AskedTooOften,
        _ => null,
    };

    /// <summary>Events are told to whom confirmed; the asking to confirm goes as long as it is the last one, and nobody did.</summary>
    private static bool IsAwaited(DeliveryRow delivery, SubscriptionRow subscription) => delivery.Topic == Topic.Confirm
        ? subscription.ConfirmedAt is null && subscription.Asked == -delivery.Position
        : subscription.Lives();

    /// <param name="sentTo">The hash of the address it went to.</param>
    private Task<bool> NoteAsync(DeliveryRow taken, SendResult result, string? sentTo, CancellationToken cancellationToken)
    {
        if (result is SendResult.NotTried untried)
        {
            return store.ReleaseAsync(taken, untried.Failure, time.Now() + UntriedWait, cancellationToken);
        }

        // What was sent is noted even when the server stops.
        var noted = result is SendResult.Sent ? CancellationToken.None : cancellationToken;
        var (state, failure, next, ends) = result switch
        {
            SendResult.Sent => (DeliveryState.Sent, null, null, false),
            SendResult.Gone gone => (DeliveryState.Dropped, gone.Failure, null, !IsOurs(gone.Failure)),
            SendResult.Refused refused => (DeliveryState.Dead, refused.Failure, null, refused.OfAddress),
            SendResult.Later later when taken.Attempts >= _options.MaxAttempts => (DeliveryState.Dead, later.Failure, (DateTimeOffset?)null, false),
            SendResult.Later later => (DeliveryState.Waiting, later.Failure, time.Now() + (later.After ?? WaitOf(taken.Attempts)), false),
            _ => throw new InvalidOperationException($"Nobody knows what {result} means."),
        };
        return store.EndAsync(taken, state, failure, next, ends ? sentTo : null, noted);
    }

    /// <summary>Whether we ourselves said that nobody is there: the subscription stands, or is ended already.</summary>
    private static bool IsOurs(string failure) => failure is "unsubscribed" or "report-erased" or "report-removed" or "unconfirmed" or AskedTooOften;

    /// <summary>Twice as long each time, give or take a quarter, so that not all come back at once.</summary>
    private static TimeSpan WaitOf(int attempts)
    {
        var wait = FirstWait * Math.Pow(2, Math.Min(attempts - 1, 16));
        return (wait < LongestWait ? wait : LongestWait) * (0.75 + (Random.Shared.NextDouble() / 2));
    }
}
