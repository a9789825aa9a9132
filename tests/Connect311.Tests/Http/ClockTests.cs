using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.ServiceLevels.Estimates;
using Connect311.Api.Triage.Marks;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>What becomes of a request's clocks from intake on, in its row and in its events.</summary>
public sealed class ClockTests : IDisposable
{
    private const string Level = """
        "acknowledge": {"hours": 2}, "inspect": {"hours": 10}, "resolve": {"days": 3}, "source": "assumed",
        "byPriority": {"2": {"acknowledge": {"hours": 1}, "resolve": {"hours": 36}}}
        """;

    private const string Office = """
        {"calendars": [{"code": "office", "name": {"en": "Office"}, "source": "assumed", "hours": {
          "monday": ["09:00-17:00"], "tuesday": ["09:00-17:00"], "wednesday": ["09:00-17:00"], "thursday": ["09:00-17:00"], "friday": ["09:00-17:00"]}}]}
        """;

    private readonly ReroutingTown _town = new();

    public ClockTests()
    {
        foreach (var (file, text) in Files(Level))
        {
            File.WriteAllText(Path.Combine(_town.Folder, file), text);
        }
    }

    private static DateTimeOffset Noon => TestApplication.Noon;

    [Fact]
    public async Task Intake_starts_the_clocks_of_the_type_and_priority()
    {
        var small = await RowAsync(await SubmitAsync());
        var big = await RowAsync(await SubmitAsync("\"answers\":{\"size\":\"big\"}"));

        Assert.Equal((Noon.AddHours(2), Noon.AddHours(10), Noon.AddDays(3), "2h/10h/3d", 1), Dues(small));
        Assert.Equal((Noon.AddHours(1), Noon.AddHours(10), Noon.AddHours(36), "1h/10h/36h", 1), Dues(big));
        Assert.Equal(Noon.AddMinutes(96), await NextMarkAsync(small.Id));
        _town.AssertSound();
    }

    [Fact]
    public async Task What_has_no_target_has_no_clock()
    {
        var row = await RowAsync(await _town.SubmitAsync("""{"serviceType":"unlisted","description":"?","location":{"latitude":0.5,"longitude":0.4}}"""));

        Assert.Equal((null, null, null, null, 1), Dues(row));
        Assert.Null(await NextMarkAsync(row.Id));
        _town.AssertSound();
    }

    [Fact]
    public async Task To_acknowledge_and_to_close_end_what_they_are_for()
    {
        var number = await SubmitAsync();
        _town.Application.Time.Advance(TimeSpan.FromHours(1));
        await _town.ActAsync(number, "acknowledge");
        Assert.Equal((null, Noon.AddHours(10), Noon.AddDays(3), "2h/10h/3d", 1), Dues(await RowAsync(number)));
        Assert.Equal(Noon.AddHours(8), await NextMarkAsync(ReroutingTown.IdOf(number)));

        _town.Application.Time.Advance(TimeSpan.FromHours(11));
        await _town.ActAsync(number, "close", """{"outcome":"fixed"}""");

        // It was not inspected in time, and that is still to be marked.
        Assert.Equal((null, Noon.AddHours(10), Noon.AddDays(3), "2h/10h/3d", 1), Dues(await RowAsync(number)));
        Assert.Equal(Noon.AddHours(10), await NextMarkAsync(ReroutingTown.IdOf(number)));
        _town.AssertSound();
    }

    [Fact]
    public async Task While_it_waits_nothing_is_due_and_then_what_is_left()
    {
        var number = await SubmitAsync();
        _town.Application.Time.Advance(TimeSpan.FromHours(1));
        await _town.ActAsync(number, "acknowledge");
        await _town.ActAsync(number, "wait", """{"waitingFor":"parts"}""");
        var waiting = await RowAsync(number);
        Assert.Equal((Clock.Never, Noon.AddDays(3), Noon.AddHours(1)), (waiting.DueAt, waiting.HeldDueAt!.Value, waiting.PausedAt!.Value));
        Assert.Null(await NextMarkAsync(waiting.Id));

        _town.Application.Time.Skip(TimeSpan.FromDays(5));
        await _town.ActAsync(number, "resume");
        var row = await RowAsync(number);
        Assert.Equal((Noon.AddDays(8), null, null), (row.DueAt, row.HeldDueAt, row.PausedAt));
        Assert.Equal(Noon.AddDays(5) + (0.8 * TimeSpan.FromDays(3)), await NextMarkAsync(row.Id));
        _town.AssertSound();
    }

