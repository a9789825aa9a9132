using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Incidents;
using Connect311.Api.Photos;
using Connect311.Api.Records;
using Connect311.Api.Routing;
using Connect311.Api.ServiceLevels.Estimates;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage.Claims;
using Connect311.Api.Triage.Holds;

namespace Connect311.Api.Triage;

/// <summary>A service request as staff see it; the contact is not part of it.</summary>
internal sealed record StaffRequest
{
    /// <summary>The number of the report: <c>311-</c> and digits.</summary>
    [Required]
    public required string TrackingNumber { get; init; }

    /// <summary>Its quoted form is the ETag that a change must name in If-Match.</summary>
    [Required]
    public required int Version { get; init; }

    /// <summary>The status, as a code.</summary>
    [Required, ExtensibleEnum(typeof(RequestStatus))]
    public required string Status { get; init; }

    /// <summary>Whether work is still to be done; never changes its meaning.</summary>
    [Required]
    public required bool Open { get; init; }

    /// <summary>What the caller may do now; see <c>/v1/lifecycle</c>.</summary>
    [Required, ExtensibleEnum(typeof(Lifecycle))]
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>1 (urgent) to 4.</summary>
    [Required, Range(1, 4)]
    public required int Priority { get; init; }

    /// <summary>Its words speak of danger to life.</summary>
    [Required]
    public required bool Danger { get; init; }

    /// <summary>What it is about.</summary>
    [Required]
    public required Named ServiceType { get; init; }

    /// <summary>Who has it now.</summary>
    [Required]
    public required Named Department { get; init; }

    /// <summary>The department's named queue; null for its general one.</summary>
    [Required]
    public required string? Queue { get; init; }

    /// <summary>Who has it in hand now; null where nobody has.</summary>
    [Required]
    public required StaffClaim? Claim { get; init; }

    /// <summary>Why the department got it.</summary>
    [Required]
    public required StaffRouting Routing { get; init; }

    /// <summary>Where the rules would have it since it was corrected, until staff accept or dismiss that; null as a rule.</summary>
    [Required]
    public required StaffRerouting? Rerouting { get; init; }

    /// <summary>How it came in.</summary>
    [Required, ExtensibleEnum(typeof(Channel))]
    public required string Channel { get; init; }

    /// <summary>When the city got it.</summary>
    [Required]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the resident finished the report on the phone, where the app said so.</summary>
    [Required]
    public required DateTimeOffset? ReportedAt { get; init; }

    /// <summary>Whether the phone's clock was likely wrong: <c>reportedAt</c> lies ahead of <c>receivedAt</c>, or more than 30 days before it.</summary>
    [Required]
    public required bool ClockSuspect { get; init; }

    /// <summary>When the department should say that it has seen it; null without a target, and once it did.</summary>
    [Required]
    public required DateTimeOffset? AcknowledgeDueAt { get; init; }

    /// <summary>When somebody should look at it; null without a target, once somebody did, and while it waits.</summary>
    [Required]
    public required DateTimeOffset? InspectDueAt { get; init; }

    /// <summary>When it should be done; null without a target, and while it waits; what is missed stays so.</summary>
    [Required]
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>Whether it waits for others, so that what is not due yet has no time until it goes on.</summary>
    [Required]
    public required bool Paused { get; init; }

    /// <summary>Whether a missed target shows it to the operators.</summary>
    [Required]
    public required bool Escalated { get; init; }

    /// <summary>How long such requests really take; null where too few were closed, and for one that is not open.</summary>
    [Required]
    public Estimate? Estimate { get; init; }

    /// <summary>When anything last happened to it.</summary>
    [Required]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    [Required]
    public required DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The code of how it ended; null while it is open.</summary>
    [Required]
    public required string? Outcome { get; init; }

    /// <summary>The number of the report that it repeats; null unless it was closed for that.</summary>
    [Required]
    public required string? DuplicateOf { get; init; }

    /// <summary>Since when the resident disputes how it was closed; null where nobody does, or where that is decided.</summary>
    [Required]
    public required DateTimeOffset? DisputedAt { get; init; }

    /// <summary>Since when nothing of it may be erased; null as a rule.</summary>
    [Required]
    public required DateTimeOffset? LegalHoldAt { get; init; }

    /// <summary>What was erased of it: contact, own-words, free-text, photos; what was said since stands. Empty as a rule.</summary>
    [Required]
    public required IReadOnlyList<string> Erased { get; init; }

    /// <summary>Why it waits for an operator, for staff alone; null unless it was held back and no operator has decided.</summary>
    [Required]
    public StaffHold? Hold { get; init; }

    /// <summary>What it waits for; null unless it waits.</summary>
    [Required, ExtensibleEnum(typeof(WaitingFor))]
    public required string? WaitingFor { get; init; }

    /// <summary>Until when the resident may answer what staff asked; null where nothing is asked.</summary>
    [Required]
    public required DateTimeOffset? AnswerUntil { get; init; }

    /// <summary>How often it was opened again.</summary>
    [Required]
    public required int ReopenCount { get; init; }

    /// <summary>How the department's own system calls it; null where it did not say.</summary>
    [Required]
    public required string? ExternalId { get; init; }

    /// <summary>The incident that it is in with others that report the same thing; null where it is in none.</summary>
    [Required]
    public IncidentMark? Incident { get; init; }

    /// <summary>The open request that it resembled when it came in; null for none, and once it is in an incident.</summary>
    [Required]
    public Resemblance? Resembles { get; init; }

