using System.Net;
using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Routing.Backtests;
using Connect311.Tests.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Backtests by the wire: queued, worked on in the background, read, cancelled.</summary>
public sealed class BacktestTests : IDisposable
{
    private const string Route = "/v1/routing/backtests";

    private static readonly string Draft = TestDrafts.BeforeNewYorks("""
        {"id": "holes", "when": {"serviceTypes": ["street-condition.pothole"]}, "assign": {"department": "DPR"}, "reason": {"en": "Holes."}}
        """);

    private readonly TestApplication _application = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_draft_is_tried_in_the_background_and_the_result_names_examples()
    {
        var version = await StoredAsync(holes: 3);
        using var desk = _application.Staff("demo-operator");

        var started = await desk.PostJsonAsync(Route, null, $$"""{"version":{{version}},"examples":2}""");
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        var id = (await started.JsonAsync()).Text("id");
        Assert.Equal($"{Route}/{id}", started.Headers.Location!.OriginalString);
        var done = await EndedAsync(desk, id);

        Assert.Equal("done", done.Text("status"));
        Assert.Equal("""{"version":V,"from":null,"to":null,"serviceTypes":null,"groups":null,"examples":2}""".Replace("V", $"{version}", StringComparison.Ordinal), done.GetProperty("scope").GetRawText());
        Assert.Equal((3, 3), (done.GetProperty("progress").GetProperty("read").GetInt32(), done.GetProperty("progress").GetProperty("total").GetInt32()));
        var result = done.GetProperty("result");
        Assert.Equal((3, 3, 0), (result.GetProperty("compared").GetInt32(), result.GetProperty("moved").GetInt32(), result.GetProperty("changedWithin").GetInt32()));
        var move = result.GetProperty("moves")[0];
        Assert.Equal("DOT DPR 3", $"{move.GetProperty("from").Text("code")} {move.GetProperty("to").Text("code")} {move.GetProperty("requests").GetInt32()}");
        Assert.Equal(2, move.GetProperty("examples").GetArrayLength());
        Assert.StartsWith("311-", move.GetProperty("examples")[0].Text("trackingNumber"), StringComparison.Ordinal);
        Assert.Equal("holes", move.GetProperty("examples")[0].Text("toRule"));
        Assert.Equal([-3, 3], result.GetProperty("queues").EnumerateArray().Select(queue => queue.GetProperty("difference").GetInt32()).Order());
    }

    [Fact]
    public async Task A_call_that_is_sent_twice_starts_one_backtest_and_its_key_stands_for_nothing_else()
    {
        var version = await StoredAsync(holes: 1);
        using var desk = _application.Staff("demo-operator");

        var first = await desk.PostJsonAsync(Route, null, $$"""{"version":{{version}}}""", "a-key");
        var again = await desk.PostJsonAsync(Route, null, $$"""{"version":{{version}}}""", "a-key");
        var other = await desk.PostJsonAsync(Route, null, $$"""{"version":{{version}},"examples":1}""", "a-key");

        Assert.Equal((await first.JsonAsync()).Text("id"), (await again.JsonAsync()).Text("id"));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        await other.ProblemAsync(ProblemCode.KeyReused);
    }

    [Fact]
    public async Task The_document_is_that_of_the_moment_though_the_draft_is_edited_since()
    {
        var version = await StoredAsync(holes: 2);
        using var desk = _application.Staff("demo-admin");
        var lease = await HeldAsync();
        var id = (await (await desk.PostJsonAsync(Route, null, $$"""{"version":{{version}}}""")).JsonAsync()).Text("id");
        await _application.Database.WriteAsync(
            new Write().Run("UPDATE CityFile SET Content = '{}' WHERE Version = @version AND Name = 'rule-set.json' AND Part = 0;", new { version }), Token);

        await _application.Services.GetRequiredService<Leases>().ReleaseAsync(lease, Token);
        _application.Services.GetRequiredService<BacktestRunner>().Wake();

        var done = await EndedAsync(desk, id);
        Assert.Equal((BacktestStatus.Done, 2), (done.Text("status"), done.GetProperty("result").GetProperty("moved").GetInt32()));
        await (await desk.PostJsonAsync(Route, null, $$"""{"version":{{version}}}""")).ProblemAsync(ProblemCode.RuleSetUnreadable);
    }

