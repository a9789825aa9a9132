using System.Globalization;
using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Incidents;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Staff.Audit;
using Connect311.Benchmarks;
using Connect311.Benchmarks.State;
using Connect311.Tests.Incidents;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Reports of the same thing: suggested, joined, split, acted on at once; and machines that do not flood.</summary>
public sealed class IncidentTests : IDisposable
{
    private readonly TestApplication _application = new();
    private double _latitude = 40.60;

    [Fact]
    public async Task What_is_near_is_suggested_joined_counted_and_split_again()
    {
        var here = Somewhere();
        var (first, second, far) = (await ReportAsync(here), await ReportAsync(here + 0.0001), await ReportAsync(here + 0.01));
        using var agent = _application.Staff("demo-agent-DOT");
        var suggestion = Assert.Single((await (await agent.ReadAsync($"/v1/service-requests/{second}/incident/suggestions")).JsonAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal((first, JsonValueKind.Null), (suggestion.Text("trackingNumber"), suggestion.GetProperty("incident").ValueKind));
        Assert.InRange(suggestion.GetProperty("distanceMetres").GetDouble(), 11, 11.3);

        var begun = await agent.PostJsonAsync("/v1/incidents", null, Requests(first, second));
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (begun.StatusCode, begun.Headers.ETag!.Tag));
        var id = (await begun.JsonAsync()).GetProperty("id").GetInt64();
        Assert.Equal($"/v1/incidents/{id}", begun.Headers.Location!.OriginalString);
        var again = await agent.PostJsonAsync("/v1/incidents", null, Requests(second, first));
        Assert.Equal((HttpStatusCode.OK, id), (again.StatusCode, (await again.JsonAsync()).GetProperty("id").GetInt64()));

        var seen = await (await agent.ReadAsync($"/v1/service-requests/{first}")).JsonAsync();
        Assert.Equal((id, 2, 1, "minor", false), MarkOf(seen.GetProperty("incident")));
        Assert.Equal(("incident-joined", id), (seen.GetProperty("history")[1].Text("event"), seen.GetProperty("history")[1].GetProperty("incident").GetInt64()));
        var item = await QueueItemAsync(agent, first);
        Assert.Equal((id, 2, 1, "minor", false), MarkOf(item.GetProperty("incident")));

        Assert.Equal([$"/requests/0 in-incident"], await (await agent.PostJsonAsync("/v1/incidents", null, Requests(first, far))).FaultsAsync());
        var joined = await (await agent.PostJsonAsync($"/v1/incidents/{id}/join", "\"1\"", Requests(far))).JsonAsync();
        Assert.Equal((3, 2), (joined.GetProperty("reports").GetInt32(), joined.GetProperty("version").GetInt32()));
        await (await agent.PostJsonAsync($"/v1/incidents/{id}/split", "\"1\"", Requests(far))).ProblemAsync(ProblemCode.VersionMismatch);
        var split = await (await agent.PostJsonAsync($"/v1/incidents/{id}/split", "\"2\"", Requests(far))).JsonAsync();
        Assert.Equal([first, second], split.GetProperty("items").EnumerateArray().Select(member => member.Text("trackingNumber")));

        var undone = await (await agent.PostJsonAsync($"/v1/incidents/{id}/undo", "\"3\"")).JsonAsync();
        Assert.Equal(3, undone.GetProperty("items").GetArrayLength());
        await (await agent.PostJsonAsync($"/v1/incidents/{id}/undo", "\"4\"")).JsonAsync();
        var empty = await (await agent.PostJsonAsync($"/v1/incidents/{id}/undo", "\"5\"")).JsonAsync();
        Assert.Equal((0, 0), (empty.GetProperty("reports").GetInt32(), empty.GetProperty("items").GetArrayLength()));
        await (await agent.ReadAsync($"/v1/incidents/{id}")).ProblemAsync(ProblemCode.NotFound);
        AssertSound();
    }

    [Fact]
    public async Task Ten_reports_of_one_caller_are_one_voice()
    {
        var here = Somewhere();
        var numbers = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            numbers.Add(await ReportAsync(here, ""","contact":{"email":"ana@example.org"}"""));
        }

        numbers.Add(await ReportAsync(here, ""","contact":{"email":"ANA@example.org","phone":"+12125550123"}"""));
        numbers.Add(await ReportAsync(here, ""","contact":{"phone":"+12125550123"}"""));
        numbers.Add(await ReportAsync(here, ""","contact":{"email":"ben@example.org"}"""));
        numbers.Add(await ReportAsync(here));
        numbers.Add(await ReportAsync(here));
        using var agent = _application.Staff("demo-agent-DOT");
        var incident = await (await agent.PostJsonAsync("/v1/incidents", null, Requests([.. numbers]))).JsonAsync();
        Assert.Equal((15, 3, "moderate"), (incident.GetProperty("reports").GetInt32(), incident.GetProperty("reporters").GetInt32(), incident.Text("severity")));
    }

