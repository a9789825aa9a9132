using System.Text.Json.Serialization;
using Connect311.Api.Open311.Requests;

namespace Connect311.Api.Open311.Bulk;

/// <summary>
/// A request in a download, in the order of GeoReport Bulk's table (<see href="https://wiki.open311.org/GeoReport_Bulk/"/>; its samples name
/// some fields otherwise, and shift them).
/// </summary>
internal sealed record BulkRequest
{
    /// <summary>Its tracking number.</summary>
    [JsonPropertyName("service_request_id")]
    public required string ServiceRequestId { get; init; }

    /// <summary>When the city got it.</summary>
    [JsonPropertyName("requested_datetime")]
    public required DateTimeOffset RequestedDatetime { get; init; }

    /// <summary>When it last changed.</summary>
    [JsonPropertyName("updated_datetime")]
    public required DateTimeOffset UpdatedDatetime { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    [JsonPropertyName("closed_date")]
    public required DateTimeOffset? ClosedDate { get; init; }

    /// <summary>open or closed.</summary>
    [JsonPropertyName("status_description")]
    public required string StatusDescription { get; init; }

    /// <summary>How it ended, or how it stands.</summary>
    [JsonPropertyName("status_notes")]
    public required string? StatusNotes { get; init; }

    /// <summary>Always null: by what it came is not published.</summary>
    [JsonPropertyName("source")]
    public string? Source { get; init; }

    /// <summary>The name of the service.</summary>
    [JsonPropertyName("service_name")]
    public required string ServiceName { get; init; }

    /// <summary>The code of the service.</summary>
    [JsonPropertyName("service_subtype")]
    public required string ServiceSubtype { get; init; }

    /// <summary>What was written, of services that publish it; phone numbers, mail addresses and plates are hidden.</summary>
    [JsonPropertyName("description")]
    public required string? Description { get; init; }

    /// <summary>The department that has it.</summary>
    [JsonPropertyName("agency_responsible")]
    public required string AgencyResponsible { get; init; }

    /// <summary>The areas that hold it, the smallest first; null where its place is not published.</summary>
    [JsonPropertyName("address")]
    public required string? Address { get; init; }

    /// <summary>Degrees north, as exactly as the service publishes places.</summary>
    [JsonPropertyName("lat")]
    public required double? Lat { get; init; }

    /// <summary>Degrees east, as exactly as the service publishes places.</summary>
    [JsonPropertyName("long")]
    public required double? Long { get; init; }

    public static BulkRequest Of(OpenRequest request) => new()
    {
        ServiceRequestId = request.ServiceRequestId,
        RequestedDatetime = request.RequestedDatetime,
        UpdatedDatetime = request.UpdatedDatetime,
        ClosedDate = request.Status == OpenRequest.Closed ? request.UpdatedDatetime : null,
        StatusDescription = request.Status,
        StatusNotes = request.StatusNotes,
        ServiceName = request.ServiceName,
        ServiceSubtype = request.ServiceCode,
        Description = request.Description,
        AgencyResponsible = request.AgencyResponsible,
        Address = request.Address,
        Lat = request.Lat,
        Long = request.Long,
    };
}
