using Connect311.Api.ServiceLevels;

namespace Connect311.Api.Lookup;

/// <summary>The columns that are public; of what staff wrote it holds what they wrote for the public, or for the owner.</summary>
internal sealed record PublicRow
{
    public required long Id { get; init; }

    public required string ServiceType { get; init; }

    /// <summary>The city's published words for an imported type that the catalogue lacks.</summary>
    public string? ServiceTypeText { get; init; }

    public required string Visibility { get; init; }

    public required string Department { get; init; }

    public required string Status { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? AcknowledgeDueAt { get; init; }

    public DateTimeOffset? InspectDueAt { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public int ClockMarks { get; init; }

    /// <summary>The clocks as far as they are shown.</summary>
    public RequestClocks Clocks => new()
    {
        AcknowledgeDueAt = AcknowledgeDueAt,
        InspectDueAt = InspectDueAt,
        PausedAt = PausedAt,
        Marks = (ClockMarks)ClockMarks,
    };

    public DateTimeOffset? ClosedAt { get; init; }

    public string? Outcome { get; init; }

    public string? WaitingFor { get; init; }

    public required int ReopenCount { get; init; }

    public string? ExternalId { get; init; }

    public DateTimeOffset? AnswerUntil { get; init; }

    public required string Areas { get; init; }

    public double? PublicLatitude { get; init; }

    public double? PublicLongitude { get; init; }

    public string? PublicPlace { get; init; }

    public required int Version { get; init; }

    /// <summary>1 where it names photos, otherwise 0.</summary>
    public int HasPhotos { get; init; }
}

/// <summary>One line of the public history: codes and times.</summary>
internal sealed record PublicEventRow
{
    public required long RequestId { get; init; }

    public required string Kind { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Data { get; init; }

    /// <summary>The details of what staff told the public, asked the resident, or closed it with, as JSON; null for all else, and once erased.</summary>
    public string? Content { get; init; }
}
