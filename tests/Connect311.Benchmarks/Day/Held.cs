using System.Text.Json;

namespace Connect311.Benchmarks.Day;

/// <summary>What somebody has in hand.</summary>
internal sealed record Held(DayReport Report, int Version, string Status, string Department, DateTimeOffset ReceivedAt, int ReopenCount)
{
    public static Held Of(DayReport report, JsonElement answer) => new(
        report,
        answer.GetProperty("version").GetInt32(),
        answer.GetProperty("status").GetString()!,
        answer.GetProperty("department").GetProperty("code").GetString()!,
        answer.GetProperty("receivedAt").GetDateTimeOffset(),
        answer.GetProperty("reopenCount").GetInt32());
}