    [Fact]
    public async Task One_that_waits_is_cancelled_and_one_that_ended_stays_as_it_is()
    {
        var version = await StoredAsync(holes: 1);
        using var desk = _application.Staff("demo-operator");
        var lease = await HeldAsync();
        var id = (await (await desk.PostJsonAsync(Route, null, $$"""{"version":{{version}}}""")).JsonAsync()).Text("id");

        var cancelled = await (await desk.PostJsonAsync($"{Route}/{id}/cancel", null)).JsonAsync();
        await _application.Services.GetRequiredService<Leases>().ReleaseAsync(lease, Token);
        var next = await EndedAsync(desk, (await (await desk.PostJsonAsync(Route, null, $$"""{"version":{{version}}}""")).JsonAsync()).Text("id"));
        var done = await (await desk.PostJsonAsync($"{Route}/{next.Text("id")}/cancel", null)).JsonAsync();

        Assert.Equal("cancelled", cancelled.Text("status"));
        Assert.Equal(JsonValueKind.Null, cancelled.GetProperty("result").ValueKind);
        Assert.Equal("cancelled", (await (await desk.ReadAsync($"{Route}/{id}")).JsonAsync()).Text("status"));
        Assert.Equal("done", done.Text("status"));
    }

    [Fact]
    public async Task The_list_shows_the_newest_first_page_by_page_without_results()
    {
        var version = await StoredAsync(holes: 0);
        using var desk = _application.Staff("demo-operator");
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Insert(0, (await (await desk.PostJsonAsync(Route, null, $$"""{"version":{{version}}}""")).JsonAsync()).Text("id"));
            _application.Time.Advance(TimeSpan.FromMilliseconds(5));
        }

        var first = await (await desk.ReadAsync($"{Route}?limit=2")).JsonAsync();
        var rest = await (await desk.ReadAsync($"{Route}?limit=2&cursor={first.Text("nextCursor")}")).JsonAsync();

