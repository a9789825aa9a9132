using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Routing;

namespace Connect311.Api.Triage.Streams;

/// <summary>Whose queue is streamed, and to whom.</summary>
/// <param name="Department">Its code.</param>
/// <param name="WithConfidential">Whether the reader sees the department's confidential requests.</param>
internal readonly record struct StreamScope(string Department, bool WithConfidential)
{
    /// <summary>What an event did to the queue: one of <see cref="StreamEvent"/>, or null where the queue never held its request.</summary>
    public string? ChangeBy(Happened happened) =>
        (Held(happened.Before, happened.Row, IsEscalatedBefore(happened)), Held(happened.After, happened.Row, happened.Row.IsEscalated)) switch
        {
            (false, true) => StreamEvent.Entered,
            (true, true) => StreamEvent.Changed,
            (true, false) => StreamEvent.Left,
            (false, false) => null,
        };

    /// <summary>The event that shows it to the operators is the one with which it enters their queue.</summary>
    private static bool IsEscalatedBefore(Happened happened) =>
        happened.Row.IsEscalated && happened.After.Mark?.Escalation is not { Operator: true };

    /// <summary>
    /// Whether the queue holds a request of which an event said this. The operators' also holds everybody's danger, and what a
    /// missed target shows to them.
    /// </summary>
    private bool Held(EventData? said, HappenedRow row, bool isEscalated)
    {
        if (said is not { Follows: null } || !RequestStatus.IsOpen(said.Status))
        {
            return false;
        }

        var isConfidential = row.Visibility == CatalogWords.Confidential;
        return said.Department == Department
            ? !isConfidential || WithConfidential
            : Department == RuleSet.OperatorDepartment && (row.IsDanger || isEscalated) && !isConfidential;
    }
}

/// <summary>An event with what was said of the request before and after it.</summary>
internal sealed record Happened(HappenedRow Row, EventData? Before, EventData After)
{
    public static Happened Of(HappenedRow row) =>
        new(row, row.DataBefore is { } before ? EventData.Read(before) : null, EventData.Read(row.Data));
}

/// <summary>The types of a stream's events.</summary>
internal static class StreamEvent
{
    /// <summary>The request is in the queue now, and was not before.</summary>
    public const string Entered = "entered";

    /// <summary>The request was in the queue, and still is.</summary>
    public const string Changed = "changed";

    /// <summary>The request was in the queue, and is not any more: closed, cancelled, or with another department.</summary>
    public const string Left = "left";

    /// <summary>Nothing more is missing up to this id; comes at the start and every few seconds.</summary>
    public const string Heartbeat = "heartbeat";

    /// <summary>Too much happened since the id that was named: read the queue again.</summary>
    public const string Reset = "reset";

    /// <summary>One without data but its id.</summary>
    /// <param name="comeAgainAfter">How long a reader should wait before it comes again; null to leave it to the reader.</param>
    public static SseItem<string> Bare(string type, long position, TimeSpan? comeAgainAfter = null) =>
        new("{}", type) { EventId = IdOf(position), ReconnectionInterval = comeAgainAfter };

    /// <summary>A position as the id of an event.</summary>
    public static string IdOf(long position) => position.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The data of the events <c>entered</c>, <c>changed</c> and <c>left</c>.</summary>
internal sealed record QueueChange
{
    /// <summary>The number of the report: <c>311-</c> and digits.</summary>
    [Required]
    public required string TrackingNumber { get; init; }

    /// <summary>What happened to it, as a code.</summary>
    [Required, ExtensibleEnum(typeof(EventKind))]
    public required string Event { get; init; }

    /// <summary>When it happened.</summary>
    [Required]
    public required DateTimeOffset At { get; init; }

    /// <summary>The status after it.</summary>
    [Required, ExtensibleEnum(typeof(RequestStatus))]
    public required string Status { get; init; }

    /// <summary>The code of the department that had the request after it.</summary>
    [Required]
    public required string Department { get; init; }

    /// <summary>The code of its service type, as it now is.</summary>
    [Required]
    public required string ServiceType { get; init; }

    /// <summary>1 (urgent) to 4, as it now is.</summary>
    [Required, Range(1, 4)]
    public required int Priority { get; init; }

    /// <summary>The department's named queue as it now is; null for its general one.</summary>
    [Required]
    public required string? Queue { get; init; }

    /// <summary>Its words speak of danger to life.</summary>
    [Required]
    public required bool Danger { get; init; }

    /// <summary>The version as it now is: what is shown of an older one is outdated.</summary>
    [Required]
    public required int Version { get; init; }

    /// <summary>An event as the readers of a queue get it; null where it does not concern them.</summary>
    public static SseItem<string>? ItemOf(Happened happened, StreamScope scope) =>
        scope.ChangeBy(happened) is { } type
            ? new SseItem<string>(JsonSerializer.Serialize(Of(happened), Json.Options), type) { EventId = StreamEvent.IdOf(happened.Row.Position) }
            : null;

    private static QueueChange Of(Happened happened) => new()
    {
        TrackingNumber = new TrackingNumber(happened.Row.RequestId).ToString(),
        Event = happened.Row.Kind,
        At = happened.Row.At,
        Status = happened.After.Status,
        Department = happened.After.Department,
        ServiceType = happened.Row.ServiceType,
        Priority = happened.Row.Priority,
        Queue = happened.Row.Queue,
        Danger = happened.Row.IsDanger,
        Version = happened.Row.Version,
    };
}
