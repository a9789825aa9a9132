using System.Text.Json;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage;

/// <summary>What the statements of one department's requests are narrowed by.</summary>
internal abstract class OwnParameters(QueueFilter filter, int clockOffset) : QueueParameters(filter, clockOffset)
{
    public bool WithConfidential { get; } = filter.WithConfidential;
}

/// <summary>What every statement of a queue is narrowed by; a filter that is null narrows nothing.</summary>
internal abstract class QueueParameters(QueueFilter filter, int clockOffset)
{
    public string Department { get; } = filter.Department;

    public string? Queue { get; } = filter.Queue;

    public string? Status { get; } = filter.Status;

    public string? ServiceType { get; } = filter.ServiceType;

    /// <summary>A JSON array of codes.</summary>
    public string? ServiceTypes { get; } = filter.ServiceTypes is { } types ? JsonSerializer.Serialize(types) : null;

    public string? AreaPattern { get; } = filter.Area is { } area ? AreaList.Pattern(area) : null;

    public string? Channel { get; } = filter.Channel;

    public bool? HasPhoto { get; } = filter.HasPhoto;

    public string? TextPattern { get; } = filter.Text is { } text ? PatternOf(text) : null;

    public DateTimeOffset? DueFrom { get; } = filter.Due().From;

    public DateTimeOffset? DueBefore { get; } = filter.Due().Before;

    public DateTimeOffset? SilentBefore { get; } = filter.SilentBefore;

    public string? Assignee { get; } = filter.Assignee;

    public bool IsUnclaimed { get; } = filter.IsUnclaimed;

    public int ClockOffset { get; } = clockOffset;

    /// <summary>A pattern of LIKE that finds a text anywhere; what is a wildcard on either engine stands for itself.</summary>
    private static string PatternOf(string text) => $"%{text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal)
        .Replace("[", "\\[", StringComparison.Ordinal)}%";
}
