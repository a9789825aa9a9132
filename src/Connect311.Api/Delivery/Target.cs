using Connect311.Api.Subscriptions;

namespace Connect311.Api.Delivery;

/// <summary>Something that brings messages to people.</summary>
internal abstract class Target
{
    /// <inheritdoc cref="TargetKind"/>
    public abstract string Kind { get; }

    /// <summary>Whether it is set up.</summary>
    public abstract bool IsOn { get; }

    /// <summary>Hands over one message. What fails on the way may be thrown: <see cref="Targets"/> knows what may be tried again.</summary>
    public abstract Task<SendResult> SendAsync(Message message, CancellationToken cancellationToken);
}
