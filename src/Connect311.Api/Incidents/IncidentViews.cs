using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;

namespace Connect311.Api.Incidents;

/// <summary>Requests that report the same thing.</summary>
internal sealed record IncidentView
{
    /// <summary>Its number.</summary>
    [Required]
    public required long Id { get; init; }

    /// <summary>Its quoted form is the ETag that a change must name in If-Match.</summary>
    [Required]
    public required int Version { get; init; }

    /// <summary>What its first requests are about.</summary>
    [Required]
    public required Named ServiceType { get; init; }

    /// <summary>How many requests are in it.</summary>
    [Required]
    public required int Reports { get; init; }

    /// <summary>How many of the reporters can be told apart: by contact, by device (of a report, or following one), by machine; all anonymous ones together are one.</summary>
    [Required]
    public required int Reporters { get; init; }

    /// <summary>How many of them are phones that follow one of its requests, and reported none.</summary>
    [Required]
    public required int Followers { get; init; }

    /// <summary>minor, moderate, serious or major, by the number of reporters.</summary>
    [Required, ExtensibleEnum(typeof(Severity), nameof(Incidents.Severity.All))]
    public required string Severity { get; init; }

    /// <summary>When it began.</summary>
    [Required]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything last happened to it.</summary>
    [Required]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the newest of its reports came in.</summary>
    [Required]
    public required DateTimeOffset LastReportAt { get; init; }

    /// <summary>The first 200 of its requests that the caller may see: those of people, then those of machines.</summary>
    [Required]
    public required IReadOnlyList<IncidentMember> Items { get; init; }

    /// <summary>
    /// How many requests an undo left where they are, since they are in another incident, confidential or erased by now; null behind
    /// anything else.
    /// </summary>
    [Required]
    public int? Stayed { get; init; }

    public static IncidentView Of(
        IncidentRow row, IEnumerable<StaffRow> members, IncidentOptions options, Catalog.Catalog catalog, string language) => new()
        {
            Id = row.Id,
            Version = row.Version,
            ServiceType = new(row.ServiceType, catalog.ServiceTypeName(row.ServiceType, language)),
            Reports = row.ReportCount,
            Reporters = row.Voices,
            Followers = row.Followers,
            Severity = Incidents.Severity.Of(row.Voices, options),
            CreatedAt = row.CreatedAt,
            UpdatedAt = row.UpdatedAt,
            LastReportAt = row.LastReportAt,
            Items = [.. members.Select(member => IncidentMember.Of(member, catalog, language))],
        };
}

/// <summary>A request of an incident.</summary>
/// <param name="TrackingNumber">The number of the report.</param>
/// <param name="Version">The version of the request.</param>
/// <param name="Status">The status, as a code.</param>
/// <param name="Open">Whether work is still to be done; never changes its meaning.</param>
/// <param name="Follows">Whether it is open and stands in no queue, because a machine sent it and another request stands there for it.</param>
/// <param name="Department">Who has it now.</param>
/// <param name="Channel">How it came in.</param>
/// <param name="ReceivedAt">When the city got it.</param>
internal sealed record IncidentMember(
    string TrackingNumber,
    int Version,
    [property: ExtensibleEnum(typeof(RequestStatus))] string Status,
    bool Open,
    bool Follows,
    Named Department,
    [property: ExtensibleEnum(typeof(Channel))] string Channel,
    DateTimeOffset ReceivedAt)
{
    public static IncidentMember Of(StaffRow row, Catalog.Catalog catalog, string language) => new(
        new TrackingNumber(row.Id).ToString(),
        row.Version,
        row.Status,
        RequestStatus.IsOpen(row.Status),
        row.Follows,
        new(row.Department, catalog.DepartmentName(row.Department, language)),
        row.Channel,
        row.ReceivedAt);
}

/// <summary>The incident that a request is in.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Reports">How many requests are in it.</param>
/// <param name="Reporters">How many of the reporters can be told apart, with the phones that follow.</param>
/// <param name="Severity">minor, moderate, serious or major, by the number of reporters.</param>
/// <param name="Follows">Whether the request is open and stands in no queue, because another stands there for it.</param>
internal sealed record IncidentMark(
    long Id, int Reports, int Reporters, [property: ExtensibleEnum(typeof(Severity), nameof(Incidents.Severity.All))] string Severity, bool Follows)
{
    public static IncidentMark Of(IncidentRow row, bool follows, IncidentOptions options) =>
        new(row.Id, row.ReportCount, row.Voices, Incidents.Severity.Of(row.Voices, options), follows);
}

/// <summary>The requests that join or leave an incident.</summary>
internal sealed record IncidentRequests
{
    /// <summary>Their numbers: <c>311-</c> and digits.</summary>
    [Required, MaxLength(IncidentReader.Most)]
    public required IReadOnlyList<string> Requests { get; init; }
}
