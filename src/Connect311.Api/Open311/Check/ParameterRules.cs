namespace Connect311.Api.Open311.Check;

/// <summary>C0: what holds of the parameters and suffixes of any call.</summary>
internal static class ParameterRules
{
    private static readonly Rule Empty = new("C0.16", "An empty parameter is as if it were not sent");
    private static readonly Rule Unknown = new("C0.17", "An unknown jurisdiction_id is 404, or ignored by a server of one jurisdiction");
    private static readonly Rule Missing = new("C0.18", "A missing jurisdiction_id is 400, or not needed");
    private static readonly Rule Suffix = Rule.Advice("C0.20", "An unknown suffix is 400, told as errors in XML");
    private static readonly Rule Accept = Rule.Advice("C0.21", "Without a suffix the header Accept chooses the format");
    private static readonly Rule Callback = Rule.Advice("C0.22", "There is no JSONP: callback changes nothing");

    public static readonly Rule[] All = [Empty, Unknown, Missing, Suffix, Accept, Callback];

    public static async Task CheckAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        await CheckEmptyAsync(probe, face, cancellationToken);
        await CheckJurisdictionAsync(probe, face, cancellationToken);
        await CheckAcceptAsync(probe, face, cancellationToken);
        if (face == Face.Xml)
        {
            var seen = await probe.PeekAsync(Face.Xml, "services.yaml", "services", accept: null, cancellationToken);
            var isRight = seen.Answer.Status == 400 && ErrorRules.IsErrors(seen.Root);
            probe.Sheet.Judge(Suffix, seen.Answer, isRight ? null : $"should be 400: {seen.Instead}", seen.Instead);
        }
        else
        {
            await CheckCallbackAsync(probe, cancellationToken);
        }
    }

    private static async Task CheckEmptyAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        var plain = await probe.GetAsync(face, "requests", "service_requests", cancellationToken);
        if (!plain.IsOk)
        {
            probe.Sheet.Skip(Empty, "requests without parameters are not answered");
            return;
        }

        var empty = await probe.GetAsync(
            face, "requests", "service_requests",
            [("service_request_id", ""), ("service_code", ""), ("status", ""), ("start_date", ""), ("end_date", "")], cancellationToken);
        var fault = !empty.IsOk ? empty.Instead
            : plain.Items.Count > 0 && !Ids(plain).Overlaps(Ids(empty)) ? $"{empty.Items.Count} other requests than without the parameters"
            : null;
        probe.Sheet.Judge(Empty, empty.Answer, fault, $"{empty.Items.Count} requests, as without the parameters");
    }

    private static HashSet<string?> Ids(Seen seen) => [.. seen.Items.Select(item => item["service_request_id"])];

    private static async Task CheckJurisdictionAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        var unknown = await probe.GetAsync(face, "services", "services", [("jurisdiction_id", $"{ErrorRules.Nothing}.example")], cancellationToken);
        if (unknown.IsOk)
        {
            probe.Sheet.Judge(Unknown, unknown.Answer, null, "ignored");
        }
        else
        {
            ErrorRules.JudgeRefused(probe.Sheet, Unknown, unknown, 404);
        }

        var missing = await probe.GetAsync(face, "services", "services", [("jurisdiction_id", Probe.NotSent)], cancellationToken);
        if (missing.IsOk)
        {
            probe.Sheet.Judge(Missing, missing.Answer, null, "not needed");
        }
        else
        {
            ErrorRules.JudgeRefused(probe.Sheet, Missing, missing, 400);
        }
    }

    private static async Task CheckAcceptAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        var seen = await probe.PeekAsync(face, "services", "services", face.MediaType(), cancellationToken);
        var isRight = seen.IsOk && seen.Answer.ContentType.StartsWith(face.MediaType(), StringComparison.OrdinalIgnoreCase);
        probe.Sheet.Judge(Accept, seen.Answer, isRight ? null : $"Accept: {face.MediaType()} gives {seen.Instead}, {seen.Answer.ContentType}", seen.Answer.ContentType);
    }

    private static async Task CheckCallbackAsync(Probe probe, CancellationToken cancellationToken)
    {
        var seen = await probe.PeekAsync(Face.Json, "services.json", "services", accept: null, cancellationToken, ("callback", "open311check"));
        var isScript = Utf8.Read(seen.Answer.Body).Text.TrimStart().StartsWith("open311check", StringComparison.Ordinal);
        probe.Sheet.Judge(Callback, seen.Answer, isScript ? "the answer calls the function" : null, "not offered");
    }
}
