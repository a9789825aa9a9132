using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>Under the policy <c>propose</c> a corrected request stays until staff have decided.</summary>
public sealed class ReroutingProposalTests : IDisposable
{
    private const string ToEast = $$"""{"location":{{ReroutingTown.East}}}""";

    private readonly ReroutingTown _town = new("propose");

    [Fact]
    public async Task It_is_shown_with_its_reason_and_moves_nothing()
    {
        var number = await ProposedAsync();
        var row = await _town.RowAsync(number);
        Assert.Equal(("ROADS", "west", "PARKS", "east", 1), (row.Department, row.RoutingRule, row.ProposedDepartment, row.ProposedRule, row.ProposedRuleSetVersion));
        using var roads = _town.Application.Staff("demo-agent-ROADS");
        var seen = await (await roads.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal(("ROADS", "west"), (seen.GetProperty("department").Text("code"), seen.GetProperty("routing").Text("rule")));
        var rerouting = seen.GetProperty("rerouting");
        Assert.Equal(("PARKS", "Parks", 3), (rerouting.GetProperty("department").Text("code"), rerouting.GetProperty("department").Text("name"), rerouting.GetProperty("priority").GetInt32()));
        Assert.Equal("The east is a park.", rerouting.GetProperty("routing").Text("reason"));
        Assert.Equal(["submitted", "corrected"], EventsOf(seen));
        _town.AssertSound();
    }

    [Fact]
    public async Task Accepted_it_is_sent_on()
    {
        var number = await ProposedAsync();
        await _town.ActAsync(number, "acknowledge");
        var answer = await (await _town.ActAsync(number, "rerouting/accept", """{"note":"Not our park."}""")).JsonAsync();
        Assert.Equal(("PARKS", "assigned", "east"), (answer.GetProperty("department").Text("code"), answer.Text("status"), answer.GetProperty("routing").Text("rule")));
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("rerouting").ValueKind);
        var last = answer.GetProperty("history")[3];
        Assert.Equal(("rerouted", "ROADS", "Not our park."), (last.Text("event"), last.Text("from"), last.Text("note")));
        Assert.Equal(["forward"], await _town.Application.Database.OutboxAsync(number, 4));
        await (await _town.ActAsync(number, "rerouting/accept")).ProblemAsync(ProblemCode.NoRerouting);
        _town.AssertSound();
    }

    [Fact]
    public async Task Dismissed_it_stays_and_the_same_is_not_proposed_again()
    {
        var number = await ProposedAsync();
        var answer = await (await _town.ActAsync(number, "rerouting/dismiss", "{}")).JsonAsync();
        Assert.Equal(("ROADS", JsonValueKind.Null), (answer.GetProperty("department").Text("code"), answer.GetProperty("rerouting").ValueKind));
        await (await _town.ActAsync(number, "rerouting/dismiss")).ProblemAsync(ProblemCode.NoRerouting);
        answer = await _town.CorrectedAsync(number, """{"address":{"text":"Pond"}}""");
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("rerouting").ValueKind);
        answer = await _town.CorrectedAsync(number, """{"answers":{"size":"big"}}""");
        Assert.Equal("DIGGERS", answer.GetProperty("rerouting").GetProperty("department").Text("code"));
        Assert.Equal(["submitted", "corrected", "rerouting-dismissed", "corrected", "corrected"], EventsOf(answer));
        _town.AssertSound();
    }

    [Fact]
    public async Task A_correction_that_brings_it_back_takes_the_proposal_away()
    {
        var number = await ProposedAsync();
        var answer = await _town.CorrectedAsync(number, $$"""{"location":{{ReroutingTown.West}}}""");
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("rerouting").ValueKind);
        await (await _town.ActAsync(number, "rerouting/accept")).ProblemAsync(ProblemCode.NoRerouting);
    }

    [Fact]
    public async Task Another_queue_or_priority_within_the_department_needs_no_proposal()
    {
        var number = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var answer = await _town.CorrectedAsync(number, """{"serviceType":"lamp.out","answers":{"pole":"7"}}""");
        Assert.Equal(("lamps", JsonValueKind.Null), (answer.Text("queue"), answer.GetProperty("rerouting").ValueKind));
    }

    [Fact]
    public async Task What_the_operators_hold_goes_at_once()
    {
        var number = await _town.SubmitAsync("""{"serviceType":"hole.road","address":{"text":"Somewhere"}}""");
        Assert.Equal("311", (await _town.RowAsync(number)).Department);
        var answer = await _town.CorrectedAsync(number, ToEast);
        Assert.Equal(("PARKS", JsonValueKind.Null), (answer.GetProperty("department").Text("code"), answer.GetProperty("rerouting").ValueKind));
    }

    [Fact]
    public async Task It_ends_with_the_request()
    {
        var number = await ProposedAsync();
        await _town.ActAsync(number, "close", """{"outcome":"fixed"}""");
        await (await _town.ActAsync(number, "rerouting/accept")).ProblemAsync(ProblemCode.NoRerouting);
        Assert.Null((await _town.RowAsync(number)).ProposedDepartment);
        _town.AssertSound();
    }

    [Fact]
    public async Task A_department_that_is_retired_since_takes_nothing()
    {
        var number = await ProposedAsync();
        var files = ReroutingTown.FilesWith("propose");
        files["departments.json"] = files["departments.json"].Replace("\"external\": true", "\"active\": false, \"successor\": \"ROADS\"", StringComparison.Ordinal);
        files["rule-set.json"] = files["rule-set.json"].Replace("\"PARKS\"", "\"ROADS\"", StringComparison.Ordinal);
        _town.Take(files, rules: 2);
        await (await _town.ActAsync(number, "rerouting/accept")).ProblemAsync(ProblemCode.ReroutingOutdated);
        Assert.True((await _town.ActAsync(number, "rerouting/dismiss")).IsSuccessStatusCode);
    }

    public void Dispose() => _town.Dispose();

    private static IEnumerable<string> EventsOf(JsonElement answer) =>
        answer.GetProperty("history").EnumerateArray().Select(line => line.Text("event"));

    /// <summary>A hole that ROADS hold, and that lies in the east.</summary>
    private async Task<string> ProposedAsync()
    {
        var number = await _town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await _town.CorrectedAsync(number, ToEast);
        return number;
    }
}