    [Fact]
    public async Task A_reopened_request_runs_on_with_its_own_clock()
    {
        var number = await SubmitAsync();
        _town.Application.Time.Skip(TimeSpan.FromDays(1));
        await _town.ActAsync(number, "close", """{"outcome":"fixed"}""");
        _town.Application.Time.Skip(TimeSpan.FromDays(20));
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        Assert.True((await supervisor.ActAsync(number, "reopen", "\"2\"", """{"reason":"It sank."}""")).IsSuccessStatusCode);

        Assert.Equal(Noon.AddDays(23), (await RowAsync(number)).DueAt);
        _town.AssertSound();
    }

    [Fact]
    public async Task A_correction_of_the_priority_gives_other_targets_from_the_beginning()
    {
        var number = await SubmitAsync("\"answers\":{\"size\":\"small\"}");
        _town.Application.Time.Advance(TimeSpan.FromMinutes(30));
        await _town.CorrectedAsync(number, """{"answers":{"size":"big"}}""");

        Assert.Equal((Noon.AddHours(1), Noon.AddHours(10), Noon.AddHours(36), "1h/10h/36h", 1), Dues(await RowAsync(number)));
        _town.AssertSound();
    }

    [Fact]
    public async Task Another_catalogue_changes_no_request_that_is_there()
    {
        var number = await SubmitAsync();
        _town.Take(Files(Level.Replace("\"days\": 3", "\"days\": 9", StringComparison.Ordinal)), 1);

        await _town.CorrectedAsync(number, """{"address":{"text":"2 Main St"}}""");
        Assert.Equal((Noon.AddDays(3), "2h/10h/3d"), ((await RowAsync(number)).DueAt, (await RowAsync(number)).Targets));

        await _town.CorrectedAsync(number, """{"serviceType":"lamp.out","answers":{"pole":"7"}}""");
        await _town.CorrectedAsync(number, """{"serviceType":"hole.road","answers":{}}""");
        Assert.Equal((Noon.AddDays(9), "2h/10h/9d"), ((await RowAsync(number)).DueAt, (await RowAsync(number)).Targets));
        _town.AssertSound();
    }

    [Fact]
    public async Task Another_department_takes_over_what_is_left_in_its_own_hours()
    {
        // It is Monday, noon. PARKS keeps office hours.
        var number = await SubmitAsync();
        _town.Application.Time.Advance(TimeSpan.FromHours(3));
        await _town.CorrectedAsync(number, $$"""{"location":{{ReroutingTown.East}}}""");

        var row = await RowAsync(number);
        Assert.Equal("PARKS", row.Department);
        Assert.Equal(Noon.AddHours(2), row.AcknowledgeDueAt);

        // Seven hours are left: two today, five tomorrow. Of three days and nights, 69 of 72 hours: of 29 office hours 27:47:30.
        Assert.Equal(Noon.AddHours(26), row.InspectDueAt);
        Assert.Equal(Noon.AddDays(4) - new TimeSpan(1, 12, 30), row.DueAt);
        _town.AssertSound();
    }

