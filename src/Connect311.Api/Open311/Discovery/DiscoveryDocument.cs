using System.Text.Json.Serialization;

namespace Connect311.Api.Open311.Discovery;

/// <summary>Where this server is, and whom to ask about it.</summary>
/// <param name="Changeset">When the services last changed; it sorts as text.</param>
/// <param name="Contact">Whom to write to.</param>
/// <param name="KeyService">How to get a key.</param>
/// <param name="Endpoints">Where it is served.</param>
internal sealed record DiscoveryDocument(
    [property: JsonPropertyName("changeset")] string Changeset,
    [property: JsonPropertyName("contact")] string Contact,
    [property: JsonPropertyName("key_service")] string KeyService,
    [property: JsonPropertyName("endpoints")] IReadOnlyList<DiscoveredEndpoint> Endpoints);

/// <summary>An address under which the methods are.</summary>
/// <param name="Specification">Which protocol is spoken there.</param>
/// <param name="Url">Where it begins.</param>
/// <param name="Changeset">When the services, or what is asked with one, last changed there.</param>
/// <param name="Type">production or test.</param>
/// <param name="Formats">The media types of its answers.</param>
internal sealed record DiscoveredEndpoint(
    [property: JsonPropertyName("specification")] string Specification,
    [property: JsonPropertyName("url")] string Url,
    [property: JsonPropertyName("changeset")] string Changeset,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("formats")] IReadOnlyList<string> Formats);
