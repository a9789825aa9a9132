using System.Net;
using Connect311.Api.Open311.Check;

namespace Connect311.Tests.Open311;

/// <summary>Our own server keeps every rule and every recommendation that <c>open311 check</c> knows, over a real socket, in XML and JSON.</summary>
public sealed class OwnConformanceTests : IDisposable
{
    /// <summary>What needs a database that is away, or a server that is too busy.</summary>
    private static readonly string[] Unseen = ["C5.2", "C5.3", "C8.9"];

    private readonly string _city = Directory.CreateTempSubdirectory("connect311-city-").FullName;
    private readonly TestApplication _application;

    public OwnConformanceTests()
    {
        // As New York's, but descriptions are published: what is told of a report is checked too.
        var seed = Path.Combine(AppContext.BaseDirectory, "seed", "nyc");
        foreach (var file in Directory.GetFiles(seed, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_city, Path.GetRelativePath(seed, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, File.ReadAllText(file).Replace("\"publishDescription\": false", "\"publishDescription\": true", StringComparison.Ordinal));
        }

        _application = new TestApplication().With("City:Folder", _city).With("Open311:Type", "test");
    }

    [Theory]
    [InlineData(null, "C4.8")]
    [InlineData("bus-stop-shelter-placement.new-bus-stop-shelter-placement")]
    public async Task Every_rule_is_kept(string? service, params string[] unseen)
    {
        var report = await CheckAsync(options => options with { ServiceCode = service });

        AssertKept(report);
        Assert.Equal([.. unseen, .. Unseen], report.Findings.Where(finding => finding.Verdict == Verdict.Skipped).Select(finding => finding.Rule.Id));
    }

    [Fact]
    public async Task So_it_is_by_a_server_of_several_jurisdictions()
    {
        _application.With("Open311:Jurisdictions:0:Id", "example.gov").With("Open311:Jurisdictions:1:Id", "example.org");

        AssertKept(await CheckAsync(options => options with { Jurisdiction = "example.gov" }));
    }

    public void Dispose()
    {
        _application.Dispose();
        Directory.Delete(_city, recursive: true);
    }

    private static void AssertKept(CheckReport report) => Assert.Empty(
        report.Findings.Where(finding => finding.Verdict is Verdict.Fail or Verdict.Warn).Select(finding => $"{finding.Rule.Id}: {TableReport.Words(finding.Evidence)}"));

    private async Task<CheckReport> CheckAsync(Func<CheckOptions, CheckOptions> change)
    {
        using var anybody = _application.Anybody();
        await FillAsync();
        var options = new CheckOptions
        {
            Endpoint = new(anybody.BaseAddress!, "open311/v2"),
            Now = _application.Time.GetUtcNow(),
            ApiKey = "demo-app",
            Submit = true,
            Strict = true,
        };
        return await CheckRun.RunAsync(change(options), _ => { }, TestContext.Current.CancellationToken);
    }

    /// <summary>Requests of some months, of two services, open and closed: windows and filters have something to leave out.</summary>
    private async Task FillAsync()
    {
        using var app = _application.App();
        using var agent = _application.Staff("demo-agent-DOT");
        foreach (var days in new[] { 100, 60, 50, 40, 1 })
        {
            var closed = await app.SubmittedAsync(Calls.Pothole);
            await app.SubmittedAsync(Calls.Pothole.Replace("pothole", "cave-in", StringComparison.Ordinal));
            _application.Time.Skip(TimeSpan.FromHours(1));
            var answer = await agent.ActAsync(closed.Text("trackingNumber"), "close", "\"1\"", """{"outcome":"fixed"}""");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            _application.Time.Skip(TimeSpan.FromDays(days));
        }
    }
}
