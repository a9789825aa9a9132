using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Api.Http;

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

    public static EventData Read(string data) => JsonSerializer.Deserialize<EventData>(data, Json.Options)!;
}