    [Fact]
    public async Task The_first_event_says_no_more_of_the_clocks_than_the_targets_and_times()
    {
        var number = await SubmitAsync();
        var line = Assert.Single(await _town.Application.Database.EventsAsync(ReroutingTown.IdOf(number)));
        var clocks = JsonDocument.Parse(line.Data).RootElement.GetProperty("clocks");

        Assert.Equal(["acknowledgeDueAt", "inspectDueAt", "targets"], clocks.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Everybody_sees_what_is_due_and_staff_see_what_was_missed()
    {
        var number = await SubmitAsync();
        using var agent = _town.Application.Staff("demo-agent-ROADS");
        using var anybody = _town.Application.Anybody();
        var answer = await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal(("2026-06-01T18:00:00.000Z", "2026-06-02T02:00:00.000Z"), (answer.Text("acknowledgeDueAt"), answer.Text("inspectDueAt")));
        Assert.Equal(answer.Text("inspectDueAt"), (await (await anybody.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync()).Text("inspectDueAt"));

        _town.Application.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(1, await _town.Application.Services.GetRequiredService<ClockWatch>().MarkAsync(TestContext.Current.CancellationToken));
        await _town.ActAsync(number, "acknowledge");
        await _town.ActAsync(number, "wait", """{"waitingFor":"weather"}""");

        answer = await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (answer.GetProperty("acknowledgeDueAt").ValueKind, answer.GetProperty("inspectDueAt").ValueKind));
        Assert.Equal((JsonValueKind.Null, true), (answer.GetProperty("dueAt").ValueKind, answer.GetProperty("paused").GetBoolean()));
        var missed = answer.GetProperty("history")[1];
        Assert.Equal(("breached", "program", "acknowledge"), (missed.Text("event"), missed.Text("actor"), missed.GetProperty("mark").Text("target")));
        var told = await (await anybody.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync();
        Assert.True(told.GetProperty("paused").GetBoolean());
        Assert.Equal(["submitted", "acknowledged", "waiting"], told.GetProperty("history").EnumerateArray().Select(line => line.Text("event")));
        _town.AssertSound();
    }

    [Fact]
    public async Task Beside_the_target_stands_what_was_observed()
    {
        var number = await SubmitAsync();
        _town.Application.Services.GetRequiredService<ClosingEstimates>().Set([new()
        {
            ServiceType = "hole.road", Area = "borough:west", Closings = 38, HalfWithin = 187_201, MostWithin = 864_000, SinceAt = Noon.AddDays(-180), ComputedAt = Noon,
        }]);
        using var app = _town.Application.App();
        using var agent = _town.Application.Staff("demo-agent-ROADS");

        var west = (await app.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West), "a-key")).GetProperty("estimate");
        Assert.Equal(("P2DT4H1M", "P10D", 38), (west.Text("p50"), west.Text("p80"), west.GetProperty("basis").GetProperty("closings").GetInt32()));
        Assert.Equal(west.GetRawText(), (await app.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West), "a-key")).GetProperty("estimate").GetRawText());
        Assert.Equal(JsonValueKind.Null, (await app.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.East))).GetProperty("estimate").ValueKind);
        Assert.Equal("P10D", (await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync()).GetProperty("estimate").Text("p80"));
        Assert.Equal("P10D", (await (await app.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync()).GetProperty("estimate").Text("p80"));

        await _town.ActAsync(number, "close", """{"outcome":"fixed"}""");
        Assert.Equal(JsonValueKind.Null, (await (await app.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync()).GetProperty("estimate").ValueKind);
    }

    public void Dispose() => _town.Dispose();

    private static (DateTimeOffset?, DateTimeOffset?, DateTimeOffset?, string?, int) Dues(Connect311.Api.Triage.StaffRow row) =>
        (row.Clocks.AcknowledgeDueAt, row.Clocks.InspectDueAt, row.Clocks.DueAt, row.Targets, row.TargetsVersion);

    private static Dictionary<string, string> Files(string level)
    {
        var files = ReroutingTown.FilesWith("at-once");
        files["calendars.json"] = Office;
        files["departments.json"] = files["departments.json"].Replace("\"code\": \"PARKS\",", "\"code\": \"PARKS\", \"calendar\": \"office\",", StringComparison.Ordinal);
        files["service-types.json"] = files["service-types.json"].Replace("\"resolve\": {\"days\": 3}, \"source\": \"assumed\"", level, StringComparison.Ordinal);
        return files;
    }

    private Task<string> SubmitAsync(string more = "") => _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West, more));

    private Task<Connect311.Api.Triage.StaffRow> RowAsync(string number) => _town.RowAsync(number);

    private Task<DateTimeOffset?> NextMarkAsync(long id) => _town.Application.Database.NextMarkAsync(id);
}
