using System.Net;
using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Triage.Holds;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Reports that wait for an operator because of who sends them, or from where.</summary>
public sealed class HoldTests : IDisposable
{
    private const string Path = "/v1/holds";

    private readonly ReroutingTown _town = new();
    private readonly HttpClient _supervisor;
    private readonly HttpClient _operator;

    public HoldTests() => (_supervisor, _operator) = (_town.Application.Staff("demo-supervisor-ROADS"), _town.Application.Staff("demo-operator"));

    [Fact]
    public async Task A_held_report_is_stored_and_waits_for_an_operator_who_releases_it()
    {
        var hold = await HoldAsync("email", "Ana@Example.org");
        var submitted = await _town.SubmittedAsync(HoleBy("ana@example.ORG"));
        var number = submitted.Text("trackingNumber");

        Assert.Equal(("submitted", true, "311"), (submitted.Text("status"), submitted.GetProperty("open").GetBoolean(), submitted.GetProperty("department").Text("code")));
        Assert.Equal("A member of staff looks at the report first.", submitted.GetProperty("routing").Text("reason"));
        Assert.Equal(TestApplication.Noon, submitted.GetProperty("receivedAt").GetDateTimeOffset());
        var seen = await (await _operator.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal((hold.Text("id"), "email", "Forty since Monday."), (seen.GetProperty("hold").Text("id"), seen.GetProperty("hold").Text("kind"), seen.GetProperty("hold").Text("reason")));
        Assert.Equal(["release", "cancel"], seen.GetProperty("actions").EnumerateArray().Select(action => action.GetString()));
        Assert.Contains(number, await QueueAsync(_operator, "311", "?status=submitted"));

        _town.Application.Time.Advance(TimeSpan.FromHours(5));
        var released = await (await _operator.ActAsync(number, "release", "\"1\"", """{"note":"A real one."}""")).JsonAsync();
        Assert.Equal(("assigned", "ROADS", 2), (released.Text("status"), released.GetProperty("department").Text("code"), released.GetProperty("version").GetInt32()));
        Assert.Equal(("released", "A real one."), (released.GetProperty("history")[1].Text("event"), released.GetProperty("history")[1].Text("note")));
        Assert.Equal("The west has roads.", released.GetProperty("routing").Text("reason"));
        Assert.Equal(JsonValueKind.Null, released.GetProperty("hold").ValueKind);
        Assert.Contains(number, await QueueAsync(_supervisor, "ROADS", ""));
        _town.AssertSound();
    }

    [Fact]
    public async Task It_runs_by_the_same_clock_as_one_that_was_not_held()
    {
        var ordinary = await _town.SubmittedAsync(HoleBy("ben@example.org"));
        await HoldAsync("email", "ana@example.org");
        var held = await _town.SubmittedAsync(HoleBy("ana@example.org"));
        Assert.Equal(ordinary.GetProperty("dueAt").GetDateTimeOffset(), held.GetProperty("dueAt").GetDateTimeOffset());

        _town.Application.Time.Skip(TimeSpan.FromHours(30));
        var released = await (await _operator.ActAsync(held.Text("trackingNumber"), "release", "\"1\"")).JsonAsync();
        Assert.Equal(ordinary.GetProperty("dueAt").GetDateTimeOffset(), released.GetProperty("dueAt").GetDateTimeOffset());
        Assert.Equal(TestApplication.Noon, released.GetProperty("receivedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Nobody_outside_hears_of_the_hold()
    {
        await HoldAsync("phone", "+12125550123");
        using var app = _town.Application.App();
        var submitted = await app.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West, """ "contact":{"phone":"+12125550123"} """), "a-key");
        var number = submitted.Text("trackingNumber");
        using var anybody = _town.Application.Anybody();
        var texts = submitted.GetRawText() + await (await anybody.ReadAsync($"/v1/public/service-requests/{number}")).TextAsync()
            + await (await anybody.ReadAsync($"/v1/public/service-requests/{number}/history/proof")).TextAsync();

        Assert.Contains("\"submitted\"", texts, StringComparison.Ordinal);
        foreach (var word in (string[])["hold", "held", "Forty", "abuse"])
        {
            Assert.DoesNotContain(word, texts, StringComparison.OrdinalIgnoreCase);
        }

        var replayed = await app.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West, """ "contact":{"phone":"+12125550123"} """), "a-key");
        Assert.Equal(submitted.GetRawText(), replayed.GetRawText());
    }

