using System.Text.Json.Serialization;

namespace Connect311.Api.Delivery;

/// <summary>All that a push says, whatever the target: no words and no place, which are fetched by the phone.</summary>
/// <param name="Number">The tracking number of the report.</param>
/// <param name="Event">The kind of the event.</param>
/// <param name="Id">The same where it is sent again: shown once.</param>
internal sealed record PushContent(
    [property: JsonPropertyName("number")] string Number, [property: JsonPropertyName("event")] string Event, [property: JsonPropertyName("id")] string Id)
{
    public static PushContent Of(Message message) => new(message.Number.ToString(), message.Topic, message.Id.ToString());
}
