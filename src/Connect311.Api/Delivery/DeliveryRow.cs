using Connect311.Api.Subscriptions;

namespace Connect311.Api.Delivery;

/// <summary>How it stands with a delivery.</summary>
internal static class DeliveryState
{
    public const string Waiting = "waiting";

    /// <summary>Somebody sends it; or did, and crashed before saying how it went.</summary>
    public const string Sending = "sending";

    public const string Sent = "sent";

    /// <summary>Given up; it may be sent anew.</summary>
    public const string Dead = "dead";

    /// <summary>Nobody is to be told any more.</summary>
    public const string Dropped = "dropped";

    public static readonly string[] All = [Waiting, Sending, Sent, Dead, Dropped];
}

/// <summary>One event for one subscription, as it is stored.</summary>
internal sealed record DeliveryRow
{
    /// <summary>Of the event; below 0 the how manieth asking to confirm.</summary>
    public required long Position { get; init; }

    public required string SubscriptionId { get; init; }

    /// <inheritdoc cref="TargetKind"/>
    public required string Target { get; init; }

    public required long RequestId { get; init; }

    public required int EventNumber { get; init; }

    /// <inheritdoc cref="Subscriptions.Topic"/>
    public required string Topic { get; init; }

    /// <inheritdoc cref="DeliveryState"/>
    public string State { get; init; } = DeliveryState.Waiting;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset NextAttemptAt { get; init; }

    /// <summary>How often it was tried; each try takes it by this number, so that no two have it at once.</summary>
    public int Attempts { get; init; }

    /// <summary>Why it did not go, as a code.</summary>
    public string? Failure { get; init; }

    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>The message that asks an address to confirm.</summary>
    public static DeliveryRow ToConfirm(SubscriptionRow asked) => new()
    {
        Position = -asked.Asked,
        SubscriptionId = asked.Id,
        Target = asked.Target,
        RequestId = asked.RequestId!.Value,
        EventNumber = 0,
        Topic = Subscriptions.Topic.Confirm,
        CreatedAt = asked.AskedAt,
        NextAttemptAt = asked.AskedAt,
    };
}