        Assert.Equal(ids, first.GetProperty("items").EnumerateArray().Concat(rest.GetProperty("items").EnumerateArray()).Select(one => one.Text("id")));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("nextCursor").ValueKind);
        Assert.All(first.GetProperty("items").EnumerateArray(), one => Assert.Equal(JsonValueKind.Null, one.GetProperty("result").ValueKind));
        Assert.Equal(["/cursor bad-cursor"], await (await desk.ReadAsync($"{Route}?cursor=abc")).FaultsAsync());
    }

    [Theory]
    [InlineData("""{}""", "/version required")]
    [InlineData("""{"version":1,"from":"2026-06-02T00:00:00Z","to":"2026-06-01T00:00:00Z"}""", "/to too-low")]
    [InlineData("""{"version":1,"serviceTypes":["no-such"]}""", "/serviceTypes/0 unknown-service-type")]
    [InlineData("""{"version":1,"groups":["noise","no-such"]}""", "/groups/1 unknown-value")]
    [InlineData("""{"version":1,"examples":101}""", "/examples out-of-range")]
    [InlineData("""{"version":1,"draft":true}""", "/draft unknown-member")]
    public async Task What_cannot_be_asked_for_is_named(string body, string fault)
    {
        using var desk = _application.Staff("demo-operator");
        Assert.Equal([fault], await (await desk.PostJsonAsync(Route, null, body)).FaultsAsync());
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        using var desk = _application.Staff("demo-operator");
        await (await desk.PostJsonAsync(Route, null, """{"version":99}""")).ProblemAsync(ProblemCode.NotFound);
        await (await desk.ReadAsync($"{Route}/{new string('a', 32)}")).ProblemAsync(ProblemCode.NotFound);
        await (await desk.ReadAsync($"{Route}/x")).ProblemAsync(ProblemCode.NotFound);
        await (await desk.PostJsonAsync($"{Route}/{new string('a', 32)}/cancel", null)).ProblemAsync(ProblemCode.NotFound);
    }

    [Fact]
    public async Task Starting_and_cancelling_stand_in_the_audit()
    {
        var version = await StoredAsync(holes: 1);
        using var admin = _application.Staff("demo-admin");
        await HeldAsync();
        var id = (await (await admin.PostJsonAsync(Route, null, $$"""{"version":{{version}}}""")).JsonAsync()).Text("id");
        await admin.PostJsonAsync($"{Route}/{id}/cancel", null);

        var audit = await (await admin.ReadAsync($"/v1/admin/audit?target=backtest:{id}")).JsonAsync();

        Assert.Equal(["cancel-backtest", "start-backtest"], audit.GetProperty("items").EnumerateArray().Select(line => line.Text("action")));
    }

    [Fact]
    public async Task Of_two_servers_one_works_on_it_and_either_tells()
    {
        var version = await StoredAsync(holes: 3);
        using var other = new TestApplication()
            .With("ConnectionStrings:Connect311", $"Data Source={_application.DatabaseFile}")
            .With("KeyRing:Folder", Path.Combine(Path.GetDirectoryName(_application.DatabaseFile)!, "keys"));
        using var here = _application.Staff("demo-operator");
        using var there = other.Staff("demo-operator");
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add((await (await (i % 2 == 0 ? here : there).PostJsonAsync(Route, null, $$"""{"version":{{version}}}""")).JsonAsync()).Text("id"));
        }

        foreach (var id in ids)
        {
            var done = await EndedAsync(there, id);
            Assert.Equal((BacktestStatus.Done, 3), (done.Text("status"), done.GetProperty("result").GetProperty("moved").GetInt32()));
            Assert.Equal(done.GetRawText(), (await (await here.ReadAsync($"{Route}/{id}")).JsonAsync()).GetRawText());
        }

        // Each ran once: every holding of the lease worked on at least one, and none on one that had ended.
        Assert.InRange(
            await _application.Database.FindAsync<int>("SELECT Token FROM Lease WHERE Name = 'backtests';", null, Token), 1, 12);
    }

    [Fact]
    public async Task One_that_waits_when_the_server_stops_is_worked_on_by_the_next()
    {
        var version = await StoredAsync(holes: 2);
        string id;
        using (var desk = _application.Staff("demo-operator"))
        {
            await HeldAsync();
            id = (await (await desk.PostJsonAsync(Route, null, $$"""{"version":{{version}}}""")).JsonAsync()).Text("id");
        }

        using var next = new TestApplication()
            .With("ConnectionStrings:Connect311", $"Data Source={_application.DatabaseFile}")
            .With("KeyRing:Folder", Path.Combine(Path.GetDirectoryName(_application.DatabaseFile)!, "keys"))
            .Replacing(services => services.AddSingleton(new LeaseClock { Offset = 2 * BacktestRunner.LeaseLength }));
        using var later = next.Staff("demo-operator");

        Assert.Equal("done", (await EndedAsync(later, id)).Text("status"));
    }

    public void Dispose() => _application.Dispose();

    /// <summary>Some potholes, and a draft that sends them elsewhere.</summary>
    private async Task<int> StoredAsync(int holes)
    {
        using var app = _application.App();
        for (var i = 0; i < holes; i++)
        {
            await app.SubmittedAsync(Calls.Pothole);
        }

        return await _application.Database.StoreDraftAsync(Draft);
    }

    /// <summary>Holds the lease as another node would, so that nothing is worked on.</summary>
    private async Task<Lease> HeldAsync()
    {
        var leases = _application.Services.GetRequiredService<Leases>();
        var lease = await leases.TakeAsync(BacktestRunner.LeaseName, "another node", BacktestRunner.LeaseLength, Token);
        Assert.NotNull(lease);
        return lease;
    }

    private static async Task<JsonElement> EndedAsync(HttpClient desk, string id)
    {
        while (true)
        {
            var found = await (await desk.ReadAsync($"{Route}/{id}")).JsonAsync();
            if (found.GetProperty("endedAt").ValueKind != JsonValueKind.Null)
            {
                return found;
            }

            await Task.Delay(20, Token);
        }
    }
}
