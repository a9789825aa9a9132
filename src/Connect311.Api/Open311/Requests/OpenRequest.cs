using System.Text.Json.Serialization;

namespace Connect311.Api.Open311.Requests;

/// <summary>A request, as far as it is public.</summary>
internal sealed record OpenRequest
{
    public const string Open = "open";
    public const string Closed = "closed";

    /// <summary>Its tracking number.</summary>
    [JsonPropertyName("service_request_id")]
    public required string ServiceRequestId { get; init; }

    /// <summary>open or closed.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>How it ended, or how it stands.</summary>
    [JsonPropertyName("status_notes")]
    public required string? StatusNotes { get; init; }

    /// <summary>The name of the service.</summary>
    [JsonPropertyName("service_name")]
    public required string ServiceName { get; init; }

    /// <summary>The code of the service.</summary>
    [JsonPropertyName("service_code")]
    public required string ServiceCode { get; init; }

    /// <summary>What was written, of services that publish it; phone numbers, mail addresses and plates are hidden.</summary>
    [JsonPropertyName("description")]
    public required string? Description { get; init; }

    /// <summary>The department that has it.</summary>
    [JsonPropertyName("agency_responsible")]
    public required string AgencyResponsible { get; init; }

    /// <summary>Always null.</summary>
    [JsonPropertyName("service_notice")]
    public string? ServiceNotice { get; init; }

    /// <summary>When the city got it.</summary>
    [JsonPropertyName("requested_datetime")]
    public required DateTimeOffset RequestedDatetime { get; init; }

    /// <summary>When it last changed; of one that is closed, when it was closed.</summary>
    [JsonPropertyName("updated_datetime")]
    public required DateTimeOffset UpdatedDatetime { get; init; }

    /// <summary>When it should be done; null without a target, and once it is closed.</summary>
    [JsonPropertyName("expected_datetime")]
    public required DateTimeOffset? ExpectedDatetime { get; init; }

    /// <summary>The areas that hold it, the smallest first; null where its place is not published.</summary>
    [JsonPropertyName("address")]
    public required string? Address { get; init; }

    /// <summary>Always null: addresses are not published.</summary>
    [JsonPropertyName("address_id")]
    public string? AddressId { get; init; }

    /// <summary>The ZIP code, where the city has areas of them.</summary>
    [JsonPropertyName("zipcode")]
    public required string? Zipcode { get; init; }

    /// <summary>Degrees north, as exactly as the service publishes places.</summary>
    [JsonPropertyName("lat")]
    public required double? Lat { get; init; }

    /// <summary>Degrees east, as exactly as the service publishes places.</summary>
    [JsonPropertyName("long")]
    public required double? Long { get; init; }

    /// <summary>Where its first photo is that staff released.</summary>
    [JsonPropertyName("media_url")]
    public required string? MediaUrl { get; init; }

    /// <summary>What else is public of it; only there with <c>extensions=true</c>.</summary>
    [JsonPropertyName("extended_attributes")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExtendedAttributes? ExtendedAttributes { get; init; }

    /// <summary>What happened to it, oldest first; only there with <c>extensions=true</c>.</summary>
    [JsonPropertyName("notes")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Note>? Notes { get; init; }
}
