using Connect311.Api.Delivery;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Open311.Connector;

/// <summary>Requests of an external department go to its own system, and what that says comes back, each once.</summary>
public sealed class ConnectorTests : IAsyncLifetime
{
    private SmallGeoReport _parks = null!;
    private ConnectorTown _town = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _parks = await SmallGeoReport.StartAsync();
        Use();
    }

    public async ValueTask DisposeAsync()
    {
        _town.Dispose();
        await _parks.DisposeAsync();
    }

    [Theory]
    [InlineData("json")]
    [InlineData("xml")]
    public async Task A_request_goes_with_what_is_needed_and_nothing_of_who_reported_it(string format)
    {
        Use(("Format", format), ("Jurisdiction", "parks.example.org"), ("ServiceCodes:hole.road", "PK 7"));
        var number = await _town.SubmitAsync("""
            "answers":{"size":"small"},"address":{"text":"5 Park Lane","unit":"4B"},"contact":{"name":"Ana","email":"ana@example.org","phone":"+12125550100"}
            """);
        await _town.TurnAsync();

        var came = Assert.Single(_parks.Requests);
        Assert.Equal(
            ["address_string=5 Park Lane", "api_key=key-of-the-city", "attribute[size]=small", $"client_request_id={number}-1", "description=A hole.", "jurisdiction_id=parks.example.org", "lat=0.51234567", "long=1.41234567", "service_code=PK 7"],
            came.Where(field => field.Key is not ("key" or "service_request_id" or "status" or "requested_datetime")).Select(field => $"{field.Key}={field.Value}").Order(StringComparer.Ordinal));
        Assert.Equal($"{number}-1", came["key"]);
        var row = await _town.RowAsync(number);
        Assert.Equal((RequestStatus.Acknowledged, "P-1"), (row.Status, row.ExternalId));
        var step = (await _town.HistoryAsync(number))[^1];
        Assert.Equal(("acknowledged", "connector-PARKS", "P-1"), (step.Text("event"), step.Text("actor"), step.Text("externalId")));
        await _town.TurnAsync();
        Assert.Single(_parks.Requests);
        _town.Town.AssertSound();
    }

    [Fact]
    public async Task Who_reported_it_goes_where_that_is_set_and_stands_in_the_audit()
    {
        Use(("SendContact", "true"));
        var number = await _town.SubmitAsync(""" "address":{"text":"5 Park Lane","unit":"4B"},"contact":{"name":"Ana","email":"ana@example.org","phone":"+12125550100"} """);
        await _town.TurnAsync();
        var came = Assert.Single(_parks.Requests);
        Assert.Equal(("Ana", "ana@example.org", "+12125550100", "5 Park Lane, 4B"), (came["first_name"], came["email"], came["phone"], came["address_string"]));
        using var admin = _town.Application.Staff("demo-admin");
        var audit = await (await admin.ReadAsync($"/v1/admin/audit?target=service-request:{number}")).JsonAsync();
        Assert.Equal(("read-contact", "connector-PARKS"), (audit.GetProperty("items")[0].Text("action"), audit.GetProperty("items")[0].Text("actor")));
    }

    [Fact]
    public async Task A_token_is_asked_until_there_is_an_id()
    {
        _parks.TokenFor = 2;
        var number = await _town.SubmitAsync();
        await _town.TurnAsync();
        Assert.Null((await _town.RowAsync(number)).ExternalId);
        for (var i = 0; i < 3; i++)
        {
            await _town.TurnAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("P-1", (await _town.RowAsync(number)).ExternalId);
        Assert.Single(_parks.Requests);
        Assert.Equal((DeliveryState.Sent, 1), ((await _town.AllForwardsAsync())[0].State, (await _town.AllForwardsAsync())[0].Attempts));
    }

    [Fact]
    public async Task A_system_that_says_nothing_has_it_all_the_same()
    {
        _parks.IsBlackbox = true;
        var number = await _town.SubmitAsync();
        await _town.TurnAsync();
        Assert.Equal((RequestStatus.Acknowledged, null), ((await _town.RowAsync(number)).Status, (await _town.RowAsync(number)).ExternalId));
        await _town.OperateAsync(number, "notes", """{"text":"Mind the dog."}""");
        await _town.TurnAsync();
        Assert.Equal((DeliveryState.Dropped, "not-there"), ((await _town.AllForwardsAsync())[1].State, (await _town.AllForwardsAsync())[1].Failure));
    }

    [Fact]
    public async Task What_others_do_later_goes_as_updates_in_its_order()
    {
        var number = await _town.SubmitAsync();
        await _town.OperateAsync(number, "notes", """{"text":"Mind the dog."}""");
        await _town.TurnAsync();
        await _town.OperateAsync(number, "start");
        using var app = _town.Application.App();
        var key = (await _town.Town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.East))).Text("reporterKey");
        await _town.TurnAsync();
        await _town.OperateAsync(number, "cancel", """{"outcome":"test","note":"A drill."}""");
        await _town.TurnAsync();

        Assert.NotEmpty(key);
        Assert.Equal(
            [$"{number}-2 UNCHANGED Mind the dog.", $"{number}-4 IN_PROGRESS", $"{number}-5 CANCELLED A drill."],
            _parks.Told.Select(told => $"{told["update_id"]} {told["status"]} {told["description"].Split('\n')[^1]}").Select(line => line.Contains("IN_PROGRESS", StringComparison.Ordinal) ? line[..line.LastIndexOf("IN_PROGRESS", StringComparison.Ordinal)] + "IN_PROGRESS" : line));
        Assert.All(_parks.Told, told => Assert.Equal(("P-1", "key-of-the-city"), (told["service_request_id"], told["api_key"])));
        Assert.Equal(RequestStatus.Cancelled, (await _town.RowAsync(number)).Status);
    }

    [Fact]
    public async Task What_was_taken_back_before_it_went_does_not_go()
    {
        var number = await _town.SubmitAsync();
        await _town.OperateAsync(number, "cancel", """{"outcome":"test","note":"A drill."}""");
        await _town.TurnAsync();
        Assert.Empty(_parks.Requests);
        Assert.Empty(_parks.Told);
        Assert.Equal(["ended", "not-there"], (await _town.AllForwardsAsync()).Select(row => row.Failure));
    }

    [Fact]
    public async Task A_department_hears_that_a_request_went_on_and_gets_it_anew_when_it_comes_back()
    {
        var number = await _town.SubmitAsync();
        await _town.TurnAsync();
        await _town.OperateAsync(number, "transfer", """{"department":"ROADS","reason":"wrong-department"}""");
        await _town.TurnAsync();
        Assert.Equal(($"{number}-3", "CANCELLED"), (_parks.Told[0]["update_id"], _parks.Told[0]["status"]));
        await _town.OperateAsync(number, "transfer", """{"department":"PARKS","reason":"wrong-department"}""");
        await _town.TurnAsync();
        Assert.Equal([$"{number}-1", $"{number}-4"], _parks.Requests.Select(request => request["key"]));
        Assert.Equal("P-2", (await _town.RowAsync(number)).ExternalId);
        _parks.Say("P-2", "in_progress");
        await _town.TurnAsync();
        Assert.Equal(RequestStatus.InProgress, (await _town.RowAsync(number)).Status);
        _town.Town.AssertSound();
    }

    [Theory]
    [InlineData("json")]
    [InlineData("xml")]
    public async Task What_the_system_says_becomes_the_departments_own_steps(string format)
    {
        Use(("Format", format));
        var number = await _town.SubmitAsync();
        await _town.TurnAsync();
        _parks.Say("P-1", "ACTION_SCHEDULED", "Wait for sand.", code: "parts");
        _parks.Say("P-1", "in_progress");
        _parks.Say("P-1", "unchanged", "Half is done.");
        await _town.TurnAsync();
        _parks.Say("P-1", "fixed", "Done.");
        await _town.TurnAsync();
        await _town.TurnAsync();

        var row = await _town.RowAsync(number);
        Assert.Equal((RequestStatus.Closed, "fixed"), (row.Status, row.Outcome));
        Assert.Equal(
            ["submitted", "acknowledged", "waiting Wait for sand.", "resumed", "noted Half is done.", "closed Done."],
            (await _town.HistoryAsync(number)).Select(line => $"{line.Text("event")} {line.GetProperty("note").GetString() ?? line.GetProperty("text").GetString()}".TrimEnd()));
        Assert.Empty(_parks.Told);
        _town.Town.AssertSound();
    }

    [Fact]
    public async Task A_closing_needs_its_evidence_and_what_cannot_be_done_is_noted_for_staff()
    {
        var numbers = new[] { await _town.SubmitAsync(), await _town.SubmitAsync(), await _town.SubmitAsync(), await _town.SubmitAsync() };
        await _town.TurnAsync();
        var ids = new List<string>();
        foreach (var number in numbers)
        {
            ids.Add((await _town.RowAsync(number)).ExternalId!);
        }

        _parks.Say(ids[0], "no_further_action", "Nothing there.", code: "not-found");
        _parks.Say(ids[1], "no_further_action", "Nothing there.", code: "not-found", extra: ("visited_datetime", "2026-06-01T16:00:05Z"));
        _parks.Say(ids[2], "duplicate", extra: ("duplicate_of", ids[3]));
        _parks.Say(ids[3], "not_councils_responsibility", "Ask the county.");
        await _town.TurnAsync();

        Assert.Equal((RequestStatus.Acknowledged, null), await EndAsync(numbers[0]));
        Assert.Equal("[no_further_action / not-found] Nothing there.", (await _town.HistoryAsync(numbers[0]))[^1].Text("text"));
        Assert.Equal((RequestStatus.Closed, "not-found"), await EndAsync(numbers[1]));
        Assert.Equal((RequestStatus.Closed, "duplicate"), await EndAsync(numbers[2]));
        Assert.Equal(TrackingNumber.Reading.Readable, TrackingNumber.Read(numbers[3], out var original));
        Assert.Equal(original.Id, (await _town.RowAsync(numbers[2])).DuplicateOf);
        Assert.Equal("[not_councils_responsibility] Ask the county.", (await _town.HistoryAsync(numbers[3]))[^1].Text("text"));
        Assert.Equal((RequestStatus.Acknowledged, null), await EndAsync(numbers[3]));

        async Task<(string, string?)> EndAsync(string number) => await _town.RowAsync(number) is var row ? (row.Status, row.Outcome) : default;
    }

    [Fact]
    public async Task The_settings_say_which_outcome_a_word_of_theirs_is_and_whether_the_public_reads_theirs()
    {
        Use(("Outcomes:WENT_AWAY", "no-access"), ("PublishUpdates", "true"));
        var number = await _town.SubmitAsync();
        await _town.TurnAsync();
        _parks.Say("P-1", "unchanged", "We come on Monday.");
        _parks.Say("P-1", "closed", code: "WENT_AWAY");
        await _town.TurnAsync();
        Assert.Equal("no-access", (await _town.RowAsync(number)).Outcome);
        Assert.Equal(("updated", "We come on Monday."), ((await _town.HistoryAsync(number))[2].Text("event"), (await _town.HistoryAsync(number))[2].Text("text")));
    }

    [Fact]
    public async Task A_system_without_updates_is_asked_for_its_requests()
    {
        Use(("Outcomes:closed", "fixed"));
        _parks.HasUpdates = false;
        var number = await _town.SubmitAsync();
        await _town.TurnAsync();
        await _town.TurnAsync();
        Assert.Equal(RequestStatus.Acknowledged, (await _town.RowAsync(number)).Status);
        (_parks.Requests[0]["status"], _parks.Requests[0]["status_notes"], _parks.Requests[0]["updated_datetime"]) = ("closed", "Filled.", "2026-06-01T16:00:10Z");
        await _town.TurnAsync();
        await _town.TurnAsync();
        Assert.Equal((RequestStatus.Closed, "fixed"), ((await _town.RowAsync(number)).Status, (await _town.RowAsync(number)).Outcome));
        Assert.Equal(3, (await _town.HistoryAsync(number)).Count);
        Assert.Contains(_parks.Calls, call => call == "GET /requests.json?service_request_id=P-1");
    }

    [Fact]
    public async Task What_others_requests_are_told_and_what_nobody_can_read_changes_nothing()
    {
        var number = await _town.SubmitAsync();
        await _town.TurnAsync();
        _parks.Say("somebody-else", "fixed");
        _parks.Say("P-1", "what is this", "<b>bold</b>\u0001");
        _parks.Say("P-1", "cancelled", "Rubbish.");
        await _town.TurnAsync();
        Assert.Equal(RequestStatus.Acknowledged, (await _town.RowAsync(number)).Status);
        Assert.Equal(["[what is this] <b>bold</b>", "[cancelled] Rubbish."], (await _town.HistoryAsync(number)).Skip(2).Select(line => line.Text("text")));
    }

    [Fact]
    public async Task More_than_a_list_holds_is_read_in_shorter_windows()
    {
        var number = await _town.SubmitAsync();
        await _town.TurnAsync();
        for (var i = 0; i < 1_500; i++)
        {
            _parks.Say("somebody-else", "open", at: _town.Application.Time.GetUtcNow().AddMilliseconds(i * 20));
        }

        _parks.Say("P-1", "in_progress", at: _town.Application.Time.GetUtcNow().AddSeconds(40));
        await _town.TurnAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(RequestStatus.InProgress, (await _town.RowAsync(number)).Status);
    }

    [Fact]
    public async Task Forgetting_whoever_reported_it_reaches_the_department_and_what_is_kept_of_it()
    {
        var submitted = await _town.Town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.East, """ "contact":{"name":"Ana"} """));
        await _town.TurnAsync();
        using var owner = _town.Application.ClientFor("X-Reporter-Key", submitted.Text("reporterKey"));
        (await owner.PostJsonAsync($"/v1/public/service-requests/{submitted.Text("trackingNumber")}/forget", null)).EnsureSuccessStatusCode();
        await _town.TurnAsync();
        Assert.Contains("asked to be forgotten", Assert.Single(_parks.Told)["description"], StringComparison.Ordinal);
        Assert.Equal("UNCHANGED", _parks.Told[0]["status"]);
    }

    [Fact]
    public async Task What_is_refused_is_dead_and_an_admin_sends_it_anew()
    {
        _parks.Instead = context => context.Request.Method == "POST" ? (400, """[{"code":"400","description":"No."}]""") : null;
        var number = await _town.SubmitAsync();
        await _town.TurnAsync();
        using var admin = _town.Application.Staff("demo-admin");
        var dead = Assert.Single((await (await admin.ReadAsync("/v1/admin/forwards")).JsonAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal((number, "PARKS", "request", "http-400"), (dead.Text("trackingNumber"), dead.Text("department"), dead.Text("kind"), dead.Text("failure")));
        await _town.OperateAsync(number, "notes", """{"text":"Mind the dog."}""");
        _parks.Instead = _ => null;
        await _town.TurnAsync(TimeSpan.FromHours(1));
        Assert.Empty(_parks.Requests);

        var replayed = await (await admin.PostJsonAsync($"/v1/admin/forwards/{dead.Text("id")}/replay", null)).JsonAsync();
        Assert.Equal("waiting", replayed.Text("state"));
        await _town.TurnAsync();
        Assert.Equal((1, 1), (_parks.Requests.Count, _parks.Told.Count));
        var line = (await (await admin.ReadAsync($"/v1/admin/audit?target=forward:{dead.Text("id")}")).JsonAsync()).GetProperty("items")[0];
        Assert.Equal("replay-forward", line.Text("action"));
    }

    [Fact]
    public async Task What_is_done_for_long_is_deleted_and_how_the_system_calls_a_request_stays()
    {
        var number = await _town.SubmitAsync();
        await _town.TurnAsync();
        Assert.Equal(0, await _town.Forwards.DeleteOldAsync(_town.Application.Time.GetUtcNow(), 10, Token));
        Assert.Equal(1, await _town.Forwards.DeleteOldAsync(_town.Application.Time.GetUtcNow().AddSeconds(1), 10, Token));
        Assert.Empty(await _town.AllForwardsAsync());
        _parks.Say("P-1", "in_progress", at: _town.Application.Time.GetUtcNow());
        await _town.TurnAsync();
        Assert.Equal(RequestStatus.InProgress, (await _town.RowAsync(number)).Status);
    }

    private void Use(params (string, string)[] settings)
    {
        _town?.Dispose();
        _town = new(_parks.Address, settings);
        _parks.Time = _town.Application.Time;
    }
}
