using System.Net;
using System.Text.RegularExpressions;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Routing.RuleSets;
using Connect311.Tests.Areas;
using Connect311.Tests.Catalog.Admin;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Stored rule sets that were damaged: reports are routed on, and health, metric and log say what is wrong.</summary>
public sealed class CorruptRuleSetTests : IDisposable
{
    private const string Root = "/v1/admin/rule-sets";

    private readonly TestApplication _application = new();

    [Fact]
    public async Task One_that_was_put_in_force_elsewhere_and_cannot_be_read_leaves_the_last_good_one_in_force()
    {
        using var app = _application.App();
        using var admin = _application.Staff("demo-admin");
        await admin.PostJsonAsync(Root, null, """{"basedOn":1}""");
        await PublishElsewhereAsync(2);
        await BreakAsync(2);
        await TurnsAsync(() => City.IsStale);

        Assert.Equal(1, await DecidedByAsync(app));
        await AssertHealthAsync(app, "Degraded", 1);

        // An admin sees what is wrong, and takes it back.
        var shown = await (await admin.ReadAsync($"{Root}/2")).JsonAsync();
        Assert.Equal("invalid-format", Assert.Single(shown.GetProperty("findings").EnumerateArray()).Text("code"));
        var first = await admin.ReadAsync($"{Root}/1");
        Assert.Equal(HttpStatusCode.OK, (await admin.PostJsonAsync($"{Root}/1/publish", first.Headers.ETag!.Tag)).StatusCode);
        await AssertHealthAsync(app, "Healthy", 0);
        await (await admin.PostJsonAsync($"{Root}/2/publish", "\"3\"")).ProblemAsync(ProblemCode.RuleSetFaulty);
    }

    [Fact]
    public async Task A_draft_that_cannot_be_read_is_not_published_and_can_be_written_anew()
    {
        using var app = _application.App();
        using var admin = _application.Staff("demo-admin");
        var document = await (await admin.ReadAsync($"{Root}/1/document")).TextAsync();
        await admin.PostJsonAsync(Root, null, """{"basedOn":1}""");
        await BreakAsync(2);

        await (await admin.PostJsonAsync($"{Root}/2/publish", "\"1\"")).ProblemAsync(ProblemCode.RuleSetFaulty);
        await (await admin.PutJsonAsync($"{Root}/2/rules/x", "\"1\"", """{"id":"x","assign":{"department":"DOT"},"reason":{"en":"x"}}""")).ProblemAsync(ProblemCode.RuleSetFaulty);
        Assert.Equal(1, await DecidedByAsync(app));
        await AssertHealthAsync(app, "Healthy", 0);

        Assert.Equal(HttpStatusCode.OK, (await admin.PutJsonAsync($"{Root}/2", "\"1\"", document)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.PostJsonAsync($"{Root}/2/publish", "\"2\"")).StatusCode);
        Assert.Equal(2, await DecidedByAsync(app));
    }

