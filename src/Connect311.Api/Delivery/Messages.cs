using System.Security.Cryptography;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Subscriptions;
using Connect311.Api.Triage.Clarifications;
using Microsoft.Extensions.Options;

namespace Connect311.Api.Delivery;

/// <summary>
/// Puts messages into words: plain and short, a sentence of what happened and the link to more. No word of the report, no name
/// and no place is in one; of a confidential report not even what happened. A push holds no words at all.
/// </summary>
internal sealed class Messages(
    Addresses addresses, SubscriptionLinks links, ClarificationLinks clarifications, CurrentCity city, IOptions<DeliveryOptions> options)
{
    private readonly DeliveryOptions _options = options.Value;

    /// <summary>The message of a delivery; null where the key ring does not open the address.</summary>
    public Message? TryMake(DeliveryRow delivery, Recipient recipient)
    {
        try
        {
            return Of(delivery, recipient);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private Message Of(DeliveryRow delivery, Recipient recipient)
    {
        var subscription = recipient.Subscription;
        var message = new Message
        {
            Id = Message.IdOf(delivery.Position, delivery.SubscriptionId),
            To = addresses.Open(subscription.SealedAddress!),
            Number = new TrackingNumber(delivery.RequestId),
            Topic = delivery.Topic,
            Language = Texts.Known(subscription.Language) ?? Texts.DefaultLanguage,
            At = delivery.CreatedAt,
        };
        return TargetKind.Push.Contains(subscription.Target) ? message
            : delivery.Topic == Topic.Confirm ? Asking(message, subscription)
            : Telling(message, delivery, recipient);
    }

    private Message Asking(Message message, SubscriptionRow subscription)
    {
        var name = city.Value.Catalog.City.Name.In(message.Language);
        return message with
        {
            Subject = Texts.OfMessage("confirm-subject", message.Language).Replace("{city}", name, StringComparison.Ordinal),
            Text = Texts.OfMessage("confirm-text", message.Language)
                .Replace("{city}", name, StringComparison.Ordinal)
                .Replace("{confirm}", LinkOf($"confirm/{links.ToConfirm(subscription.Id, subscription.Asked)}").AbsoluteUri, StringComparison.Ordinal),
            Unsubscribe = StopOf(subscription),
        };
    }

    private Message Telling(Message message, DeliveryRow delivery, Recipient recipient)
    {
        var (language, stop) = (message.Language, StopOf(recipient.Subscription));
        List<string> lines = [SentenceOf(delivery.Topic, recipient, language)];
        if (delivery.Topic == EventKind.ClarificationAsked && recipient.Visibility != CatalogWords.Confidential)
        {
            var answer = Absolute($"v1/public/clarifications/{clarifications.TokenOf(message.Number, delivery.EventNumber)}");
            lines.Add(Texts.OfMessage("answer", language).Replace("{answer}", answer.AbsoluteUri, StringComparison.Ordinal));
        }

        lines.Add(Texts.OfMessage("status", language).Replace("{status}", StatusOf(message.Number), StringComparison.Ordinal));
        lines.Add(Texts.OfMessage("stop", language).Replace("{stop}", stop.AbsoluteUri, StringComparison.Ordinal));
        return message with
        {
            Subject = Texts.OfMessage("subject", language).Replace("{number}", message.Number.ToString(), StringComparison.Ordinal),
            Text = string.Join("\n\n", lines),
            Unsubscribe = stop,
        };
    }

    private static string SentenceOf(string topic, Recipient recipient, string language) => topic switch
    {
        _ when recipient.Visibility == CatalogWords.Confidential => Texts.OfMessage("news", language),
        EventKind.Acknowledged or EventKind.Closed or EventKind.Cancelled or EventKind.Updated => Texts.OfMessage(topic, language),
        EventKind.Rerouted or EventKind.Transferred => Texts.OfMessage("sent-on", language),

        // What it waited for may be over when the message goes.
        EventKind.Waiting when recipient.WaitingFor is null => Texts.OfMessage("news", language),
        _ => Texts.Event(topic, recipient.WaitingFor, null, language) ?? Texts.OfMessage("news", language),
    };

    private string StatusOf(TrackingNumber number) =>
        _options.StatusAddress?.Replace("{number}", number.ToString(), StringComparison.Ordinal)
        ?? Absolute($"v1/public/service-requests/{number}").AbsoluteUri;

    private Uri StopOf(SubscriptionRow subscription) => LinkOf($"stop/{links.ToEnd(subscription.Id)}");

    private Uri LinkOf(string path) => Absolute($"v1/public/subscriptions/{path}");

    private Uri Absolute(string path) => new(
        new Uri($"{(_options.PublicAddress ?? PublicAddresses.Development).AbsoluteUri.TrimEnd('/')}/"), path);
}