    [Fact]
    public async Task Only_operators_decide_about_it()
    {
        await HoldAsync("email", "ana@example.org");
        var number = await _town.SubmitAsync(HoleBy("ana@example.org"));
        await (await _supervisor.ActAsync(number, "release", "\"1\"")).ProblemAsync(ProblemCode.Forbidden);
        await (await _supervisor.ActAsync(number, "cancel", "\"1\"", """{"outcome":"abuse","note":"x"}""")).ProblemAsync(ProblemCode.Forbidden);
        await (await _operator.ActAsync(number, "start", "\"1\"")).ProblemAsync(ProblemCode.TransitionNotAllowed);
        await (await _operator.ActAsync(number, "release", "\"2\"")).ProblemAsync(ProblemCode.VersionMismatch);
        await (await _operator.ActAsync(number, "release", "\"1\"", """{"notes":"x"}""")).ProblemAsync(ProblemCode.ValidationFailed);
        var refused = await (await _operator.ActAsync(number, "cancel", "\"1\"", """{"outcome":"abuse","note":"An advertisement."}""")).JsonAsync();
        Assert.Equal(("cancelled", "abuse"), (refused.Text("status"), refused.Text("outcome")));
        await (await _operator.ActAsync(number, "release", "\"2\"")).ProblemAsync(ProblemCode.TransitionNotAllowed);
        _town.AssertSound();
    }

    [Fact]
    public async Task A_correction_sets_it_right_and_does_not_release_it()
    {
        await HoldAsync("email", "ana@example.org");
        var number = await _town.SubmitAsync(HoleBy("ana@example.org"));
        var corrected = await (await _operator.CorrectAsync(number, "\"1\"", """{"answers":{"size":"big"}}""")).JsonAsync();
        Assert.Equal(("submitted", "311"), (corrected.Text("status"), corrected.GetProperty("department").Text("code")));

        var released = await (await _operator.ActAsync(number, "release", "\"2\"")).JsonAsync();
        Assert.Equal(("assigned", "DIGGERS", 2), (released.Text("status"), released.GetProperty("department").Text("code"), released.GetProperty("priority").GetInt32()));
        _town.AssertSound();
    }

