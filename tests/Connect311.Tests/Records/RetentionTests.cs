using System.Net;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Records;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage;
using Connect311.Tests.Http;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Connect311.Tests.Records;

/// <summary>The law of records, over the wire: periods, holds, and residents who ask to be forgotten.</summary>
public sealed class RetentionTests : IDisposable
{
    private const string Public = "/v1/public/service-requests";
    private const string Report = """
        "contact":{"name":"MARKER Ann","email":"marker@example.org"},"address":{"text":"MARKER Street 5","unit":"MARKER 3"},"answers":{"seen":"MARKER saw it"}
        """;

    private readonly ReroutingTown _town = new();

    /// <summary>How far runs are behind the present: a server's own clocks would tick through all of it.</summary>
    private TimeSpan _later;

    public RetentionTests() => File.WriteAllText(Path.Combine(_town.Folder, "retention.json"), """
        {"source": "assumed", "default": {"contact": "P1Y", "freeText": "P2Y", "request": "P5Y"}, "serviceTypes": {}}
        """);

    [Fact]
    public async Task What_ended_is_erased_step_by_step_and_gone_at_last()
    {
        var (number, key) = await ClosedAsync();
        var open = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West, Report));
        Assert.Equal([], await RunAsync());

        Later(TimeSpan.FromDays(366));
        Assert.Equal(["hole.road contact 1 0 0"], await RunAsync(isDry: true));
        Assert.Equal(["hole.road contact 1 0 0"], await RunAsync());
        Assert.Equal([], await RunAsync());
        Assert.Equal(["contact"], Erased(await SeenAsync(number)));

        Later(TimeSpan.FromDays(366));
        Assert.Equal(["hole.road free-text 1 0 0"], await RunAsync());
        var seen = await SeenAsync(number);
        Assert.DoesNotContain("MARKER", seen.ToString(), StringComparison.Ordinal);
        Assert.Equal(["contact", "own-words", "free-text"], Erased(seen));
        _town.AssertSound();

        Later(TimeSpan.FromDays(366 * 3));
        Assert.Equal(["hole.road request 1 0 0"], await RunAsync());
        using var agent = _town.Application.Staff("demo-agent-ROADS");
        await (await agent.ReadAsync($"/v1/service-requests/{number}")).ProblemAsync(ProblemCode.NotFound);
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        await (await owner.ReadAsync($"{Public}/{number}")).ProblemAsync(ProblemCode.NotFound);
        Assert.Empty((await (await owner.ReadAsync($"{Public}?numbers={number}")).JsonAsync()).GetProperty("items").EnumerateArray());
        await (await owner.PostJsonAsync($"{Public}/{number}/dispute", null, """{"reason":"other","text":"x"}""")).ProblemAsync(ProblemCode.NotFound);
        await (await owner.PostJsonAsync($"{Public}/{number}/withdraw", null, null)).ProblemAsync(ProblemCode.NotFound);
        await (await owner.PostJsonAsync($"{Public}/{number}/forget", null, null)).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(1, (await (await agent.ReadAsync($"/v1/service-requests/{open}")).JsonAsync()).GetProperty("version").GetInt32());
        _town.AssertSound();
    }

    [Fact]
    public async Task A_legal_hold_keeps_all_until_it_ends_and_says_so()
    {
        var (number, key) = await ClosedAsync();
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        Assert.Equal(["/reason required"], await (await supervisor.ActAsync(number, "legal-hold", "\"2\"", "{}")).FaultsAsync());
        await (await supervisor.ActAsync(number, "legal-hold", "\"1\"", """{"reason":"x"}""")).ProblemAsync(ProblemCode.VersionMismatch);
        var held = await (await supervisor.ActAsync(number, "legal-hold", "\"2\"", """{"reason":"Docket 7"}""")).JsonAsync();
        Assert.Equal(_town.Application.Time.GetUtcNow(), held.GetProperty("legalHoldAt").GetDateTimeOffset());
        Assert.Equal(("legal-hold-placed", "Docket 7"), (held.GetProperty("history")[2].Text("event"), held.GetProperty("history")[2].Text("reason")));
        Assert.Equal(3, (await (await supervisor.ActAsync(number, "legal-hold", "\"2\"", """{"reason":"Again"}""")).JsonAsync()).GetProperty("version").GetInt32());

        Later(TimeSpan.FromDays(366));
        Assert.Equal(["hole.road contact 0 1 0"], await RunAsync());
        var asked = await ForgetAsync(number, key);
        Assert.Equal(("legal-hold", 0, 2), (asked.Text("waitsFor"), asked.GetProperty("erased").GetArrayLength(), asked.GetProperty("waiting").GetArrayLength()));
        Assert.Contains("legal matter", asked.Text("message"), StringComparison.Ordinal);
        Assert.Contains("MARKER", (await SeenAsync(number)).ToString(), StringComparison.Ordinal);

        var row = await _town.RowAsync(number);
        Assert.Equal(HttpStatusCode.OK, (await supervisor.ActAsync(number, "legal-hold/end", $"\"{row.Version}\"", """{"reason":"Settled"}""")).StatusCode);
        Assert.Equal([" forgotten 1 0 0", "hole.road contact 1 0 0"], (await RunAsync()).Order());
        _town.AssertSound();
    }

    [Fact]
    public async Task Who_asks_to_be_forgotten_loses_the_contact_at_once_and_the_words_with_the_end()
    {
        var answer = await _town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West, Report));
        var (number, key) = (answer.Text("trackingNumber"), answer.Text("reporterKey"));
        var first = await ForgetAsync(number, key);
        Assert.Equal(("open", "contact", "own-words"), (first.Text("waitsFor"), Assert.Single(first.GetProperty("erased").EnumerateArray()).GetString(), Assert.Single(first.GetProperty("waiting").EnumerateArray()).GetString()));
        var events = (await _town.RowAsync(number)).EventCount;
        Assert.Equal("open", (await ForgetAsync(number, key)).Text("waitsFor"));
        Assert.Equal(events, (await _town.RowAsync(number)).EventCount);
        Assert.Contains("MARKER", (await SeenAsync(number)).ToString(), StringComparison.Ordinal);

        await _town.ActAsync(number, "close", """{"outcome":"fixed","note":"STAFF note."}""");
        Assert.Equal([" forgotten 1 0 0"], await RunAsync());
        var seen = (await SeenAsync(number)).ToString();
        Assert.DoesNotContain("MARKER", seen, StringComparison.Ordinal);
        Assert.Contains("STAFF", seen, StringComparison.Ordinal);
        var done = await ForgetAsync(number, key);
        Assert.Equal((null, 2), (done.GetProperty("waitsFor").GetString(), done.GetProperty("erased").GetArrayLength()));
        _town.AssertSound();
    }

    [Fact]
    public async Task Without_the_key_every_number_answers_alike()
    {
        var (number, _) = await ClosedAsync();
        using var anybody = _town.Application.Anybody();
        await (await anybody.PostJsonAsync($"{Public}/{number}/forget", null, null)).ProblemAsync(ProblemCode.CredentialRequired);
        using var other = _town.Application.ClientFor(ReporterKeys.Header, "wrong");
        await (await other.PostJsonAsync($"{Public}/{number}/forget", null, null)).ProblemAsync(ProblemCode.CredentialRefused);
    }

    [Fact]
    public async Task A_report_whose_values_are_erased_is_still_answered_by_its_key()
    {
        using var app = _town.Application.App();
        var body = ReroutingTown.HoleIn(ReroutingTown.West, Report);
        var first = await app.SubmittedAsync(body, "once");
        await ForgetAsync(first.Text("trackingNumber"), first.Text("reporterKey"));
        Assert.Equal(first.Text("trackingNumber"), (await app.SubmittedAsync(body, "once")).Text("trackingNumber"));
    }

    [Fact]
    public async Task A_records_request_gets_what_is_public_and_a_list_of_what_is_not()
    {
        var body = ReroutingTown.HoleIn(ReroutingTown.West, Report).Replace("A hole.", "A hole. Call 212-555-0142 or ann@example.org.", StringComparison.Ordinal);
        var number = await _town.SubmitAsync(body);
        await _town.ActAsync(number, "notes", """{"text":"SECRET note"}""");
        await _town.ActAsync(number, "updates", """{"text":"We come on Monday."}""");
        var export = _town.Application.Services.GetRequiredService<RecordExport>();
        var record = await export.MakeAsync(new(ReroutingTown.IdOf(number)), TestContext.Current.CancellationToken);

        var json = JsonSerializer.Serialize(record, Json.Options);
        Assert.Equal("A hole. Call [withheld] or [withheld].", record!.Description);
        Assert.Equal("We come on Monday.", record.History[2].Text);
        Assert.DoesNotContain("SECRET", json, StringComparison.Ordinal);
        Assert.DoesNotContain("MARKER Ann", json, StringComparison.Ordinal);
        Assert.DoesNotContain("MARKER 3", json, StringComparison.Ordinal);
        Assert.DoesNotContain("demo-", json, StringComparison.Ordinal);
        Assert.Equal(
            [("actors", 3), ("contact", 1), ("notes of staff", 1), ("phone numbers, mail addresses and plates in description", 2)],
            record.Withheld.Select(line => (line.What, line.Count)).OrderBy(line => line.What, StringComparer.Ordinal));
        Assert.All(record.Withheld, line => Assert.Contains("Public Officers Law", line.Law, StringComparison.Ordinal));
        Assert.Null(await export.MakeAsync(new(42), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_records_request_gets_what_the_public_page_tells_of_its_course()
    {
        var number = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await _town.ActAsync(number, "start");
        await _town.ActAsync(number, "wait", """{"waitingFor":"weather"}""");
        await _town.ActAsync(number, "resume");
        await _town.ActAsync(number, "transfer", """{"department":"DIGGERS","reason":"wrong-department","note":"SECRET"}""");
        var record = await _town.Application.Services.GetRequiredService<RecordExport>().MakeAsync(new(ReroutingTown.IdOf(number)), TestContext.Current.CancellationToken);

        Assert.Equal("weather", record!.History[2].WaitingFor);
        var sent = record.History[4];
        Assert.Equal(("transferred", "ROADS", "DIGGERS", "wrong-department"), (sent.Event, sent.From, sent.Department, sent.Reason));
        Assert.Equal(["actors", "notes of staff"], record.Withheld.Select(line => line.What).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("hole.road", "", "MARKER Street 5")]
    [InlineData("lamp.out", ",\"answers\":{\"pole\":\"7\"}", null)]
    public async Task An_export_shows_no_address_of_a_type_whose_places_are_rounded(string type, string more, string? address)
    {
        var number = await _town.SubmitAsync($$"""
            {"serviceType":"{{type}}","description":"It is out.","location":{{ReroutingTown.West}},"address":{"text":"MARKER Street 5"}{{more}}}
            """);
        var record = await _town.Application.Services.GetRequiredService<RecordExport>().MakeAsync(new(ReroutingTown.IdOf(number)), TestContext.Current.CancellationToken);
        Assert.Equal(address, record!.Address);
        Assert.Equal(address is null ? ["actors", "address", "exact place"] : ["actors"], record.Withheld.Select(line => line.What).Order(StringComparer.Ordinal));
        Assert.Equal(address is not null, record.Place is { Precision: "exact" });
    }

    [Fact]
    public async Task What_is_disputed_is_forgotten_once_that_is_decided()
    {
        var (number, key) = await ClosedAsync();
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        await owner.PostJsonAsync($"{Public}/{number}/dispute", null, """{"reason":"not-fixed","text":"MARKER again."}""");
        Assert.Equal("open", (await ForgetAsync(number, key)).Text("waitsFor"));
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        var row = await _town.RowAsync(number);
        await (await supervisor.ActAsync(number, "dispute/reject", $"\"{row.Version}\"", """{"sentence":"It is filled."}""")).JsonAsync();
        Assert.Equal([" forgotten 1 0 0"], await RunAsync());
        Assert.DoesNotContain("MARKER again", (await SeenAsync(number)).ToString(), StringComparison.Ordinal);
        _town.AssertSound();
    }

    [Fact]
    public async Task A_dry_run_tells_what_the_run_does()
    {
        var (old, oldKey) = await ClosedAsync();
        await ForgetAsync(old, oldKey);
        var wishes = new List<string>();
        foreach (var _ in new[] { 1, 2 })
        {
            var wish = await _town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West, Report));
            await ForgetAsync(wish.Text("trackingNumber"), wish.Text("reporterKey"));
            wishes.Add(wish.Text("trackingNumber"));
        }

        await _town.ActAsync(wishes[0], "close", """{"outcome":"fixed"}""");
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        var (held, heldKey) = await ClosedAsync();
        await ActAsync(supervisor, held, "legal-hold", """{"reason":"Docket 7"}""");
        await ForgetAsync(held, heldKey);
        await AssertAlikeAsync(" forgotten 1 1 1");

        Later(TimeSpan.FromDays(366 * 2));
        await AssertAlikeAsync(" forgotten 0 1 1", "hole.road contact 0 1 0", "hole.road free-text 2 1 0");
        await _town.ActAsync(wishes[1], "close", """{"outcome":"fixed"}""");
        await AssertAlikeAsync(" forgotten 0 1 0", "hole.road contact 0 1 0", "hole.road free-text 1 1 0");
        Later(TimeSpan.FromDays(366 * 3));
        await AssertAlikeAsync(" forgotten 0 1 0", "hole.road request 3 1 0");
        _town.AssertSound();

        async Task AssertAlikeAsync(params string[] lines)
        {
            Assert.Equal(lines, (await RunAsync(isDry: true)).Order(StringComparer.Ordinal));
            Assert.Equal(lines, (await RunAsync()).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_period_that_does_what_the_resident_asked_for_leaves_nothing_to_do()
    {
        var (number, key) = await ClosedAsync();
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        await supervisor.ActAsync(number, "legal-hold", "\"2\"", """{"reason":"Docket 7"}""");
        await ForgetAsync(number, key);
        await supervisor.ActAsync(number, "legal-hold/end", "\"4\"", """{"reason":"Settled"}""");
        Later(TimeSpan.FromDays(366 * 2));
        string[] lines = ["hole.road contact 1 0 0", "hole.road free-text 1 0 0"];
        Assert.Equal(lines, await RunAsync(isDry: true));
        Assert.Equal(lines, (await RunAsync()).Order());
        Assert.Null((await _town.RowAsync(number)).ForgetAskedAt);
        Assert.Equal([], await RunAsync());
        _town.AssertSound();
    }

    [Fact]
    public async Task What_the_catalogue_has_no_more_has_the_periods_of_all()
    {
        var database = _town.Application.Database;
        var request = await database.StoredAsync(TestRequests.NewRequest(serviceType: "gone.type", wantsNotice: true));
        Assert.True(await database.ActAsync(request.Row.Id, Lifecycle.Close, "fixed"));
        Later(TimeSpan.FromDays(366));
        Assert.Equal(["gone.type contact 1 0 0"], await RunAsync(isDry: true));
        Assert.Equal(["gone.type contact 1 0 0"], await RunAsync());
        Later(TimeSpan.FromDays(366 * 4));
        Assert.Equal(["gone.type request 1 0 0"], await RunAsync());
        Assert.True((await database.RowAsync(request.Row.Id)).IsGone);
    }

    [Fact]
    public async Task What_a_forgotten_resident_says_later_goes_with_the_next_wish_or_the_period()
    {
        var (number, key) = await ClosedAsync();
        Assert.Equal(2, (await ForgetAsync(number, key)).GetProperty("erased").GetArrayLength());
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        await owner.PostJsonAsync($"{Public}/{number}/dispute", null, """{"reason":"not-fixed","text":"MARKER again."}""");
        Assert.Equal("open", (await ForgetAsync(number, key)).Text("waitsFor"));
        await ActAsync(supervisor, number, "dispute/uphold", null);
        await _town.CorrectedAsync(number, """{"address":{"text":"MARKER 6","unit":"MARKER 4"},"answers":{"size":"big","seen":"MARKER saw it"}}""");
        Assert.Equal(1, await ContactsAsync());
        Assert.Equal([" forgotten 0 0 1"], await RunAsync());
        Assert.Equal(0, await ContactsAsync());
        await _town.ActAsync(number, "close", """{"outcome":"fixed","note":"STAFF note."}""");
        Assert.Equal([" forgotten 1 0 0"], await RunAsync());
        using var digger = _town.Application.Staff("demo-agent-DIGGERS");
        var seen = await (await digger.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.DoesNotContain("MARKER", seen.ToString().Replace("MARKER of staff", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("STAFF note", seen.ToString(), StringComparison.Ordinal);
        Assert.Equal(["contact", "own-words"], Erased(seen));
        Assert.Equal(0, await OfRequestAsync("SELECT COUNT(*) FROM EventDetail d JOIN ServiceRequestEvent e ON e.Position = d.Position WHERE e.RequestId = @value AND d.Content LIKE '%MARKER 6%';"));

        Later(TimeSpan.FromDays(366 * 2));
        Assert.Equal(["hole.road free-text 1 0 0"], await RunAsync());
        using var diggers = _town.Application.Staff("demo-supervisor-DIGGERS");
        await ActAsync(diggers, number, "reopen", """{"reason":"STAFF reason."}""");
        await ActAsync(diggers, number, "close", """{"outcome":"fixed"}""");
        Assert.Equal([], await RunAsync());
        Later(TimeSpan.FromDays(366 * 2));
        Assert.Equal(["hole.road free-text 1 0 0"], await RunAsync());
        Assert.DoesNotMatch("STAFF|MARKER", (await (await digger.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).ToString());
        _town.AssertSound();

        Task<int> ContactsAsync() => OfRequestAsync("SELECT COUNT(*) FROM Contact WHERE RequestId = @value;");

        Task<int> OfRequestAsync(string sql) => _town.Application.Database.CountAsync(sql, ReroutingTown.IdOf(number));
    }

    [Fact]
    public async Task Under_a_legal_hold_the_apartment_is_not_written_over()
    {
        var number = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West, Report));
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        await ActAsync(supervisor, number, "legal-hold", """{"reason":"Docket 7"}""");
        await (await supervisor.CorrectAsync(number, "\"2\"", """{"address":{"text":"MARKER 6","unit":"4"}}""")).ProblemAsync(ProblemCode.LegallyHeld);
        Assert.Equal("MARKER 3", (await ContactAsync()).Text("unit"));

        // The same apartment is lost by none, and all else stands in the history as it was.
        await _town.CorrectedAsync(number, """{"address":{"text":"MARKER 6","unit":"MARKER 3"}}""");
        await ActAsync(supervisor, number, "legal-hold/end", """{"reason":"Settled"}""");
        await _town.CorrectedAsync(number, """{"address":{"text":"MARKER 6","unit":"4"}}""");
        Assert.Equal("4", (await ContactAsync()).Text("unit"));
        _town.AssertSound();

        async Task<JsonElement> ContactAsync() => await (await supervisor.ReadAsync($"/v1/service-requests/{number}/contact")).JsonAsync();
    }

    public void Dispose() => _town.Dispose();

    private async Task ActAsync(HttpClient client, string number, string action, string? body) => Assert.Equal(
        HttpStatusCode.OK, (await client.ActAsync(number, action, $"\"{(await _town.RowAsync(number)).Version}\"", body)).StatusCode);

    private void Later(TimeSpan time) => _later += time;

    private async Task<IReadOnlyList<string>> RunAsync(bool isDry = false)
    {
        var services = _town.Application.Services;
        var (store, requests) = (services.GetRequiredService<RecordStore>(), services.GetRequiredService<StaffStore>());
        var time = new FakeTimeProvider(_town.Application.Time.GetUtcNow() + _later);
        var run = new RetentionRun(
            store, requests, new(store, requests, time), services.GetRequiredService<Leases>(), services.GetRequiredService<CurrentCity>(), time);
        var report = await run.RunAsync(isDry, "test", _ => { }, TestContext.Current.CancellationToken);
        return [.. report!.Counts.Select(line => $"{line.Type} {line.What} {line.Count.Erased} {line.Count.Held} {line.Count.Waiting}")];
    }

    private static IEnumerable<string?> Erased(JsonElement seen) => seen.GetProperty("erased").EnumerateArray().Select(code => code.GetString());

    private async Task<JsonElement> SeenAsync(string number)
    {
        using var agent = _town.Application.Staff("demo-agent-ROADS");
        return await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
    }

    private async Task<JsonElement> ForgetAsync(string number, string key)
    {
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        var answer = await owner.PostJsonAsync($"{Public}/{number}/forget", null, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    private async Task<(string Number, string Key)> ClosedAsync()
    {
        var answer = await _town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West, Report));
        await _town.ActAsync(answer.Text("trackingNumber"), "close", """{"outcome":"fixed","note":"MARKER of staff"}""");
        return (answer.Text("trackingNumber"), answer.Text("reporterKey"));
    }
}
