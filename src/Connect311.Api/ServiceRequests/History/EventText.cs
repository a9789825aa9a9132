using System.Text.Json;

namespace Connect311.Api.ServiceRequests.History;

/// <summary>The words among the erasable details of an event.</summary>
internal static class EventText
{
    public const string Member = "text";

    /// <summary>Null where there are none, or once they are erased.</summary>
    /// <param name="content">The details as JSON; null once erased.</param>
    /// <param name="member">Which of the details.</param>
    public static string? Of(string? content, string member = Member) =>
        content is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(content)!.GetValueOrDefault(member);
}