    [Fact]
    public async Task An_external_department_hears_of_it_when_it_is_released()
    {
        await HoldAsync("email", "ana@example.org");
        var number = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.East, """ "contact":{"email":"ana@example.org"} """));
        Assert.Equal(0, await ForwardsAsync(number));
        Assert.Equal(HttpStatusCode.OK, (await _operator.ActAsync(number, "release", "\"1\"")).StatusCode);
        Assert.Equal(1, await ForwardsAsync(number));

        Task<int> ForwardsAsync(string of) =>
            _town.Application.Database.CountAsync("SELECT COUNT(*) FROM Outbox WHERE RequestId = @value AND Kind = 'forward';", ReroutingTown.IdOf(of));
    }

    [Fact]
    public async Task What_the_rules_give_the_operators_is_released_to_them()
    {
        await HoldAsync("address", "1 Main Street");
        var number = await _town.SubmitAsync($$"""{"serviceType":"unlisted","description":"What?","location":{{ReroutingTown.West}},"address":{"text":"1, main STREET."} }""");
        var released = await (await _operator.ActAsync(number, "release", "\"1\"")).JsonAsync();
        Assert.Equal(("assigned", "311"), (released.Text("status"), released.GetProperty("department").Text("code")));
        _town.AssertSound();
    }

    [Theory]
    [InlineData("1, main STREET.", "submitted")]
    [InlineData("1  Main\u00a0Street", "submitted")]
    [InlineData("11 Main Street", "assigned")]
    [InlineData("1 Main Street, rear", "assigned")]
    public async Task An_address_is_the_same_if_its_words_are(string address, string status)
    {
        await HoldAsync("address", " 1 Main Street".Trim());
        var submitted = await _town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West, $$""" "address":{"text":{{JsonSerializer.Serialize(address)}}} """));
        Assert.Equal(status, submitted.Text("status"));
    }

    [Fact]
    public async Task What_speaks_of_danger_stands_first_and_its_sender_is_told_what_to_do()
    {
        await HoldAsync("email", "ana@example.org");
        await _town.SubmitAsync(HoleBy("ana@example.org"));
        var submitted = await _town.SubmittedAsync(HoleBy("ana@example.org").Replace("A hole.", "I smell a gas leak.", StringComparison.Ordinal));
        Assert.NotNull(submitted.Text("notice"));
        Assert.Equal(submitted.Text("trackingNumber"), (await QueueAsync(_operator, "311", "?status=submitted"))[0]);
    }

    [Fact]
    public async Task A_hold_ends_by_itself_or_when_somebody_ends_it_and_what_waits_goes_on_waiting()
    {
        var hold = await HoldAsync("email", "ana@example.org");
        var id = hold.Text("id");
        var number = await _town.SubmitAsync(HoleBy("ana@example.org"));
        await (await _supervisor.PostJsonAsync($"{Path}/{id}/end", "\"2\"")).ProblemAsync(ProblemCode.VersionMismatch);
        await (await _supervisor.PostJsonAsync($"{Path}/{id}/end", null)).ProblemAsync(ProblemCode.VersionRequired);
        var ended = await (await _supervisor.PostJsonAsync($"{Path}/{id}/end", "\"1\"")).JsonAsync();
        Assert.Equal((false, "demo-supervisor-ROADS", 1), (ended.GetProperty("active").GetBoolean(), ended.Text("endedBy"), ended.GetProperty("waiting").GetInt32()));
        Assert.Equal(JsonValueKind.Null, ended.GetProperty("value").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await (await _operator.ReadAsync($"{Path}/{id}/subject")).JsonAsync()).GetProperty("value").ValueKind);
        Assert.Equal(HttpStatusCode.OK, (await _supervisor.PostJsonAsync($"{Path}/{id}/end", "\"2\"")).StatusCode);
        Assert.Equal("submitted", (await _town.RowAsync(number)).Status);
        Assert.Equal("assigned", (await _town.SubmittedAsync(HoleBy("ana@example.org"))).Text("status"));

        var over = (await HoldAsync("email", "ana@example.org")).Text("id");
        _town.Application.Services.GetRequiredService<LeaseClock>().Offset = TimeSpan.FromDays(3);
        await _town.Application.Services.GetRequiredService<ActiveHolds>().RefreshAsync(TestContext.Current.CancellationToken);
        Assert.Equal("assigned", (await _town.SubmittedAsync(HoleBy("ana@example.org"))).Text("status"));
        Assert.Equal(JsonValueKind.Null, (await (await _operator.ReadAsync($"{Path}/{over}")).JsonAsync()).GetProperty("value").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await (await _operator.ReadAsync($"{Path}/{over}/subject")).JsonAsync()).GetProperty("value").ValueKind);
    }

    [Fact]
    public async Task What_is_held_already_is_refused_with_the_hold_that_is_there()
    {
        var hold = await HoldAsync("address", "10 Main Street");
        var again = await (await _operator.PostJsonAsync(Path, null, Body("address", "10, main STREET"))).ProblemAsync(ProblemCode.AlreadyHeld);
        Assert.Equal(hold.Text("id"), again.Text("hold"));
        Assert.Single((await (await _operator.ReadAsync(Path)).JsonAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.OK, (await _supervisor.PostJsonAsync($"{Path}/{hold.Text("id")}/end", "\"1\"")).StatusCode);
        await HoldAsync("address", "10 MAIN STREET");
    }

    [Fact]
    public async Task Whom_it_is_about_is_shown_by_its_ends_and_read_only_with_a_line_in_the_audit()
    {
        var hold = await HoldAsync("email", "ana@example.org");
        Assert.Equal("an…rg", hold.Text("value"));
        var listed = await (await _operator.ReadAsync(Path)).TextAsync();
        Assert.Contains(hold.Text("id"), listed, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", listed, StringComparison.OrdinalIgnoreCase);

        var subject = await (await _operator.ReadAsync($"{Path}/{hold.Text("id")}/subject")).JsonAsync();
        Assert.Equal("ana@example.org", subject.Text("value"));
        using var admin = _town.Application.Staff("demo-admin");
        var lines = await (await admin.ReadAsync($"/v1/admin/audit?target=hold:{hold.Text("id")}")).JsonAsync();
        Assert.Equal(["read-hold", "add-hold"], lines.GetProperty("items").EnumerateArray().Select(line => line.Text("action")));
        Assert.DoesNotContain("example", lines.GetRawText(), StringComparison.Ordinal);
        await (await _operator.ReadAsync($"{Path}/nobody/subject")).ProblemAsync(ProblemCode.NotFound);
    }

    [Fact]
    public async Task A_page_of_holds_goes_on_where_the_one_before_ended()
    {
        for (var i = 0; i < 3; i++)
        {
            await HoldAsync("phone", $"+1212555012{i}");
        }

        var first = await (await _supervisor.ReadAsync($"{Path}?limit=2")).JsonAsync();
        var second = await (await _supervisor.ReadAsync($"{Path}?limit=2&cursor={first.Text("nextCursor")}")).JsonAsync();
        Assert.Equal(3, first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).DistinctBy(item => item.Text("id")).Count());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal(["/limit out-of-range", "/cursor bad-cursor"], await (await _supervisor.ReadAsync($"{Path}?limit=0&cursor=x")).FaultsAsync());
    }

    [Theory]
    [InlineData("{}", "/kind required", "/days required", "/value required", "/reason required")]
    [InlineData("""{"kind":"face","value":"x","reason":"y","days":0}""", "/kind unknown-value", "/days out-of-range")]
    [InlineData("""{"kind":"email","value":"ana","reason":"y","days":367}""", "/days out-of-range", "/value invalid-format")]
    [InlineData("""{"kind":"phone","value":"555-0123","reason":"y","days":1,"by":"me"}""", "/by unknown-member", "/value invalid-format")]
    [InlineData("""{"kind":"address","value":"...","reason":"y","days":1.5}""", "/days wrong-type", "/value invalid-format")]
    public async Task What_is_wrong_with_a_body_is_told_by_field(string body, params string[] faults) =>
        Assert.Equal(faults, await (await _supervisor.PostJsonAsync(Path, null, body)).FaultsAsync());

    [Fact]
    public async Task Many_are_released_in_bulk()
    {
        await HoldAsync("email", "ana@example.org");
        string[] numbers = [await _town.SubmitAsync(HoleBy("ana@example.org")), await _town.SubmitAsync(HoleBy("ana@example.org"))];
        var items = string.Join(',', numbers.Select(number => $$"""{"trackingNumber":"{{number}}","version":1}"""));
        var answer = await (await _operator.PostJsonAsync("/v1/service-requests/bulk", null, $$"""{"mode":"all-or-nothing","action":"release","items":[{{items}}]}""")).JsonAsync();
        Assert.Equal(2, answer.GetProperty("done").GetInt32());
        Assert.Equal("ROADS", (await _town.RowAsync(numbers[1])).Department);
        _town.AssertSound();
    }

    public void Dispose()
    {
        _supervisor.Dispose();
        _operator.Dispose();
        _town.Dispose();
    }

    private static string HoleBy(string email) => ReroutingTown.HoleIn(ReroutingTown.West, $$""" "contact":{"email":"{{email}}"} """);

    private static string Body(string kind, string value) => $$"""{"kind":"{{kind}}","value":"{{value}}","reason":"Forty since Monday.","days":3}""";

    private static async Task<List<string>> QueueAsync(HttpClient client, string department, string query) =>
        [.. (await (await client.ReadAsync($"/v1/departments/{department}/queue{query}")).JsonAsync()).GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber"))];

    private async Task<JsonElement> HoldAsync(string kind, string value)
    {
        var response = await _supervisor.PostJsonAsync(Path, null, Body(kind, value));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var hold = await response.JsonAsync();
        Assert.Equal($"{Path}/{hold.Text("id")}", response.Headers.Location!.OriginalString);
        return hold;
    }
}
