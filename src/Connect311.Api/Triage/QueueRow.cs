using Connect311.Api.ServiceLevels;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage;

/// <summary>A request as it is read for a queue.</summary>
internal sealed record QueueRow
{
    public required long Id { get; init; }

    public required string ServiceType { get; init; }

    public string? ServiceTypeText { get; init; }

    public required string Department { get; init; }

    public string? Queue { get; init; }

    public required string Status { get; init; }

    public required int Priority { get; init; }

    public required bool IsDanger { get; init; }

    public required string Channel { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? AcknowledgeDueAt { get; init; }

    public DateTimeOffset? InspectDueAt { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public int ClockMarks { get; init; }

    public bool IsEscalated { get; init; }

    /// <summary>The clocks as far as they are shown.</summary>
    public RequestClocks Clocks => new()
    {
        AcknowledgeDueAt = AcknowledgeDueAt,
        InspectDueAt = InspectDueAt,
        PausedAt = PausedAt,
        Marks = (ClockMarks)ClockMarks,
    };

    public string? Description { get; init; }

    public string? AddressText { get; init; }

    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public double? AccuracyMetres { get; init; }

    public string? LocationSource { get; init; }

    public required string Areas { get; init; }

    public string? WaitingFor { get; init; }

    public required int ReopenCount { get; init; }

    /// <summary>The incident that it is in; null where it is in none.</summary>
    public long? IncidentId { get; init; }

    /// <summary>The open request that it resembled when it came in; 0 while nobody looked.</summary>
    public long? ResemblesId { get; init; }

    public required int Version { get; init; }

    /// <summary>Who took it in hand last; that may have expired.</summary>
    public string? Assignee { get; init; }

    public string? AssigneeName { get; init; }

    public DateTimeOffset? ClaimedUntil { get; init; }

    /// <summary>Whether somebody has it in hand, by the database's clock.</summary>
    public bool IsClaimed { get; init; }

    /// <summary>How far it is from the point that was asked for; null in other orders.</summary>
    public double? Metres { get; init; }
}

/// <summary>How much open work a queue holds.</summary>
internal sealed record QueueCount
{
    public int Total { get; init; }

    public int Overdue { get; init; }

    /// <summary>What nobody has in hand.</summary>
    public int Unclaimed { get; init; }

    public int Submitted { get; init; }

    public int SubmittedOverdue { get; init; }

    public int Assigned { get; init; }

    public int AssignedOverdue { get; init; }

    public int Acknowledged { get; init; }

    public int AcknowledgedOverdue { get; init; }

    public int InProgress { get; init; }

    public int InProgressOverdue { get; init; }

    public int Waiting { get; init; }

    public int WaitingOverdue { get; init; }

    public QueueCount And(QueueCount other) => new()
    {
        Total = Total + other.Total,
        Overdue = Overdue + other.Overdue,
        Unclaimed = Unclaimed + other.Unclaimed,
        Submitted = Submitted + other.Submitted,
        SubmittedOverdue = SubmittedOverdue + other.SubmittedOverdue,
        Assigned = Assigned + other.Assigned,
        AssignedOverdue = AssignedOverdue + other.AssignedOverdue,
        Acknowledged = Acknowledged + other.Acknowledged,
        AcknowledgedOverdue = AcknowledgedOverdue + other.AcknowledgedOverdue,
        InProgress = InProgress + other.InProgress,
        InProgressOverdue = InProgressOverdue + other.InProgressOverdue,
        Waiting = Waiting + other.Waiting,
        WaitingOverdue = WaitingOverdue + other.WaitingOverdue,
    };

    /// <summary>The open statuses with how many have each, and how many of those are overdue.</summary>
    public IEnumerable<(string Status, int Count, int Overdue)> ByStatus() =>
    [
        (RequestStatus.Submitted, Submitted, SubmittedOverdue),
        (RequestStatus.Assigned, Assigned, AssignedOverdue),
        (RequestStatus.Acknowledged, Acknowledged, AcknowledgedOverdue),
        (RequestStatus.InProgress, InProgress, InProgressOverdue),
        (RequestStatus.Waiting, Waiting, WaitingOverdue),
    ];
}
