using System.Text.Json.Serialization;

namespace Connect311.Api.Open311.Reports;

/// <summary>What became of a report that was sent.</summary>
internal sealed record PostedRequest
{
    /// <summary>Its tracking number; left out while it only has a token.</summary>
    [JsonPropertyName("service_request_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ServiceRequestId { get; init; }

    /// <summary>What to ask <c>tokens</c> with; left out where there is an id at once.</summary>
    [JsonPropertyName("token")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    /// <summary>What to do now, such as calling 911; null as a rule.</summary>
    [JsonPropertyName("service_notice")]
    public string? ServiceNotice { get; init; }

    /// <summary>Always null: accounts are not kept.</summary>
    [JsonPropertyName("account_id")]
    public string? AccountId { get; init; }
}

/// <summary>What became of a report that only had a token.</summary>
internal sealed record TokenRequest
{
    /// <summary>Its tracking number; left out while it waits.</summary>
    [JsonPropertyName("service_request_id")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ServiceRequestId { get; init; }

    /// <summary>The token that was asked with.</summary>
    [JsonPropertyName("token")]
    public required string Token { get; init; }
}
