using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Work on a request, step by step, as staff, departments and the public see it.</summary>
public sealed class ActionTests(TestApplication application) : IClassFixture<TestApplication>
{
    [Fact]
    public async Task Work_waits_goes_on_ends_and_begins_again_on_the_same_clock()
    {
        var number = await SubmitAsync();
        var due = (await SeenAsync(number)).Text("dueAt");
        await ActAsync(number, "acknowledge", null);
        await ActAsync(number, "start", """{"note":"Crew 4 is there."}""");
        var waiting = await ActAsync(number, "wait", """{"waitingFor":"weather"}""");
        Assert.Equal(("waiting", "weather"), (waiting.Text("status"), waiting.Text("waitingFor")));
        var resumed = await ActAsync(number, "resume", null);
        Assert.Equal(("in-progress", JsonValueKind.Null), (resumed.Text("status"), resumed.GetProperty("waitingFor").ValueKind));
        await ActAsync(number, "close", """{"outcome":"fixed"}""");
        var reopened = await ActAsync(number, "reopen", """{"reason":"The patch sank."}""", "demo-supervisor-DOT");

        Assert.Equal(("assigned", true, 1), (reopened.Text("status"), reopened.GetProperty("open").GetBoolean(), reopened.GetProperty("reopenCount").GetInt32()));
        Assert.Equal(due, reopened.Text("dueAt"));
        Assert.Equal(JsonValueKind.Null, reopened.GetProperty("outcome").ValueKind);
        Assert.Equal(JsonValueKind.Null, reopened.GetProperty("closedAt").ValueKind);
        var history = reopened.GetProperty("history").EnumerateArray().ToList();
        Assert.Equal(
            ["submitted", "acknowledged", "started", "waiting", "resumed", "closed", "reopened"], history.Select(line => line.Text("event")));
        Assert.Equal(
            ("Crew 4 is there.", "weather", "fixed", "The patch sank."),
            (history[2].Text("note"), history[3].Text("waitingFor"), history[5].Text("outcome"), history[6].Text("reason")));
    }

    [Theory]
    [InlineData("en", "parts or materials", "The work waits for parts or materials.")]
    [InlineData("es", "piezas o materiales", "El trabajo está a la espera de piezas o materiales.")]
    public async Task Anybody_reads_in_words_what_the_work_waits_for(string language, string name, string sentence)
    {
        var number = await SubmitAsync();
        await ActAsync(number, "start", null);
        await ActAsync(number, "wait", """{"waitingFor":"parts","note":"MARKER"}""");
        using var anybody = application.ClientFor("Accept-Language", language);
        var response = await anybody.ReadAsync($"/v1/public/service-requests/{number}");
        var text = await response.TextAsync();
        var seen = JsonSerializer.Deserialize<JsonElement>(text);

        Assert.Equal(("parts", name), (seen.GetProperty("waitingFor").Text("code"), seen.GetProperty("waitingFor").Text("name")));
        Assert.Equal(sentence, seen.GetProperty("history")[2].Text("sentence"));
        Assert.NotEmpty(seen.GetProperty("history")[1].Text("sentence"));
        Assert.DoesNotContain("MARKER", text);
    }

    [Theory]
    [InlineData("test", "en", "Test", "The report was a test, so nothing is done about it.")]
    [InlineData("spam", "es", "No es un reporte de un problema", "No se hace nada: la ciudad no vio en él un reporte de un problema.")]
    public async Task What_staff_refused_says_so_in_words(string outcome, string language, string name, string sentence)
    {
        var number = await SubmitAsync();
        var cancelled = await ActAsync(number, "cancel", $$"""{"outcome":"{{outcome}}","note":"MARKER"}""");
        Assert.Equal(("cancelled", outcome, false), (cancelled.Text("status"), cancelled.Text("outcome"), cancelled.GetProperty("open").GetBoolean()));

        using var anybody = application.ClientFor("Accept-Language", language);
        var response = await anybody.ReadAsync($"/v1/public/service-requests/{number}");
        var text = await response.TextAsync();
        var seen = JsonSerializer.Deserialize<JsonElement>(text);
        var shown = seen.GetProperty("outcome");
        Assert.Equal((outcome, name, sentence), (shown.Text("code"), shown.Text("name"), shown.Text("sentence")));
        Assert.Equal(sentence, seen.GetProperty("history")[1].Text("sentence"));
        Assert.DoesNotContain("MARKER", text);
    }

