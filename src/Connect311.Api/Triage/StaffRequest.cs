using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Triage;

/// <summary>A service request as staff see it; the contact is not part of it.</summary>
internal sealed record StaffRequest
{
    [Required]
    public required string TrackingNumber { get; init; }

    /// <summary>Its quoted form is the ETag that a change must name in If-Match.</summary>
    [Required]
    public required int Version { get; init; }

    [Required, ExtensibleEnum(typeof(RequestStatus))]
    public required string Status { get; init; }

    [Required]
    public required bool Open { get; init; }

    /// <summary>What may be done now.</summary>
    [Required]
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>1 (urgent) to 4.</summary>
    [Required, Range(1, 4)]
    public required int Priority { get; init; }

    [Required]
    public required bool Danger { get; init; }

    [Required]
    public required Named ServiceType { get; init; }

    [Required]
    public required Named Department { get; init; }

    [Required]
    public required string? Queue { get; init; }

    [Required]
    public required RoutingAnswer Routing { get; init; }

    [Required, ExtensibleEnum(typeof(Channel))]
    public required string Channel { get; init; }

    [Required]
    public required DateTimeOffset ReceivedAt { get; init; }

    [Required]
    public required DateTimeOffset? ReportedAt { get; init; }

    [Required]
    public required DateTimeOffset? DueAt { get; init; }

    [Required]
    public required DateTimeOffset UpdatedAt { get; init; }

    [Required]
    public required DateTimeOffset? ClosedAt { get; init; }

    [Required]
    public required string? Outcome { get; init; }

    [Required]
    public required string? Description { get; init; }

    [Required]
    public required StaffLocation? Location { get; init; }

    /// <summary>The address in words, without the apartment.</summary>
    [Required]
    public required string? Address { get; init; }

    /// <summary>The areas that hold the place, as <c>set:code</c>.</summary>
    [Required]
    public required IReadOnlyList<string> Areas { get; init; }

    /// <summary>Answers by question code.</summary>
    [Required]
    public required JsonElement? Answers { get; init; }

    [Required]
    public required JsonElement? Photos { get; init; }

    /// <summary>What an outdated or newer app sent that this catalogue does not know, by JSON Pointer.</summary>
    [Required]
    public required JsonElement? Aside { get; init; }

    [Required]
    public required IReadOnlyList<StaffEvent> History { get; init; }

    public static StaffRequest Of(
        StaffRow row, IEnumerable<StaffEventRow> history, Catalog.Catalog catalog, string reason, string language) => new()
        {
            TrackingNumber = new TrackingNumber(row.Id).ToString(),
            Version = row.Version,
            Status = row.Status,
            Open = RequestStatus.IsOpen(row.Status),
            Actions = Lifecycle.Allowed(row.Status),
            Priority = row.Priority,
            Danger = row.IsDanger,
            ServiceType = new(row.ServiceType, row.ServiceTypeText ?? catalog.ServiceTypeName(row.ServiceType, language)),
            Department = new(row.Department, catalog.DepartmentName(row.Department, language)),
            Queue = row.Queue,
            Routing = new(row.RoutingRule, row.RuleSetVersion, reason),
            Channel = row.Channel,
            ReceivedAt = row.ReceivedAt,
            ReportedAt = row.ReportedAt,
            DueAt = row.DueAt == Clock.Never ? null : row.DueAt,
            UpdatedAt = row.UpdatedAt,
            ClosedAt = row.ClosedAt,
            Outcome = row.Outcome,
            Description = row.Description,
            Location = StaffLocation.Of(row.Latitude, row.Longitude, row.AccuracyMetres, row.LocationSource),
            Address = row.AddressText,
            Areas = AreaList.Codes(row.Areas),
            Answers = Parsed(row.Answers),
            Photos = Parsed(row.PhotoIds),
            Aside = Parsed(row.Aside),
            History = [.. history.Select(StaffEvent.Of)],
        };

    private static JsonElement? Parsed(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<JsonElement>(json);
}

/// <param name="AccuracyMetres">The radius within which the true place lies.</param>
/// <param name="Source">Where the point comes from: gps, map, address or photo.</param>
internal sealed record StaffLocation(double Latitude, double Longitude, double? AccuracyMetres, string? Source)
{
    public static StaffLocation? Of(double? latitude, double? longitude, double? accuracyMetres, string? source) =>
        latitude is null || longitude is null ? null : new(latitude.Value, longitude.Value, accuracyMetres, source);
}

/// <param name="Event">What happened, as a code.</param>
/// <param name="Status">The status after it.</param>
/// <param name="EnteredBy">The role of the member of staff who entered the report for a caller, or null.</param>
/// <param name="Actor">Who did it; null once erased.</param>
/// <param name="Note">What was noted; null where nothing was, or once erased.</param>
internal sealed record StaffEvent(
    int Number, DateTimeOffset At, string Event, string Status, string Department, string? EnteredBy, string? Actor, string? Note)
{
    public static StaffEvent Of(StaffEventRow row)
    {
        var data = EventData.Read(row.Data);
        var details = row.Content is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(row.Content)!;
        return new(
            row.Number,
            row.At,
            row.Kind,
            data.Status,
            data.Department,
            data.EnteredBy,
            details.GetValueOrDefault("actor"),
            details.GetValueOrDefault("note"));
    }
}
