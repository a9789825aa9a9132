using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Subscriptions;

namespace Connect311.Api.Delivery;

/// <summary>One event for one recipient, ready to be sent.</summary>
internal sealed record Message
{
    /// <summary>The same each time it is sent: a target that knows it sends, or shows, it once.</summary>
    public required Guid Id { get; init; }

    public required Address To { get; init; }

    public required TrackingNumber Number { get; init; }

    /// <inheritdoc cref="Subscriptions.Topic"/>
    public required string Topic { get; init; }

    public required string Language { get; init; }

    /// <summary>When the event became a message.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>In the words of a mail; null for what has none.</summary>
    public string? Subject { get; init; }

    /// <summary>Plain text; null for pushes, which hold no words.</summary>
    public string? Text { get; init; }

    /// <summary>Where a POST ends the subscription (RFC 8058); null for pushes.</summary>
    public Uri? Unsubscribe { get; init; }

    /// <summary>The id of a delivery's message.</summary>
    public static Guid IdOf(long position, string subscriptionId)
    {
        var named = string.Create(CultureInfo.InvariantCulture, $"{position} {subscriptionId}");
        return new(SHA256.HashData(Encoding.UTF8.GetBytes(named)).AsSpan(0, 16), bigEndian: true);
    }
}

/// <summary>How a try to send something ended.</summary>
internal abstract record SendResult
{
    /// <summary>The target has it.</summary>
    public sealed record Sent : SendResult;

    /// <summary>There is nobody by that address any more.</summary>
    public sealed record Gone(string Failure) : SendResult;

    /// <summary>The target will never take it.</summary>
    /// <param name="OfAddress">Whether it takes nothing to that address, whatever the message: the subscription ends, and the message stays in sight.</param>
    public sealed record Refused(string Failure, bool OfAddress = false) : SendResult;

    /// <summary>It was not handed over: the target is not set up, or is spared for now. That is no try.</summary>
    public sealed record NotTried(string Failure) : SendResult;

    /// <summary>The target may take it later.</summary>
    /// <param name="After">As it asked for; null where it did not.</param>
    public sealed record Later(string Failure, TimeSpan? After = null) : SendResult
    {
        /// <summary>Whether that is a matter of this recipient alone: the target is well.</summary>
        public bool OfRecipient { get; init; }

        /// <summary>Whether the target may have it all the same: then it is not handed over again at once.</summary>
        public bool MayHaveArrived { get; init; }
    }
}