    [Fact]
    public async Task A_new_report_says_in_the_queue_what_it_resembles()
    {
        var here = Somewhere();
        var first = await ReportAsync(here);
        _application.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await ReportAsync(here);
        Assert.True(await _application.Services.GetRequiredService<ResemblanceWatch>().LookAsync(TestContext.Current.CancellationToken) >= 2);
        using var agent = _application.Staff("demo-agent-DOT");
        Assert.Equal(first, (await QueueItemAsync(agent, second)).GetProperty("resembles").Text("trackingNumber"));
        Assert.Equal(JsonValueKind.Null, (await QueueItemAsync(agent, first)).GetProperty("resembles").ValueKind);
        Assert.Equal(first, (await (await agent.ReadAsync($"/v1/service-requests/{second}")).JsonAsync()).GetProperty("resembles").Text("trackingNumber"));

        await agent.ActAsync(first, "close", "\"1\"", """{"outcome":"fixed"}""");
        Assert.Equal(JsonValueKind.Null, (await QueueItemAsync(agent, second)).GetProperty("resembles").ValueKind);
        Assert.Equal(0, await _application.Services.GetRequiredService<ResemblanceWatch>().LookAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_closing_reaches_all_but_what_came_in_after_the_visit_or_is_in_anothers_hand()
    {
        var here = Somewhere();
        var (first, second, claimed) = (await ReportAsync(here), await ReportAsync(here), await ReportAsync(here));
        var visitedAt = _application.Time.GetUtcNow().AddMinutes(1).ToString("O", CultureInfo.InvariantCulture);
        _application.Time.Advance(TimeSpan.FromMinutes(2));
        var late = await ReportAsync(here);
        using var agent = _application.Staff("demo-agent-DOT");
        using var supervisor = _application.Staff("demo-supervisor-DOT");
        var id = (await (await agent.PostJsonAsync("/v1/incidents", null, Requests(first, second, claimed, late))).JsonAsync()).GetProperty("id").GetInt64();
        await supervisor.ActAsync(claimed, "claim", null);

        Assert.Equal(["/duplicateOf not-with"], await (await agent.PostJsonAsync(
            $"/v1/incidents/{id}/close", "\"1\"", $$"""{"outcome":"duplicate","duplicateOf":"{{first}}"}""")).FaultsAsync());
        Assert.Equal(["/outcome must-transfer"], await (await agent.PostJsonAsync($"/v1/incidents/{id}/close", "\"1\"", """{"outcome":"not-our-jurisdiction"}""")).FaultsAsync());
        await (await agent.PostJsonAsync($"/v1/incidents/{id}/resume", "\"1\"")).ProblemAsync(ProblemCode.IncidentUnmoved);
        var closed = await (await agent.PostJsonAsync(
            $"/v1/incidents/{id}/close", "\"1\"", $$"""{"outcome":"fixed","visitedAt":"{{visitedAt}}"}""")).JsonAsync();

        Assert.Equal((2, 2), (closed.GetProperty("done").GetInt32(), closed.GetProperty("skipped").GetInt32()));
        Assert.Equal(
            [(first, "closed", null), (second, "closed", null), (claimed, "assigned", "claimed"), (late, "assigned", "reported-later")],
            closed.GetProperty("results").EnumerateArray().Select(one => (one.Text("trackingNumber"), one.Text("status"), one.GetProperty("reason").GetString())));
        Assert.Equal(2, closed.GetProperty("incident").GetProperty("version").GetInt32());
        var all = await (await supervisor.PostJsonAsync($"/v1/incidents/{id}/updates", "\"2\"", """{"text":"MARKER: the crew is there."}""")).JsonAsync();
        Assert.Equal(2, all.GetProperty("done").GetInt32());
        using var anybody = _application.Anybody();
        Assert.Contains("MARKER", await (await anybody.ReadAsync($"/v1/public/service-requests/{late}")).TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("incident", await (await anybody.ReadAsync($"/v1/public/service-requests/{late}")).TextAsync(), StringComparison.Ordinal);
        AssertSound();
    }

    [Fact]
    public async Task Machines_take_one_line_follow_each_action_and_come_back_when_they_are_split_off()
    {
        var here = Somewhere();
        var person = await ReportAsync(here);
        var numbers = new List<string>();
        using (var sensor = await SensorAsync())
        {
            for (var i = 0; i < 5; i++)
            {
                numbers.Add((await sensor.SubmittedAsync(Pothole(here), $"reading-{i}")).Text("trackingNumber"));
            }

            var replayed = await sensor.SubmitAsync(Pothole(here), "reading-4");
            Assert.Equal(("true", numbers[4]), (replayed.Headers.GetValues("Idempotency-Replayed").Single(), (await replayed.JsonAsync()).Text("trackingNumber")));
        }

        using var agent = _application.Staff("demo-agent-DOT");
        var queue = await (await agent.ReadAsync("/v1/departments/DOT/queue?limit=200")).JsonAsync();
        Assert.Equal([person], queue.GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber")));
        var (id, reports, reporters, _, _) = MarkOf(queue.GetProperty("items")[0].GetProperty("incident"));
        Assert.Equal((6, 2), (reports, reporters));
        Assert.Equal(1, (await (await agent.ReadAsync("/v1/departments/DOT/queue/counts")).JsonAsync()).GetProperty("open").GetInt32());
        var refused = await (await agent.ActAsync(numbers[0], "claim", null)).ProblemAsync(ProblemCode.NotClaimable);
        Assert.Equal("follows-incident", refused.Text("reason"));

        // What is said of one that follows leaves it so: by its events as well.
        var noted = await (await agent.ActAsync(numbers[0], "notes", "\"1\"", """{"text":"It flickers."}""")).JsonAsync();
        Assert.True(noted.GetProperty("incident").GetProperty("follows").GetBoolean());
        await (await agent.ActAsync(numbers[0], "updates", "\"2\"", """{"text":"It is looked at."}""")).JsonAsync();
        Assert.Equal(1, (await (await agent.ReadAsync("/v1/departments/DOT/queue/counts")).JsonAsync()).GetProperty("open").GetInt32());
        AssertSound();

        var started = await (await agent.PostJsonAsync($"/v1/incidents/{id}/start", "\"1\"")).JsonAsync();
        Assert.Equal(6, started.GetProperty("done").GetInt32());
        var split = await (await agent.PostJsonAsync($"/v1/incidents/{id}/split", "\"2\"", Requests(numbers[2]))).JsonAsync();
        Assert.Equal(5, split.GetProperty("reports").GetInt32());
        Assert.Equal("in-progress", (await QueueItemAsync(agent, numbers[2])).Text("status"));

        var sent = await (await agent.PostJsonAsync($"/v1/incidents/{id}/transfer", "\"3\"", """{"department":"DPR","reason":"next-step"}""")).JsonAsync();
        Assert.Equal(5, sent.GetProperty("done").GetInt32());
        using var parks = _application.Staff("demo-agent-DPR");
        queue = await (await parks.ReadAsync("/v1/departments/DPR/queue?limit=200")).JsonAsync();
        Assert.Equal([person], queue.GetProperty("items").EnumerateArray().Select(item => item.Text("trackingNumber")));
        await (await agent.PostJsonAsync($"/v1/incidents/{id}/close", "\"4\"", """{"outcome":"fixed"}""")).ProblemAsync(ProblemCode.Forbidden);
        var closed = await (await parks.PostJsonAsync($"/v1/incidents/{id}/close", "\"4\"", """{"outcome":"fixed"}""")).JsonAsync();
        Assert.Equal(5, closed.GetProperty("done").GetInt32());
        AssertSound();
    }

    [Fact]
    public async Task One_closing_reaches_more_requests_than_one_transaction_takes()
    {
        using var desk = _application.Staff("demo-operator");
        var world = new IncidentWorld(_application.Database);
        var here = Somewhere();
        var person = (await world.StoredAsync(IncidentWorld.Person(here)))[0];
        for (var batch = 0; batch < 5; batch++)
        {
            await world.StoredAsync([.. Enumerable.Range(0, 500).Select(_ => IncidentWorld.Machine(here))]);
        }

        var id = (await world.RowAsync(person)).IncidentId!.Value;
        var closed = await (await desk.PostJsonAsync($"/v1/incidents/{id}/close", "\"1\"", """{"outcome":"fixed"}""")).JsonAsync();
        Assert.Equal((2_501, 0, 1_000), (closed.GetProperty("done").GetInt32(), closed.GetProperty("skipped").GetInt32(), closed.GetProperty("results").GetArrayLength()));
        Assert.Equal(4, closed.GetProperty("incident").GetProperty("version").GetInt32());
        Assert.Equal(2_501, (await world.MembersAsync(id)).Closed.Count);
        Assert.Equal(0, await world.FaultsAsync());
    }

    [Fact]
    public async Task A_confidential_request_is_in_no_incident()
    {
        const string drugs = """{"serviceType":"drug-activity.use-outside","location":{"latitude":40.67383,"longitude":-73.97054}}""";
        using var app = _application.App();
        var (one, other) = ((await app.SubmittedAsync(drugs)).Text("trackingNumber"), (await app.SubmittedAsync(drugs)).Text("trackingNumber"));
        using var police = _application.Staff("demo-agent-NYPD");
        Assert.Equal(["/requests/0 unlike", "/requests/1 unlike"], await (await police.PostJsonAsync("/v1/incidents", null, Requests(one, other))).FaultsAsync());
        using var roads = _application.Staff("demo-agent-DOT");
        Assert.Equal(
            ["/requests/0 unknown-request", "/requests/1 unknown-request"],
            await (await roads.PostJsonAsync("/v1/incidents", null, Requests(one, "311-10000012"))).FaultsAsync());
    }

    [Theory]
    [InlineData("{}", "/requests required")]
    [InlineData("""{"requests":[]}""", "/requests too-few")]
    [InlineData("""{"requests":["311-10000012"]}""", "/requests too-few")]
    [InlineData("""{"requests":["311-10000012","311-10000012"]}""", "/requests/1 duplicate")]
    [InlineData("""{"requests":["311-10000013","x"]}""", "/requests/0 check-digit,/requests/1 invalid-format")]
    [InlineData("""{"requests":["311-10000012",7]}""", "/requests/1 wrong-type")]
    [InlineData("""{"requests":["311-10000012","311-10000004"],"more":1}""", "/more unknown-member")]
    public async Task A_bad_list_of_requests_names_each_fault(string body, string faults)
    {
        using var agent = _application.Staff("demo-agent-DOT");
        Assert.Equal(faults.Split(','), await (await agent.PostJsonAsync("/v1/incidents", null, body)).FaultsAsync());
    }

    public void Dispose() => _application.Dispose();

    private static (long Id, int Reports, int Reporters, string Severity, bool Follows) MarkOf(JsonElement mark) => (
        mark.GetProperty("id").GetInt64(),
        mark.GetProperty("reports").GetInt32(),
        mark.GetProperty("reporters").GetInt32(),
        mark.Text("severity"),
        mark.GetProperty("follows").GetBoolean());

    private static string Requests(params string[] numbers) => JsonSerializer.Serialize(new { requests = numbers });

    private static string Pothole(double latitude, string more = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"serviceType":"street-condition.pothole","location":{"latitude":{{latitude}},"longitude":-73.97054}{{more}}}""");

    private static async Task<JsonElement> QueueItemAsync(HttpClient agent, string number) =>
        Assert.Single((await (await agent.ReadAsync($"/v1/departments/DOT/queue?number={number}")).JsonAsync()).GetProperty("items").EnumerateArray());

    private double Somewhere() => _latitude += 0.02;

    private async Task<string> ReportAsync(double latitude, string more = "")
    {
        using var app = _application.App();
        return (await app.SubmittedAsync(Pothole(latitude, more))).Text("trackingNumber");
    }

    private async Task<HttpClient> SensorAsync()
    {
        using var _ = _application.Anybody();
        var (_, key) = await _application.Services.GetRequiredService<ApiKeyStore>()
            .CreateAsync(Actor.CommandLine, Role.App, "Road camera", Channel.Sensor, null, TestContext.Current.CancellationToken);
        return _application.ClientFor("X-Api-Key", key);
    }

    private void AssertSound()
    {
        var anomalies = new Anomalies();
        new StateAudit(_application.DatabaseFile, anomalies).Continue();
        Assert.Empty(anomalies.Examples);
    }
}