    [Fact]
    public async Task At_a_restart_the_one_that_was_in_force_before_decides_and_health_says_so()
    {
        string number;
        using (var app = _application.App())
        using (var admin = _application.Staff("demo-admin"))
        {
            await admin.PostJsonAsync(Root, null, """{"basedOn":1}""");
            Assert.Equal(HttpStatusCode.OK, (await admin.PostJsonAsync($"{Root}/2/publish", "\"1\"")).StatusCode);
            number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
            await BreakAsync(2);
        }

        using var restarted = new TestApplication()
            .With("ConnectionStrings:Connect311", $"Data Source={_application.DatabaseFile}")
            .With("KeyRing:Folder", Path.Combine(Path.GetDirectoryName(_application.DatabaseFile)!, "keys"));
        using var client = restarted.App();
        Assert.Equal(1, await DecidedByAsync(client));
        await AssertHealthAsync(client, "Degraded", 1);

        // A look at what is stored changes nothing about that, and what the lost one decided is still read.
        await restarted.Services.GetRequiredService<CityRefresh>().RefreshAsync(TestContext.Current.CancellationToken);
        await AssertHealthAsync(client, "Degraded", 1);
        using var desk = restarted.Staff("demo-operator");
        var found = await (await desk.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal(2, found.GetProperty("routing").GetProperty("ruleSetVersion").GetInt32());

        using var chief = restarted.Staff("demo-admin");
        var first = await chief.ReadAsync($"{Root}/1");
        Assert.Equal(HttpStatusCode.OK, (await chief.PostJsonAsync($"{Root}/1/publish", first.Headers.ETag!.Tag)).StatusCode);
        await AssertHealthAsync(client, "Healthy", 0);
    }

    [Fact]
    public async Task Damage_to_the_one_in_force_is_noticed_without_a_restart()
    {
        using var app = _application.App();
        Assert.Equal(1, await DecidedByAsync(app));
        var refresh = _application.Services.GetRequiredService<CityRefresh>();
        await refresh.RefreshAsync(TestContext.Current.CancellationToken);
        await AssertHealthAsync(app, "Healthy", 0);

        await BreakAsync(1);
        _application.Time.Advance(CityRefresh.ReadingInterval);
        await TurnsAsync(() => City.IsStale);

        Assert.Equal(1, await DecidedByAsync(app));
        await AssertHealthAsync(app, "Degraded", 1);
    }

    [Fact]
    public async Task Area_sets_are_not_changed_while_the_one_in_force_cannot_be_read()
    {
        using var admin = _application.Staff("demo-admin");
        await BreakAsync(1);
        await (await admin.DeleteNowAsync("/v1/admin/area-sets/beat", "\"0\"")).ProblemAsync(ProblemCode.NotFound);
        var beats = GeoJson.Collection(GeoJson.Feature("7", GeoJson.Square(-74, 40.6, 0.1)));
        await (await admin.PutJsonAsync("/v1/admin/area-sets/beat?code=code", "\"0\"", beats)).ProblemAsync(ProblemCode.CityUnreadable);
    }

    public void Dispose() => _application.Dispose();

    private CurrentCity City => _application.Services.GetRequiredService<CurrentCity>();

    private static async Task<int> DecidedByAsync(HttpClient app) =>
        (await app.SubmittedAsync(Calls.Pothole)).GetProperty("routing").GetProperty("ruleSetVersion").GetInt32();

    private static async Task AssertHealthAsync(HttpClient client, string city, int stale)
    {
        var ready = await client.ReadAsync("/health/ready");
        Assert.Equal((HttpStatusCode.OK, city), (ready.StatusCode, (await ready.JsonAsync()).GetProperty("checks").Text("city")));
        var metric = new Regex($@"connect311_city_stale(\{{[^}}]*\}})? {stale}\b");

        // A scrape is kept for a moment, and answered again.
        while (!metric.IsMatch(await (await client.ReadAsync("/metrics")).TextAsync()))
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Publishes as another node does, of which this one knows nothing yet.</summary>
    private async Task PublishElsewhereAsync(int version)
    {
        var ruleSets = _application.Services.GetRequiredService<RuleSetStore>();
        var seen = await ruleSets.FindAsync(version, TestContext.Current.CancellationToken);
        Assert.True(await ruleSets.PublishAsync(seen!, new(1, 1, 0), Connect311.Api.Staff.Audit.Actor.CommandLine, TestContext.Current.CancellationToken));
    }

    private async Task BreakAsync(int version)
    {
        await using var connection = await _application.Database.OpenAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, await connection.ExecuteAsync(
            "UPDATE CityFile SET Content = '{ \"name\": ' WHERE Name = 'rule-set.json' AND Version = @version;", new { version }));
    }

    /// <summary>Turns the clock on until the server has looked.</summary>
    private async Task TurnsAsync(Func<bool> until)
    {
        while (!until())
        {
            _application.Time.Advance(CityRefresh.Interval);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
