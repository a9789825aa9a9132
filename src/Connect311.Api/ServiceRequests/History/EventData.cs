using System.Text.Json;
using Connect311.Api.Http;

namespace Connect311.Api.ServiceRequests.History;

/// <summary>What the data of every event says at least: the status after it, and who holds the request then.</summary>
internal sealed record EventData(string Status, string Department, string? Outcome = null, string? EnteredBy = null)
{
    public static EventData Read(string data) => JsonSerializer.Deserialize<EventData>(data, Json.Options)!;
}
