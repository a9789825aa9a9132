using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Api.Http;
using Connect311.Api.ServiceLevels;

namespace Connect311.Api.ServiceRequests.History;

/// <summary>What the data of every event says at least: the status after it, and who holds the request then.</summary>
internal sealed record EventData(string Status, string Department, string? Outcome = null, string? EnteredBy = null)
{
    /// <summary>What the request waits for from then on; null where it does not, or where another event says so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WaitingFor { get; init; }

    /// <summary>How the department's own system calls the request, where it said so with this.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExternalId { get; init; }

    /// <summary>Until when the resident may answer what staff asked; null where they asked nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AnswerUntil { get; init; }

    /// <summary>When staff were there, where they said so as they closed it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? VisitedAt { get; init; }

    /// <summary>The tracking number of the request that it repeats, where it was closed for that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DuplicateOf { get; init; }

    /// <summary>Why, as a code; null where no code was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>What was erased with it (<see cref="Records.ErasureScope"/>); null in events of other kinds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Erased { get; init; }

    /// <summary>The clocks as they are behind the event; null where it leaves them as they were.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RequestClocks? Clocks { get; init; }

    /// <summary>The target that was missed, or nearly; null in events of other kinds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TargetMark? Mark { get; init; }

    /// <summary>The incident that it joined, left or came to stand for with this; null where it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Incident { get; init; }

    /// <summary>True while it follows its incident, and is no work of its own; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Follows { get; init; }

    /// <summary>The ids of the photos that staff show with it; null where they show none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Photos { get; init; }

    /// <summary>The client's UUID of the photo that the public may see from then on; null in events of other kinds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Photo { get; init; }

    public static EventData Read(string data) => JsonSerializer.Deserialize<EventData>(data, Json.Options)!;
}

/// <summary>A target that was missed, or nearly, and what became of the request because of it.</summary>
/// <param name="Target">acknowledge, inspect or resolve.</param>
/// <param name="DueAt">By when it was, or is, to be done.</param>
/// <param name="Escalation">Null where no rule says so.</param>
internal sealed record TargetMark(
    string Target,
    DateTimeOffset DueAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Escalation? Escalation = null);

/// <summary>What became of a request by an escalation rule of the city.</summary>
/// <param name="Rule">The id of the rule.</param>
/// <param name="Priority">The priority that it has then, 1 to 4.</param>
/// <param name="Queue">The named queue that it is in then; null for the general one.</param>
/// <param name="Operator">Whether the operators see it too.</param>
internal sealed record Escalation(string Rule, int Priority, string? Queue, bool Operator);
