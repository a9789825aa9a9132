using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>Staff send requests on to other departments, and what that says of the rules.</summary>
public sealed class TransferTests(ReroutingTown town) : IClassFixture<ReroutingTown>
{
    private const string ToDiggers = """{"department":"DIGGERS","queue":"deep","reason":"wrong-department","note":"It is very deep."}""";

    [Fact]
    public async Task A_transfer_takes_the_request_to_the_other_departments_queue()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await town.ActAsync(number, "acknowledge");
        var answer = await SentAsync(number, ToDiggers);

        Assert.Equal(("DIGGERS", "deep", "assigned", 3), (answer.GetProperty("department").Text("code"), answer.Text("queue"), answer.Text("status"), answer.GetProperty("version").GetInt32()));
        Assert.Equal(("west", "Staff looked at the report and sent it to this department."), (answer.GetProperty("routing").Text("rule"), answer.GetProperty("routing").Text("reason")));
        var happened = answer.GetProperty("history")[2];
        Assert.Equal(("transferred", "ROADS", "DIGGERS", "wrong-department", "It is very deep."), (happened.Text("event"), happened.Text("from"), happened.Text("department"), happened.Text("reason"), happened.Text("note")));
        using var diggers = town.Application.Staff("demo-agent-DIGGERS");
        Assert.Contains(number, await (await diggers.ReadAsync($"/v1/departments/DIGGERS/queue?queue=deep&number={number}")).TextAsync(), StringComparison.Ordinal);
        town.AssertSound();
    }

    [Fact]
    public async Task The_public_hears_who_has_it_now_and_no_word_of_staff()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await SentAsync(number, ToDiggers);
        using var anybody = town.Application.Anybody();
        var told = await (await anybody.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync();
        Assert.Equal("Sent on from Roads to Diggers.", told.GetProperty("history")[1].Text("sentence"));
        Assert.DoesNotContain("deep", told.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-department", told.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sent_back_and_forth_goes_to_the_operators_who_decide()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        foreach (var department in new[] { "DIGGERS", "ROADS", "DIGGERS" })
        {
            await SentAsync(number, $$"""{"department":"{{department}}","reason":"wrong-department"}""");
        }

        var answer = await SentAsync(number, """{"department":"ROADS","reason":"wrong-department"}""");
        Assert.Equal("311", answer.GetProperty("department").Text("code"));
        Assert.Equal("ROADS", answer.GetProperty("history")[4].Text("wanted"));
        Assert.Equal("Departments sent the report on to each other too often, the last time to Roads, so an operator decides.", answer.GetProperty("routing").Text("reason"));
        using var desk = town.Application.Staff("demo-operator");
        var decided = await (await desk.ActAsync(number, "transfer", "\"5\"", """{"department":"ROADS","reason":"unclear"}""")).JsonAsync();
        Assert.Equal("ROADS", decided.GetProperty("department").Text("code"));
        Assert.Equal("DIGGERS", (await SentAsync(number, ToDiggers)).GetProperty("department").Text("code"));
        town.AssertSound();
    }

    [Fact]
    public async Task A_correction_leaves_it_where_staff_sent_it_while_the_rules_say_the_same()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await SentAsync(number, ToDiggers);
        var stays = await town.CorrectedAsync(number, """{"answers":{"size":"small"}}""");
        Assert.Equal("DIGGERS", stays.GetProperty("department").Text("code"));
        var goes = await town.CorrectedAsync(number, $$"""{"location":{{ReroutingTown.East}}}""");
        Assert.Equal("PARKS", goes.GetProperty("department").Text("code"));
        town.AssertSound();
    }

    [Fact]
    public async Task The_explanation_is_still_that_of_the_rules()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await SentAsync(number, ToDiggers);
        using var diggers = town.Application.Staff("demo-agent-DIGGERS");
        var explained = await (await diggers.ReadAsync($"/v1/service-requests/{number}/routing")).JsonAsync();
        Assert.Equal(("west", "ROADS", true), (explained.GetProperty("decision").Text("rule"), explained.GetProperty("decision").GetProperty("department").Text("code"), explained.GetProperty("reproduced").GetBoolean()));
    }

    [Theory]
    [InlineData("""{"department":"ROADS","reason":"unclear"}""", "/department already-there")]
    [InlineData("""{"department":"NOBODY","reason":"unclear"}""", "/department undefined")]
    [InlineData("""{"department":"DIGGERS"}""", "/reason required")]
    [InlineData("""{"department":"DIGGERS","reason":"why not"}""", "/reason unknown-value")]
    [InlineData("""{"reason":"unclear"}""", "/department required")]
    [InlineData("""{"department":"DIGGERS","reason":"unclear","to":"x"}""", "/to unknown-member")]
    public async Task What_is_wrong_with_a_transfer_is_named(string body, string expected)
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var problem = await (await town.ActAsync(number, "transfer", body)).ProblemAsync(ProblemCode.ValidationFailed);
        var fault = problem.GetProperty("errors")[0];
        Assert.Equal(expected, $"{fault.Text("field")} {fault.Text("code")}");
    }

    [Fact]
    public async Task What_is_closed_is_not_sent_on()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        Assert.Equal(HttpStatusCode.OK, (await town.ActAsync(number, "close", """{"outcome":"fixed"}""")).StatusCode);
        var problem = await (await town.ActAsync(number, "transfer", ToDiggers)).ProblemAsync(ProblemCode.TransitionNotAllowed);
        Assert.Equal("closed", problem.Text("currentStatus"));
    }

    [Fact]
    public async Task Many_transfers_of_one_kind_suggest_a_rule_that_can_be_published()
    {
        using var own = new ReroutingTown();
        for (var i = 0; i < 8; i++)
        {
            var number = await own.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
            if (i < 7)
            {
                var row = await own.RowAsync(number);
                using var agent = own.Application.Staff("demo-agent-ROADS");
                Assert.Equal(HttpStatusCode.OK, (await agent.ActAsync(number, "transfer", $"\"{row.Version}\"", ToDiggers)).StatusCode);
            }
        }

        using var desk = own.Application.Staff("demo-operator");
        var proposal = Assert.Single((await (await desk.ReadAsync("/v1/routing/proposals")).JsonAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal("7 of 8 requests of type Hole: On the road were sent on from ROADS to DIGGERS in 90 days.", proposal.Text("sentence"));
        Assert.Equal((7, 8, 0.875), (proposal.GetProperty("support").GetInt32(), proposal.GetProperty("of").GetInt32(), proposal.GetProperty("confidence").GetDouble()));

        using var admin = own.Application.Staff("demo-admin");
        var draft = (await (await admin.PostJsonAsync("/v1/admin/rule-sets", null, """{"basedOn":1}""")).JsonAsync()).GetProperty("version").GetInt32();
        var rule = proposal.GetProperty("rule");
        var path = $"/v1/admin/rule-sets/{draft}/rules/{rule.Text("id")}?before=west";
        var tag = (await admin.ReadAsync($"/v1/admin/rule-sets/{draft}")).Headers.ETag!.Tag;
        Assert.Equal(HttpStatusCode.OK, (await admin.PutJsonAsync(path, tag, rule.GetRawText())).StatusCode);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("367")]
    [InlineData("x")]
    public async Task Days_of_proposals_are_bounded(string days)
    {
        using var desk = town.Application.Staff("demo-operator");
        await (await desk.ReadAsync($"/v1/routing/proposals?days={days}")).ProblemAsync(ProblemCode.ValidationFailed);
    }

    private async Task<JsonElement> SentAsync(string number, string body)
    {
        var response = await town.ActAsync(number, "transfer", body);
        Assert.True(response.IsSuccessStatusCode, await response.TextAsync());
        return await response.JsonAsync();
    }
}
