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

    /// <summary>The clocks as they are behind the event; null where it leaves them as they were.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RequestClocks? Clocks { get; init; }

    public static EventData Read(string data) => JsonSerializer.Deserialize<EventData>(data, Json.Options)!;
}
