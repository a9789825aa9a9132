using Connect311.Api.Databases;
using Connect311.Api.ServiceLevels;

namespace Connect311.Api.ServiceRequests.Intake;

/// <summary>A service request as it is inserted.</summary>
internal sealed record RequestRow
{
    public static RowType<RequestRow> Rows { get; } = new(
        "ServiceRequestRow",
        "requests",
        RowColumn<RequestRow>.Long("Id", row => row.Id),
        RowColumn<RequestRow>.Text("KeyHash", 43, row => row.KeyHash),
        RowColumn<RequestRow>.Text("BodyHash", 43, row => row.BodyHash),
        RowColumn<RequestRow>.Text("ServiceType", 100, row => row.ServiceType),
        RowColumn<RequestRow>.Words("ServiceTypeText", 400, row => row.ServiceTypeText),
        RowColumn<RequestRow>.Text("Visibility", 12, row => row.Visibility),
        RowColumn<RequestRow>.Int("CatalogVersion", row => row.CatalogVersion),
        RowColumn<RequestRow>.Text("Channel", 20, row => row.Channel),
        RowColumn<RequestRow>.Text("Department", 20, row => row.Department),
        RowColumn<RequestRow>.Text("Queue", 50, row => row.Queue),
        RowColumn<RequestRow>.Text("RoutingRule", 100, row => row.RoutingRule),
        RowColumn<RequestRow>.Int("RuleSetVersion", row => row.RuleSetVersion),
        RowColumn<RequestRow>.Text("Status", 20, row => row.Status),
        RowColumn<RequestRow>.Flag("IsOpen", row => RequestStatus.IsOpen(row.Status) && !row.Follows),
        RowColumn<RequestRow>.Int("Priority", row => row.Priority),
        RowColumn<RequestRow>.Flag("IsDanger", row => row.IsDanger),
        RowColumn<RequestRow>.Time("ReceivedAt", row => row.ReceivedAt),
        RowColumn<RequestRow>.Time("ReportedAt", row => row.ReportedAt),
        RowColumn<RequestRow>.Time("DueAt", row => row.DueAt ?? Clock.Never),
        RowColumn<RequestRow>.Time("UpdatedAt", row => row.ClosedAt ?? row.ReceivedAt),
        RowColumn<RequestRow>.Time("ClosedAt", row => row.ClosedAt),
        RowColumn<RequestRow>.Text("Outcome", 50, row => row.Outcome),
        RowColumn<RequestRow>.Words("Description", 4000, row => row.Description),
        RowColumn<RequestRow>.LongText("Answers", row => row.Answers),
        RowColumn<RequestRow>.Text("PhotoIds", 400, row => row.PhotoIds),
        RowColumn<RequestRow>.Real("Latitude", row => row.Latitude),
        RowColumn<RequestRow>.Real("Longitude", row => row.Longitude),
        RowColumn<RequestRow>.Real("AccuracyMetres", row => row.AccuracyMetres),
        RowColumn<RequestRow>.Text("LocationSource", 20, row => row.LocationSource),
        RowColumn<RequestRow>.Words("AddressText", 500, row => row.AddressText),
        RowColumn<RequestRow>.Text("Areas", 400, row => row.Areas),
        RowColumn<RequestRow>.Long("Cell", row => row.Cell),
        RowColumn<RequestRow>.Real("PublicLatitude", row => row.PublicLatitude),
        RowColumn<RequestRow>.Real("PublicLongitude", row => row.PublicLongitude),
        RowColumn<RequestRow>.Text("PublicPlace", 10, row => row.PublicPlace),
        RowColumn<RequestRow>.LongText("Aside", row => row.Aside),
        RowColumn<RequestRow>.Int("Version", row => row.EventCount),
        RowColumn<RequestRow>.Int("EventCount", row => row.EventCount),
        RowColumn<RequestRow>.Text("HeadHash", 43, row => row.HeadHash),
        RowColumn<RequestRow>.Time("AcknowledgeDueAt", row => row.AcknowledgeDueAt),
        RowColumn<RequestRow>.Time("InspectDueAt", row => row.InspectDueAt),
        RowColumn<RequestRow>.Text("Targets", 30, row => row.Targets),
        RowColumn<RequestRow>.Int("TargetsVersion", row => row.CatalogVersion),
        RowColumn<RequestRow>.Int("ClockMarks", row => (int)row.ClockMarks),
        RowColumn<RequestRow>.Time("NextMarkAt", row => row.Follows ? null : row.NextMarkAt),
        RowColumn<RequestRow>.Long("IncidentId", row => row.IncidentId),
        RowColumn<RequestRow>.Text("SensorKey", 64, row => row.SensorKey),
        RowColumn<RequestRow>.Long("ResemblesId", row => row.ResemblesId));

