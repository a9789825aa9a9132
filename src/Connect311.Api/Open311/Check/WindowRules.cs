namespace Connect311.Api.Open311.Check;

/// <summary>C6: requests of a span of time.</summary>
internal static class WindowRules
{
    private static readonly Rule Asked = new("C6.11", "start_date and end_date choose by requested_datetime");
    private static readonly Rule Default = new("C6.12", "Without dates, there are requests of the last 90 days alone");
    private static readonly Rule NeverLonger = new("C6.14", "A span never exceeds 90 days: a longer one is refused or cut");
    private static readonly Rule Refused = Rule.Advice("C6.15", "A span of more than 90 days is 400");
    private static readonly Rule Start = Rule.Advice("C6.16", "start_date alone means the 90 days from then");
    private static readonly Rule End = Rule.Advice("C6.17", "end_date alone means the 90 days until then");
    private static readonly Rule Backwards = Rule.Advice("C6.18", "A start_date behind the end_date is 400");
    private static readonly Rule Zoneless = Rule.Advice("C6.20", "A date without a time zone is 400");
    private static readonly Rule Nonsense = new("C6.21", "What is no date is 400");
    private static readonly Rule Newest = Rule.Advice("C6.22", "The newest requests stand first");
    private static readonly Rule None = Rule.Advice("C6.23", "A span without requests is 200 with an empty list");

    public static readonly Rule[] All = [Asked, Default, NeverLonger, Refused, Start, End, Backwards, Zoneless, Nonsense, Newest, None];

    public static async Task CheckAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        await CheckDefaultAsync(probe, face, cancellationToken);
        await CheckLongAsync(probe, face, cancellationToken);
        await CheckHalfAsync(probe, face, cancellationToken);

        var now = probe.Options.Now;
        var sheet = probe.Sheet;
        ErrorRules.JudgeRefused(sheet, Backwards, await AskAsync(probe, face, Times.Write(now), Times.Write(now.AddDays(-1)), cancellationToken), 400);
        ErrorRules.JudgeRefused(sheet, Zoneless, await AskAsync(probe, face, Times.Write(now.AddDays(-1)).TrimEnd('Z'), null, cancellationToken), 400);
        ErrorRules.JudgeRefused(sheet, Nonsense, await AskAsync(probe, face, "yesterday", null, cancellationToken), 400);
        var none = await AskAsync(probe, face, "1990-01-01T00:00:00Z", "1990-01-02T00:00:00Z", cancellationToken);
        sheet.Judge(None, none.Answer, !none.IsOk ? none.Instead : none.Items.Count > 0 ? $"{none.Items.Count} requests of 1990" : null, "empty");
    }

    private static async Task CheckDefaultAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        var (sheet, now) = (probe.Sheet, probe.Options.Now);
        var list = await probe.GetAsync(face, "requests", "service_requests", cancellationToken);
        if (RequestRules.Chosen(list) is not { } request)
        {
            sheet.Skip([Asked, Default, Newest], "there are no requests of the last 90 days");
            return;
        }

        sheet.Judge(Default, list.Answer, FaultOf(list, now - Times.Window - Times.Slack, now + Times.Slack), $"{list.Items.Count} requests");
        var times = list.Items.Select(RequestedAt).OfType<DateTimeOffset>().ToList();
        var isNewestFirst = times.Zip(times.Skip(1)).All(pair => pair.First >= pair.Second);
        sheet.Judge(Newest, list.Answer, isNewestFirst ? null : "a newer one stands behind an older one", "newest first");

        var (start, end) = (RequestedAt(request)!.Value.AddSeconds(-1), RequestedAt(request)!.Value.AddSeconds(2));
        var seen = await AskAsync(probe, face, Times.Write(start), Times.Write(end), cancellationToken);
        var isThere = seen.Items.Any(item => item["service_request_id"] == request["service_request_id"]);
        var fault = !seen.IsOk ? seen.Instead : FaultOf(seen, start.AddSeconds(-1), end) ?? (isThere ? null : $"{request["service_request_id"]} is not there");
        sheet.Judge(Asked, seen.Answer, fault, $"{seen.Items.Count} requests of 3 seconds");
    }

    private static async Task CheckLongAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        var now = probe.Options.Now;
        var seen = await AskAsync(probe, face, Times.Write(now.AddDays(-200)), Times.Write(now), cancellationToken);
        var times = seen.Items.Select(RequestedAt).OfType<DateTimeOffset>().ToList();
        if (seen.IsOk)
        {
            var span = times.Count > 0 ? times.Max() - times.Min() : TimeSpan.Zero;
            probe.Sheet.Judge(NeverLonger, seen.Answer, span > Times.Window + Times.Slack ? $"requests of {span.TotalDays:0} days" : null, "cut");
            probe.Sheet.Judge(Refused, seen.Answer, seen.Instead);
        }
        else
        {
            ErrorRules.JudgeRefused(probe.Sheet, NeverLonger, seen, 400);
            probe.Sheet.Judge(Refused, seen.Answer, seen.Answer.Status == 400 ? null : seen.Instead, seen.Instead);
        }
    }

    private static async Task CheckHalfAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        var now = probe.Options.Now;
        var (start, end) = (now.AddDays(-170), now.AddDays(-100));
        var from = await AskAsync(probe, face, Times.Write(start), null, cancellationToken);
        probe.Sheet.Judge(Start, from.Answer, from.IsOk ? FaultOf(from, start - Times.Slack, start + Times.Window + Times.Slack) : from.Instead, $"{from.Items.Count} requests");
        var until = await AskAsync(probe, face, null, Times.Write(end), cancellationToken);
        probe.Sheet.Judge(End, until.Answer, until.IsOk ? FaultOf(until, end - Times.Window - Times.Slack, end + Times.Slack) : until.Instead, $"{until.Items.Count} requests");
    }

    private static string? FaultOf(Seen seen, DateTimeOffset from, DateTimeOffset to) =>
        seen.Items.FirstOrDefault(item => RequestedAt(item) is { } at && (at < from || at > to)) is { } outside
            ? $"{outside["service_request_id"]} is of {outside["requested_datetime"]}" : null;

    private static DateTimeOffset? RequestedAt(Node request) => Times.Read(request["requested_datetime"]);

    private static Task<Seen> AskAsync(Probe probe, Face face, string? start, string? end, CancellationToken cancellationToken) => probe.GetAsync(
        face, "requests", "service_requests",
        [.. new[] { ("start_date", start), ("end_date", end) }.Where(date => date.Item2 is not null).Select(date => (date.Item1, date.Item2!))],
        cancellationToken);
}
