using System.Text.Json;
using System.Text.Json.Nodes;

namespace Connect311.Api.Delivery.Fcm;

/// <summary>What Google says of a message that it does not take.</summary>
/// <param name="Codes">Google's <em>ErrorCode</em>s.</param>
/// <param name="IsOfToken">
/// Whether the registration token is none. There is no code for that: the field is named, or the sentence says so (<em>INVALID_ARGUMENT</em> alone may be
/// of the message).
/// </param>
internal sealed record FcmError(IReadOnlyList<string?> Codes, bool IsOfToken)
{
    private const string InvalidArgument = "INVALID_ARGUMENT";

    private static readonly FcmError Unknown = new([], false);

    public static FcmError Read(string body)
    {
        try
        {
            return JsonNode.Parse(body)?["error"] is { } error ? Of(error) : Unknown;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // Not FCM's own words; the status says enough.
            return Unknown;
        }
    }

    private static FcmError Of(JsonNode error)
    {
        var details = error["details"]?.AsArray() ?? [];
        List<string?> codes = [.. details.Select(detail => TextOf(detail, "errorCode"))];
        var isInvalid = codes.Contains(InvalidArgument) || TextOf(error, "status") == InvalidArgument;
        var names = details.SelectMany(detail => detail?["fieldViolations"]?.AsArray() ?? []).Select(violation => TextOf(violation, "field"));
        var isNamed = TextOf(error, "message")?.Contains("registration token", StringComparison.OrdinalIgnoreCase) == true || names.Contains("message.token");
        return new(codes, isInvalid && isNamed);
    }

    private static string? TextOf(JsonNode? node, string member) => node?[member]?.GetValue<string>();
}
