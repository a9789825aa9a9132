using System.ComponentModel.DataAnnotations;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Incidents;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage.Claims;

namespace Connect311.Api.Triage;

/// <summary>One page of a queue.</summary>
/// <param name="Items">The requests in the order that was asked for.</param>
/// <param name="NextCursor">Where the next page begins; null at the end.</param>
internal sealed record QueuePage(IReadOnlyList<QueueItem> Items, string? NextCursor);

/// <summary>A request as it stands in a queue.</summary>
internal sealed record QueueItem
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

    /// <summary>How it came in.</summary>
    [Required, ExtensibleEnum(typeof(Channel))]
    public required string Channel { get; init; }

    /// <summary>When the city got it.</summary>
    [Required]
    public required DateTimeOffset ReceivedAt { get; init; }

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

    /// <summary>What it waits for; null unless it waits.</summary>
    [Required, ExtensibleEnum(typeof(WaitingFor))]
    public required string? WaitingFor { get; init; }

    /// <summary>How often it was opened again.</summary>
    [Required]
    public required int ReopenCount { get; init; }

    /// <summary>Who has it in hand now; null where nobody has.</summary>
    [Required]
    public required StaffClaim? Claim { get; init; }

    /// <summary>How far it is from the point that was asked for, in metres; null in other orders than by distance.</summary>
    [Required]
    public required double? DistanceMetres { get; init; }

    /// <summary>The incident that it is in with others that report the same thing; null where it is in none.</summary>
    [Required]
    public IncidentMark? Incident { get; init; }

    /// <summary>The open request that it resembled when it came in; null for none, and once it is in an incident.</summary>
    [Required]
    public Resemblance? Resembles { get; init; }

    /// <summary>What is wrong, in the resident's words.</summary>
    [Required]
    public required string? Description { get; init; }

    /// <summary>The address in words, without the apartment.</summary>
    [Required]
    public required string? Address { get; init; }

    /// <summary>Where it is, by coordinates; null for an unplaced report.</summary>
    [Required]
    public required StaffLocation? Location { get; init; }

    /// <summary>The areas that hold the place, as <c>set:code</c>.</summary>
    [Required]
    public required IReadOnlyList<string> Areas { get; init; }

    public static QueueItem Of(QueueRow row, Catalog.Catalog catalog, string language) => new()
    {
        TrackingNumber = new TrackingNumber(row.Id).ToString(),
        Version = row.Version,
        Status = row.Status,
        Open = RequestStatus.IsOpen(row.Status),
        Priority = row.Priority,
        Danger = row.IsDanger,
        ServiceType = new(row.ServiceType, row.ServiceTypeText ?? catalog.ServiceTypeName(row.ServiceType, language)),
        Department = new(row.Department, catalog.DepartmentName(row.Department, language)),
        Queue = row.Queue,
        Channel = row.Channel,
        ReceivedAt = row.ReceivedAt,
        AcknowledgeDueAt = row.Clocks.ShownAcknowledgeDueAt,
        InspectDueAt = row.Clocks.ShownInspectDueAt,
        DueAt = row.DueAt == Clock.Never ? null : row.DueAt,
        Paused = row.PausedAt is not null,
        Escalated = row.IsEscalated,
        WaitingFor = row.WaitingFor,
        ReopenCount = row.ReopenCount,
        Claim = row.IsClaimed ? new(new(row.Assignee!, row.AssigneeName ?? row.Assignee!), row.ClaimedUntil!.Value) : null,
        DistanceMetres = row.Metres is { } metres ? Math.Round(metres, 1) : null,
        Description = row.Description,
        Address = row.AddressText,
        Location = StaffLocation.Of(row.Latitude, row.Longitude, row.AccuracyMetres, row.LocationSource),
        Areas = AreaList.Codes(row.Areas),
    };
}

/// <summary>How much open work a queue holds.</summary>
/// <param name="Open">All of it.</param>
/// <param name="Overdue">What should be done by now.</param>
/// <param name="Unclaimed">What nobody has in hand.</param>
/// <param name="Statuses">The open statuses, in the order of the lifecycle.</param>
internal sealed record QueueCounts(int Open, int Overdue, int Unclaimed, IReadOnlyList<StatusCount> Statuses)
{
    public static QueueCounts Of(QueueCount count) => new(
        count.Total,
        count.Overdue,
        count.Unclaimed,
        [.. count.ByStatus().Select(one => new StatusCount(one.Status, one.Count, one.Overdue))]);
}

/// <summary>How many requests have a status.</summary>
/// <param name="Status">The status, as a code.</param>
/// <param name="Count">How many have it.</param>
/// <param name="Overdue">How many of them should be done by now.</param>
internal sealed record StatusCount([property: ExtensibleEnum(typeof(RequestStatus))] string Status, int Count, int Overdue);