    [Theory]
    [InlineData("acknowledge", """{"outcome":"fixed"}""", "/outcome unknown-member")]
    [InlineData("start", """{"externalId":"WO-7"}""", "/externalId unknown-member")]
    [InlineData("start", """{"note":7}""", "/note wrong-type")]
    [InlineData("wait", "{}", "/waitingFor required")]
    [InlineData("wait", """{"waitingFor":"lunch"}""", "/waitingFor unknown-value")]
    [InlineData("wait", """{"waitingFor":["parts"]}""", "/waitingFor wrong-type")]
    [InlineData("wait", """{"waitingFor":"parts","reason":"x"}""", "/reason unknown-member")]
    [InlineData("cancel", """{"outcome":"test"}""", "/note required")]
    [InlineData("cancel", """{"outcome":"withdrawn","note":"x"}""", "/outcome unknown-value")]
    [InlineData("cancel", """{"outcome":"fixed","note":"x"}""", "/outcome unknown-value")]
    [InlineData("reopen", "{}", "/reason required")]
    [InlineData("reopen", """{"reason":""}""", "/reason required")]
    public async Task A_faulty_step_is_refused_by_field(string action, string body, string fault)
    {
        using var supervisor = application.Staff("demo-supervisor-DOT");
        var number = await SubmitAsync();
        Assert.Equal([fault], await (await supervisor.ActAsync(number, action, "\"1\"", body)).FaultsAsync());
        Assert.Equal(1, (await SeenAsync(number)).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Whoever_reads_is_told_what_this_caller_may_do()
    {
        var number = await SubmitAsync();
        Assert.Equal(["acknowledge", "start", "ask", "close", "cancel", "transfer"], await ActionsAsync("demo-agent-DOT", number));
        Assert.Empty(await ActionsAsync("demo-admin", number));
        await ActAsync(number, "close", """{"outcome":"fixed"}""");
        Assert.Empty(await ActionsAsync("demo-agent-DOT", number));

        // Nobody disputes it, so there is nothing to uphold or to reject.
        Assert.Equal(["reopen"], await ActionsAsync("demo-supervisor-DOT", number));
        using var supervisor = application.Staff("demo-supervisor-DOT");
        var refused = await (await supervisor.ActAsync(number, "resume", "\"2\"")).ProblemAsync(ProblemCode.TransitionNotAllowed);
        Assert.Equal("closed", refused.Text("currentStatus"));
        Assert.Equal(["reopen", "uphold-dispute", "reject-dispute"], refused.GetProperty("allowed").EnumerateArray().Select(action => action.GetString()));
    }

    [Fact]
    public async Task A_departments_own_system_says_how_it_calls_the_request()
    {
        var number = await SubmitAsync();
        using var system = application.ClientFor("X-Department-Key", await KeyAsync(application, "DOT"));
        Assert.Equal(["/externalId too-long"], await (await system.ActAsync(number, "acknowledge", "\"1\"", $$"""{"externalId":"{{new string('7', 101)}}"}""")).FaultsAsync());
        var seen = await (await system.ActAsync(number, "acknowledge", "\"1\"", """{"externalId":"WO-7"}""")).JsonAsync();
        Assert.Equal("WO-7", seen.Text("externalId"));
        await ActAsync(number, "start", null);
        Assert.Equal("WO-7", (await SeenAsync(number)).Text("externalId"));
        var closed = await (await system.ActAsync(number, "close", "\"3\"", """{"outcome":"fixed","externalId":"WO-8"}""")).JsonAsync();
        Assert.Equal(["WO-7", null, "WO-8"], closed.GetProperty("history").EnumerateArray().Skip(1).Select(line => line.GetProperty("externalId").GetString()));

        using var anybody = application.Anybody();
        Assert.Equal("WO-8", (await (await anybody.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync()).Text("externalId"));
    }

    [Fact]
    public async Task An_external_department_hears_of_what_others_did()
    {
        using var town = new ReroutingTown();
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.East));
        using var system = town.Application.ClientFor("X-Department-Key", await KeyAsync(town.Application, "PARKS"));
        using var desk = town.Application.Staff("demo-operator");
        await system.ActAsync(number, "acknowledge", "\"1\"");
        await desk.ActAsync(number, "start", "\"2\"");

        Assert.Equal([1, 3], await town.Application.Database.QueryAsync<int>(
            "SELECT EventNumber FROM Outbox WHERE RequestId = @id AND Kind = 'forward' ORDER BY EventNumber;",
            new { id = ReroutingTown.IdOf(number) },
            TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_lifecycle_is_published_in_words()
    {
        using var anybody = application.ClientFor("Accept-Language", "es");
        var lifecycle = await (await anybody.ReadAsync("/v1/lifecycle")).JsonAsync();
        Assert.Equal("En espera", lifecycle.GetProperty("statuses").EnumerateArray().Single(status => status.Text("code") == "waiting").Text("name"));
        Assert.Equal("mejor tiempo", lifecycle.GetProperty("waitingFor").EnumerateArray().Single(what => what.Text("code") == "weather").Text("name"));
        var wait = lifecycle.GetProperty("transitions").EnumerateArray().Single(line => line.Text("action") == "wait");
        Assert.Equal(("waiting", "waiting"), (wait.Text("to"), wait.Text("event")));
        Assert.Equal(
            """{"action":"wait","from":["acknowledged","in-progress"],"to":"waiting","by":["agent","supervisor","operator","department"],"needs":["waitingFor"],"takes":["note","externalId"],"outcomes":[],"clocks":[{"clock":"inspect","effect":"pauses"},{"clock":"resolve","effect":"pauses"}],"event":"waiting"}""",
            wait.GetRawText());
    }

    internal static async Task<string> KeyAsync(TestApplication application, string department)
    {
        using var _ = application.Anybody();
        return (await application.Services.GetRequiredService<ApiKeyStore>().CreateAsync(
            Actor.CommandLine, Role.Department, "Its own system", null, department, TestContext.Current.CancellationToken)).Key;
    }

    private async Task<JsonElement> ActAsync(string number, string action, string? body, string token = "demo-agent-DOT")
    {
        using var staff = application.Staff(token);
        var version = (await SeenAsync(number)).GetProperty("version").GetInt32();
        var response = await staff.ActAsync(number, action, $"\"{version}\"", body);
        Assert.True(response.IsSuccessStatusCode, await response.TextAsync());
        return await response.JsonAsync();
    }

    private async Task<JsonElement> SeenAsync(string number)
    {
        using var desk = application.Staff("demo-operator");
        return await (await desk.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
    }

    private async Task<IEnumerable<string?>> ActionsAsync(string token, string number)
    {
        using var staff = application.Staff(token);
        var seen = await (await staff.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        return seen.GetProperty("actions").EnumerateArray().Select(action => action.GetString());
    }

    private async Task<string> SubmitAsync()
    {
        using var app = application.App();
        return (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
    }
}