    public required long Id { get; init; }

    public required string KeyHash { get; init; }

    public required string BodyHash { get; init; }

    public required string ServiceType { get; init; }

    /// <summary>The city's own words for a type that the catalogue lacks; null otherwise.</summary>
    public string? ServiceTypeText { get; init; }

    public required string Visibility { get; init; }

    public required int CatalogVersion { get; init; }

    public required string Channel { get; init; }

    public required string Department { get; init; }

    public string? Queue { get; init; }

    public required string RoutingRule { get; init; }

    public required int RuleSetVersion { get; init; }

    public required string Status { get; init; }

    /// <summary>1 (urgent) to 4.</summary>
    public required int Priority { get; init; }

    /// <summary>Its words speak of danger to life; the operator sees it too.</summary>
    public bool IsDanger { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? ReportedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public DateTimeOffset? AcknowledgeDueAt { get; init; }

    public DateTimeOffset? InspectDueAt { get; init; }

    public string? Targets { get; init; }

    public ClockMarks ClockMarks { get; init; }

    public DateTimeOffset? NextMarkAt { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public string? Outcome { get; init; }

    public string? Description { get; init; }

    /// <summary>JSON, by question code.</summary>
    public string? Answers { get; init; }

    /// <summary>A JSON array of UUIDs.</summary>
    public string? PhotoIds { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public double? AccuracyMetres { get; init; }

    public string? LocationSource { get; init; }

    public string? AddressText { get; init; }

    /// <summary>The areas that hold the place, as <see cref="AreaList"/> writes them.</summary>
    public required string Areas { get; init; }

    public long? Cell { get; init; }

    public double? PublicLatitude { get; init; }

    public double? PublicLongitude { get; init; }

    /// <summary>How exact the published place is: exact, block or area; null without a place.</summary>
    public string? PublicPlace { get; init; }

    /// <summary>Members of the body that this catalogue does not know, as JSON by JSON Pointer; for triage.</summary>
    public string? Aside { get; init; }

    /// <summary>The incident that it is in from the start; null as a rule.</summary>
    public long? IncidentId { get; init; }

    /// <summary>Whether it follows its incident, and is no work of its own.</summary>
    public bool Follows { get; init; }

    /// <summary>The app key of the machine that sent it; null for all else.</summary>
    public string? SensorKey { get; init; }

    /// <summary>0 where somebody is to look which open request it resembles; else null.</summary>
    public long? ResemblesId { get; init; }

    public required int EventCount { get; init; }

    public required string HeadHash { get; init; }

    /// <summary>The row with the clocks that intake started; none of them stands still.</summary>
    public RequestRow With(RequestClocks clocks) => this with
    {
        DueAt = clocks.DueAt,
        AcknowledgeDueAt = clocks.AcknowledgeDueAt,
        InspectDueAt = clocks.InspectDueAt,
        Targets = clocks.Targets,
        ClockMarks = clocks.Marks,
        NextMarkAt = clocks.NextMarkAt,
    };
}

/// <summary>What is personal in a report, encrypted.</summary>
internal sealed record ContactRow(
    long RequestId, string Content, string? EmailHash, string? PhoneHash, bool WantsNotice)
{
    public static RowType<ContactRow> Rows { get; } = new(
        "ContactRow",
        "contacts",
        RowColumn<ContactRow>.Long("RequestId", row => row.RequestId),
        RowColumn<ContactRow>.LongText("Content", row => row.Content),
        RowColumn<ContactRow>.Text("EmailHash", 43, row => row.EmailHash),
        RowColumn<ContactRow>.Text("PhoneHash", 43, row => row.PhoneHash),
        RowColumn<ContactRow>.Flag("WantsNotice", row => row.WantsNotice));
}
