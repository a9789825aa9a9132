namespace Connect311.Api.Open311.Check;

/// <summary>C6: requests by id, service and status.</summary>
internal static class FilterRules
{
    private static readonly Rule Ids = new("C6.7", "service_request_id takes several, with commas between, and gives those");
    private static readonly Rule Overrides = new("C6.8", "service_request_id overrides all other arguments");
    private static readonly Rule Services = new("C6.9", "service_code takes several, with commas between, and gives their requests alone");
    private static readonly Rule Statuses = new("C6.10", "status takes open, closed or both, with a comma between, and gives those alone");
    private static readonly Rule Unknown = Rule.Advice("C6.19", "An unknown status is 400");

    public static readonly Rule[] All = [Ids, Overrides, Services, Statuses, Unknown];

    public static async Task CheckAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        var list = await probe.GetAsync(face, "requests", "service_requests", cancellationToken);
        if (RequestRules.Chosen(list) is { } request)
        {
            await CheckIdsAsync(probe, face, list, request, cancellationToken);
            await CheckServicesAsync(probe, face, list, request, cancellationToken);
        }
        else
        {
            probe.Sheet.Skip([Ids, Overrides, Services], "there are no requests of the last 90 days");
        }

        foreach (var status in new[] { "open", "closed", "open,closed" })
        {
            await CheckStatusAsync(probe, face, list, status, cancellationToken);
        }

        ErrorRules.JudgeRefused(probe.Sheet, Unknown, await AskAsync(probe, face, cancellationToken, ("status", "nonsense")), 400);
    }

    private static async Task CheckIdsAsync(Probe probe, Face face, Seen list, Node request, CancellationToken cancellationToken)
    {
        var ids = new[] { request, list.Items.First(RequestRules.IsWhole) }.Select(item => item["service_request_id"]!).Distinct().Order(StringComparer.Ordinal).ToList();
        var wanted = string.Join(',', ids);
        var byId = await AskAsync(probe, face, cancellationToken, ("service_request_id", wanted));
        probe.Sheet.Judge(Ids, byId.Answer, FaultOfIds(byId, ids), $"{ids.Count} of {ids.Count}");

        var other = request["status"] == "open" ? "closed" : "open";
        var overridden = await AskAsync(
            probe, face, cancellationToken,
            ("service_request_id", wanted), ("status", other), ("start_date", "1990-01-01T00:00:00Z"), ("end_date", "1990-01-02T00:00:00Z"));
        probe.Sheet.Judge(Overrides, overridden.Answer, FaultOfIds(overridden, ids), $"{ids.Count} of {ids.Count}");
    }

    private static string? FaultOfIds(Seen seen, List<string> wanted)
    {
        var got = seen.Items.Select(item => item["service_request_id"] ?? "").Order(StringComparer.Ordinal).ToList();
        return !seen.IsOk ? seen.Instead : got.SequenceEqual(wanted) ? null : $"{got.Count} requests: {string.Join(',', got.Take(3))}";
    }

    private static async Task CheckServicesAsync(Probe probe, Face face, Seen list, Node request, CancellationToken cancellationToken)
    {
        var codes = list.Items.Select(item => item["service_code"]).OfType<string>().Where(code => code != request["service_code"]).Distinct()
            .Take(1).Prepend(request["service_code"]!).ToList();
        var seen = await AskAsync(probe, face, cancellationToken, ("service_code", string.Join(',', codes)));
        var got = seen.Items.Select(item => item["service_code"]).ToHashSet();
        var fault = !seen.IsOk ? seen.Instead
            : got.FirstOrDefault(code => !codes.Contains(code!)) is { } foreign ? $"one of {foreign}"
            : codes.Find(code => !got.Contains(code)) is { } missing ? $"none of {missing}"
            : null;
        probe.Sheet.Judge(Services, seen.Answer, fault, $"{seen.Items.Count} requests of {string.Join(" and ", codes)}");
    }

    private static async Task CheckStatusAsync(Probe probe, Face face, Seen list, string status, CancellationToken cancellationToken)
    {
        var seen = await AskAsync(probe, face, cancellationToken, ("status", status));
        var wanted = status.Split(',');
        var got = seen.Items.Select(item => item["status"]).ToHashSet();
        var fault = !seen.IsOk ? seen.Instead
            : got.FirstOrDefault(one => !wanted.Contains(one)) is { } foreign ? $"one that is {foreign}"
            : wanted.FirstOrDefault(one => !got.Contains(one) && list.Items.Any(item => item["status"] == one)) is { } missing ? $"none that is {missing}"
            : null;
        probe.Sheet.Judge(Statuses, seen.Answer, fault, $"{seen.Items.Count} requests");
    }

    private static Task<Seen> AskAsync(Probe probe, Face face, CancellationToken cancellationToken, params (string Name, string Value)[] query) =>
        probe.GetAsync(face, "requests", "service_requests", query, cancellationToken);
}