    /// <summary>What is wrong, in the resident's words.</summary>
    [Required]
    public required string? Description { get; init; }

    /// <summary>Where it is, by coordinates; null for an unplaced report.</summary>
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
    public required IReadOnlyDictionary<string, JsonElement>? Answers { get; init; }

    /// <summary>The client's UUIDs of its photos.</summary>
    [Required]
    public required IReadOnlyList<string>? Photos { get; init; }

    /// <summary>How it stands with each of them, in the order in which the report names them.</summary>
    [Required]
    public IReadOnlyList<PhotoState> PhotoStates { get; init; } = [];

    /// <summary>What an outdated or newer app sent that this catalogue does not know, by JSON Pointer.</summary>
    [Required]
    public required IReadOnlyDictionary<string, JsonElement>? Aside { get; init; }

    /// <summary>What this catalogue would have refused in a report that waited on a phone with an older one; empty as a rule.</summary>
    [Required]
    public IReadOnlyList<ProblemError> Faults { get; init; } = [];

    /// <summary>What happened, oldest first.</summary>
    [Required]
    public required IReadOnlyList<StaffEvent> History { get; init; }

    /// <param name="actions">What the caller may do.</param>
    /// <param name="claim">Who has it in hand, or null.</param>
    /// <param name="routing">Why the department has it.</param>
    /// <param name="proposed">Why the rules would have it elsewhere; null where they would not.</param>
    public static StaffRequest Of(
        StaffRow row,
        IReadOnlyList<StaffEventRow> history,
        IReadOnlyList<string> actions,
        StaffClaim? claim,
        Catalog.Catalog catalog,
        StaffRouting routing,
        StaffRouting? proposed,
        string language) => new()
        {
            TrackingNumber = new TrackingNumber(row.Id).ToString(),
            Version = row.Version,
            Status = row.Status,
            Open = RequestStatus.IsOpen(row.Status),
            Actions = actions,
            Priority = row.Priority,
            Danger = row.IsDanger,
            ServiceType = new(row.ServiceType, row.ServiceTypeText ?? catalog.ServiceTypeName(row.ServiceType, language)),
            Department = new(row.Department, catalog.DepartmentName(row.Department, language)),
            Queue = row.Queue,
            Claim = claim,
            Routing = routing,
            Rerouting = proposed is null || row.ProposedDepartment is not { } department
                ? null
                : new(new(department, catalog.DepartmentName(department, language)), row.ProposedQueue, row.ProposedPriority!.Value, proposed),
            Channel = row.Channel,
            ReceivedAt = row.ReceivedAt,
            ReportedAt = row.ReportedAt,
            ClockSuspect = PhoneClock.IsSuspect(row.ReportedAt, row.ReceivedAt),
            AcknowledgeDueAt = row.Clocks.ShownAcknowledgeDueAt,
            InspectDueAt = row.Clocks.ShownInspectDueAt,
            DueAt = row.DueAt == Clock.Never ? null : row.DueAt,
            Paused = row.PausedAt is not null,
            Escalated = row.IsEscalated,
            UpdatedAt = row.UpdatedAt,
            ClosedAt = row.ClosedAt,
            Outcome = row.Outcome,
            DuplicateOf = row.DuplicateOf is { } original ? new TrackingNumber(original).ToString() : null,
            DisputedAt = row.DisputedAt,
            LegalHoldAt = row.LegalHoldAt,
            Erased = ErasureScope.CodesOf(ErasureScope.In(history)),
            WaitingFor = row.WaitingFor,
            AnswerUntil = row.AnswerUntil,
            ReopenCount = row.ReopenCount,
            ExternalId = row.ExternalId,
            Description = row.Description,
            Location = StaffLocation.Of(row.Latitude, row.Longitude, row.AccuracyMetres, row.LocationSource),
            Address = row.AddressText,
            Areas = AreaList.Codes(row.Areas),
            Answers = Parsed<Dictionary<string, JsonElement>>(row.Answers),
            Photos = Parsed<List<string>>(row.PhotoIds),
            Aside = Parsed<Dictionary<string, JsonElement>>(row.Aside),
            History = StaffHistory.Of(history),
        };

    private static T? Parsed<T>(string? json)
        where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json);
}

/// <summary>A point, WGS 84.</summary>
/// <param name="Latitude">Degrees north.</param>
/// <param name="Longitude">Degrees east.</param>
/// <param name="AccuracyMetres">The radius within which the true place lies.</param>
/// <param name="Source">Where the point comes from: gps, map, address or photo.</param>
internal sealed record StaffLocation(
    double Latitude,
    double Longitude,
    double? AccuracyMetres,
    [property: ExtensibleEnum(typeof(SubmissionReader), nameof(SubmissionReader.Sources))] string? Source)
{
    public static StaffLocation? Of(double? latitude, double? longitude, double? accuracyMetres, string? source) =>
        latitude is null || longitude is null ? null : new(latitude.Value, longitude.Value, accuracyMetres, source);
}

/// <summary>Where the rules would have a request that staff still hold.</summary>
/// <param name="Department">Who would get it.</param>
/// <param name="Queue">The department's named queue; null for its general one.</param>
/// <param name="Priority">1 (urgent) to 4.</param>
/// <param name="Routing">Why the department would get it.</param>
internal sealed record StaffRerouting(
    Named Department, [property: Required] string? Queue, [property: Range(1, 4)] int Priority, StaffRouting Routing);
