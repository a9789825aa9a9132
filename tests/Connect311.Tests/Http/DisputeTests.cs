using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>Whoever reported something disputes how it was closed; a supervisor decides.</summary>
public sealed class DisputeTests : IDisposable
{
    private const string Public = "/v1/public/service-requests";
    private const string NotFixed = """{"reason":"not-fixed","text":"MARKER: the hole is there."}""";

    private readonly ReroutingTown _town = new();

    [Fact]
    public async Task A_dispute_that_is_upheld_opens_the_request_again_with_its_clock_and_history()
    {
        var (number, key) = await ClosedAsync();
        var before = await _town.RowAsync(number);
        _town.Application.Time.Skip(TimeSpan.FromDays(14));
        var disputed = await (await DisputeAsync(number, key, NotFixed)).JsonAsync();
        Assert.Equal(("closed", "open", "not-fixed"), (disputed.Text("status"), disputed.GetProperty("dispute").Text("state"), disputed.GetProperty("dispute").Text("reason")));
        Assert.Equal(before.ClosedAt, disputed.GetProperty("closedAt").GetDateTimeOffset());

        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        var listed = await (await supervisor.ReadAsync("/v1/departments/ROADS/disputes")).JsonAsync();
        Assert.Equal(number, Assert.Single(listed.GetProperty("items").EnumerateArray()).Text("trackingNumber"));
        var upheld = await (await supervisor.ActAsync(number, "dispute/uphold", "\"3\"")).JsonAsync();
        Assert.Equal(("assigned", 1, 4), (upheld.Text("status"), upheld.GetProperty("reopenCount").GetInt32(), upheld.GetProperty("history").GetArrayLength()));
        Assert.Equal(before.DueAt, (await _town.RowAsync(number)).DueAt);
        Assert.Equal(("disputed", "not-fixed", "MARKER: the hole is there."),
            (upheld.GetProperty("history")[2].Text("event"), upheld.GetProperty("history")[2].Text("reason"), upheld.GetProperty("history")[2].Text("text")));
        Assert.Empty((await (await supervisor.ReadAsync("/v1/departments/ROADS/disputes")).JsonAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal("upheld", (await SeenAsync(number, key)).GetProperty("dispute").Text("state"));
        _town.AssertSound();
    }

    [Fact]
    public async Task A_dispute_that_is_rejected_tells_its_owner_alone_why()
    {
        var (number, key) = await ClosedAsync();
        await DisputeAsync(number, key, NotFixed);
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        Assert.Equal(["/sentence required"], await (await supervisor.ActAsync(number, "dispute/reject", "\"3\"", "{}")).FaultsAsync());
        var before = await _town.RowAsync(number);
        await (await supervisor.ActAsync(number, "dispute/reject", "\"3\"", """{"sentence":"SENTENCE: it is the site's."}""")).JsonAsync();
        var after = await _town.RowAsync(number);
        Assert.Equal((before.ClosedAt, before.Outcome, null), (after.ClosedAt, after.Outcome, after.DisputedAt));

        var own = (await SeenAsync(number, key)).GetProperty("dispute");
        Assert.Equal(("rejected", "SENTENCE: it is the site's."), (own.Text("state"), own.Text("sentence")));
        using var anybody = _town.Application.Anybody();
        var others = await (await anybody.ReadAsync($"{Public}/{number}")).TextAsync();
        Assert.DoesNotContain("MARKER", others, StringComparison.Ordinal);
        Assert.DoesNotContain("SENTENCE", others, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonSerializer.Deserialize<JsonElement>(others).GetProperty("dispute").ValueKind);

        await (await supervisor.ActAsync(number, "dispute/uphold", "\"4\"")).ProblemAsync(ProblemCode.NoDispute);
        Assert.Equal(HttpStatusCode.OK, (await DisputeAsync(number, key, NotFixed)).StatusCode);
        await (await DisputeAsync(number, key, """{"reason":"other","text":"Which site?"}""")).ProblemAsync(ProblemCode.DisputeLimit);
        Assert.Equal(after.Version, (await _town.RowAsync(number)).Version);
        _town.AssertSound();
    }

    [Fact]
    public async Task Each_closing_may_be_disputed_anew()
    {
        var (number, key) = await ClosedAsync();
        await DisputeAsync(number, key, NotFixed);
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        await (await supervisor.ActAsync(number, "dispute/reject", "\"3\"", """{"sentence":"It is filled."}""")).JsonAsync();
        Assert.Equal(HttpStatusCode.OK, (await supervisor.ActAsync(number, "reopen", "\"4\"", """{"reason":"It sank."}""")).StatusCode);
        Assert.Equal("rejected", (await SeenAsync(number, key)).GetProperty("dispute").Text("state"));
        await _town.ActAsync(number, "close", """{"outcome":"fixed"}""");
        var anew = await (await DisputeAsync(number, key, NotFixed)).JsonAsync();
        Assert.Equal("open", anew.GetProperty("dispute").Text("state"));
        await (await supervisor.ActAsync(number, "dispute/reject", "\"7\"", """{"sentence":"It is filled."}""")).JsonAsync();
        await (await DisputeAsync(number, key, """{"reason":"other","text":"x"}""")).ProblemAsync(ProblemCode.DisputeLimit);
        _town.AssertSound();
    }

    [Fact]
    public async Task A_city_may_let_a_closing_be_disputed_twice()
    {
        using var town = new ReroutingTown("at-once", application => application.With("Disputes:PerClosing", "2"));
        var answer = await town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var number = answer.Text("trackingNumber");
        await town.ActAsync(number, "close", """{"outcome":"fixed"}""");
        using var owner = town.Application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey"));
        using var supervisor = town.Application.Staff("demo-supervisor-ROADS");
        foreach (var (text, version) in new[] { ("one", 3), ("two", 5) })
        {
            Assert.Equal(HttpStatusCode.OK, (await owner.PostJsonAsync($"{Public}/{number}/dispute", null, $$"""{"reason":"other","text":"{{text}}"}""")).StatusCode);
            await (await supervisor.ActAsync(number, "dispute/reject", $"\"{version}\"", """{"sentence":"No."}""")).JsonAsync();
        }

        await (await owner.PostJsonAsync($"{Public}/{number}/dispute", null, """{"reason":"other","text":"three"}""")).ProblemAsync(ProblemCode.DisputeLimit);
    }

    [Fact]
    public async Task A_request_that_is_opened_again_before_anybody_decided_upholds_nothing()
    {
        var (number, key) = await ClosedAsync();
        await DisputeAsync(number, key, NotFixed);
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        Assert.Equal(HttpStatusCode.OK, (await supervisor.ActAsync(number, "reopen", "\"3\"", """{"reason":"Another crew has to look."}""")).StatusCode);
        var own = (await SeenAsync(number, key)).GetProperty("dispute");
        Assert.Equal(("reopened", JsonValueKind.Null), (own.Text("state"), own.GetProperty("sentence").ValueKind));
    }

    [Fact]
    public async Task The_same_may_come_twice_and_another_waits_for_the_decision()
    {
        var (number, key) = await ClosedAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DisputeAsync(number, key, NotFixed)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await (await DisputeAsync(number, key, """{"reason":"came-back","text":"Again."}""")).ProblemAsync(ProblemCode.NotDisputable);
        Assert.Equal(3, (await _town.RowAsync(number)).EventCount);
    }

    [Fact]
    public async Task What_is_open_or_long_closed_is_not_disputed()
    {
        var (number, key) = await ClosedAsync();
        _town.Application.Time.Skip(TimeSpan.FromDays(14) + TimeSpan.FromSeconds(1));
        await (await DisputeAsync(number, key, NotFixed)).ProblemAsync(ProblemCode.NotDisputable);
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        Assert.Equal(HttpStatusCode.OK, (await supervisor.ActAsync(number, "reopen", "\"2\"", """{"reason":"It sank."}""")).StatusCode);
        await (await DisputeAsync(number, key, NotFixed)).ProblemAsync(ProblemCode.TransitionNotAllowed);
        using var anybody = _town.Application.Anybody();
        await (await anybody.PostJsonAsync($"{Public}/{number}/dispute", null, NotFixed)).ProblemAsync(ProblemCode.CredentialRequired);
    }

    [Theory]
    [InlineData("{}", "/reason required", "/text required")]
    [InlineData("""{"reason":"angry","text":"x"}""", "/reason unknown-value")]
    [InlineData("""{"reason":"other","text":"x","note":"y"}""", "/note unknown-member")]
    public async Task A_faulty_dispute_is_refused_by_field(string body, params string[] faults)
    {
        var (number, key) = await ClosedAsync();
        Assert.Equal(faults, await (await DisputeAsync(number, key, body)).FaultsAsync());
    }

    [Fact]
    public async Task The_list_is_paged_from_the_oldest_on()
    {
        var numbers = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var (number, key) = await ClosedAsync();
            await DisputeAsync(number, key, NotFixed);
            numbers.Add(number);
        }

        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        var read = new List<string>();
        for (var path = "/v1/departments/ROADS/disputes?limit=2"; path.Length > 0;)
        {
            var page = await (await supervisor.ReadAsync(path)).JsonAsync();
            read.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber")!));
            path = page.GetProperty("nextCursor").GetString() is { } next ? $"/v1/departments/ROADS/disputes?limit=2&cursor={next}" : "";
        }

        Assert.Equal(numbers, read);
        Assert.Equal(["/cursor bad-cursor", "/limit out-of-range"], (await (await supervisor.ReadAsync("/v1/departments/ROADS/disputes?cursor=x&limit=0")).FaultsAsync()).Order());
    }

    public void Dispose() => _town.Dispose();

    private Task<HttpResponseMessage> DisputeAsync(string number, string key, string body)
    {
        var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        return owner.PostJsonAsync($"{Public}/{number}/dispute", null, body);
    }

    private async Task<JsonElement> SeenAsync(string number, string key)
    {
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        return await (await owner.ReadAsync($"{Public}/{number}")).JsonAsync();
    }

    private async Task<(string Number, string Key)> ClosedAsync()
    {
        var answer = await _town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await _town.ActAsync(answer.Text("trackingNumber"), "close", """{"outcome":"fixed"}""");
        return (answer.Text("trackingNumber"), answer.Text("reporterKey"));
    }
}
