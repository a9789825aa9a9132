using Connect311.Api.Open311.Check;

namespace Connect311.Tests.Open311.Check;

/// <summary>Runs the check against servers of the tests.</summary>
internal static class CheckedServer
{
    public static CheckOptions Options(Uri endpoint) => new()
    {
        Endpoint = endpoint,
        Now = RightServer.Now,
        ApiKey = RightServer.Key,
        Submit = true,
    };

    public static Task<CheckReport> RunAsync(CheckOptions options) =>
        CheckRun.RunAsync(options, _ => { }, TestContext.Current.CancellationToken);

    public static async Task<CheckReport> RunAsync(Deviation? deviation = null, Func<CheckOptions, CheckOptions>? change = null)
    {
        var right = new RightServer();
        deviation?.Prepare(right);
        await using var server = await TestServer.StartAsync(right, call => deviation is null ? right.Answer(call) : deviation.Change(call, right.Answer));
        var options = Options(server.Endpoint) with { Jurisdiction = deviation?.Jurisdiction };
        return await RunAsync(change is null ? options : change(options));
    }

    /// <summary>Each finding of a verdict, as a line to compare.</summary>
    public static IEnumerable<string> Of(this CheckReport report, Verdict verdict) =>
        report.Findings.Where(finding => finding.Verdict == verdict).Select(finding => $"{finding.Rule.Id}: {TableReport.Words(finding.Evidence)}");

    public static IEnumerable<string> Ids(this CheckReport report, params Verdict[] verdicts) =>
        report.Findings.Where(finding => verdicts.Contains(finding.Verdict)).Select(finding => finding.Rule.Id);
}
