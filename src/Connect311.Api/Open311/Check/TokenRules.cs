namespace Connect311.Api.Open311.Check;

/// <summary>C5: tokens of reports that get their number later.</summary>
internal static class TokenRules
{
    private static readonly Rule Unknown = new("C5.1", "An unknown token is 404");
    private static readonly Rule Known = new("C5.2", "GET tokens/[token] answers service_requests with one request that has the token, and service_request_id once it is known");
    private static readonly Rule Pending = Rule.Advice("C5.3", "A token that has no number yet is 200 with the token alone");

    public static readonly Rule[] All = [Unknown, Known, Pending];

    /// <summary>Those that need a token that was handed out.</summary>
    public static readonly Rule[] OfPosts = [Known, Pending];

    public static async Task CheckAsync(Probe probe, Face face, CancellationToken cancellationToken) => ErrorRules.JudgeRefused(
        probe.Sheet, Unknown, await probe.GetAsync(face, $"tokens/{ErrorRules.Nothing}", "service_requests", cancellationToken), 404);

    /// <summary>Asks for a token that a report was answered with.</summary>
    public static async Task CheckKnownAsync(Probe probe, Face face, string token, CancellationToken cancellationToken)
    {
        var seen = await probe.GetAnewAsync(face, $"tokens/{Uri.EscapeDataString(token)}", "service_requests", cancellationToken);
        if (seen.Answer.Status == 404)
        {
            probe.Sheet.Judge(Pending, seen.Answer, seen.Instead);
            return;
        }

        var fault = !seen.IsOk || seen.Root!.Name != "service_requests" ? seen.Instead
            : seen.Items.Count != 1 ? $"{seen.Items.Count} requests"
            : seen.Items[0]["token"] != token ? $"token is {seen.Items[0]["token"] ?? "not there"}"
            : null;
        probe.Sheet.Judge(Known, seen.Answer, fault, seen.Items is [var request] && request["service_request_id"] is { } id ? id : "no number yet");
        probe.Sheet.Judge(Pending, seen.Answer, seen.IsOk ? null : seen.Instead, "answered");
    }
}
