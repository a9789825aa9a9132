using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Tests.Http;

/// <summary>Staff change what they have seen, and nothing that somebody changed meanwhile.</summary>
public sealed class StaffTests(TestApplication application) : IClassFixture<TestApplication>
{
    private const string Fixed = """{"outcome":"fixed","note":"Filled and rolled."}""";

    [Fact]
    public async Task A_request_has_the_documented_members_and_no_other()
    {
        using var agent = application.Staff("demo-agent-DOT");
        var response = await agent.ReadAsync($"/v1/service-requests/{await SubmitAsync()}");
        const string named = "{code:string,name:string}";
        Assert.Equal(
            "{trackingNumber:string,version:number,status:string,open:boolean,actions:[string],priority:number,danger:boolean," +
            $"serviceType:{named},department:{named},queue:null,claim:null,routing:{{rule:string,ruleSetVersion:number,reason:string,note:null,possibleDepartments:[],needsAnswerTo:null}},rerouting:null," +
            "channel:string,receivedAt:string,reportedAt:null,clockSuspect:boolean,acknowledgeDueAt:null,inspectDueAt:null,dueAt:string,paused:boolean,escalated:boolean,estimate:null,updatedAt:string,closedAt:null,outcome:null,duplicateOf:null,disputedAt:null,legalHoldAt:null,erased:[],hold:null,waitingFor:null,answerUntil:null,reopenCount:number,externalId:null,incident:null,resembles:null," +
            "description:string,location:{latitude:number,longitude:number,accuracyMetres:null,source:null},address:null," +
            "areas:[string],answers:null,photos:null,photoStates:[],aside:null,faults:[]," +
            "history:[{number:number,at:string,event:string,status:string,department:string,enteredBy:null,actor:string,assignee:null,note:null,from:null,wanted:null,rule:string,ruleSetVersion:number,correction:null,outcome:null,waitingFor:null,reason:null,externalId:null,visitedAt:null,duplicateOf:null,referredTo:null,text:null,incident:null,mark:null,photos:null,photo:null}]}",
            Answers.ShapeOf(await response.JsonAsync()));
        Assert.Equal("\"1\"", response.Headers.ETag!.Tag);
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task A_change_is_answered_with_the_request_as_it_then_is()
    {
        using var agent = application.Staff("demo-agent-DOT");
        var number = await SubmitAsync();
        var acknowledged = await agent.ActAsync(number, "acknowledge", "\"1\"");
        Assert.Equal("\"2\"", acknowledged.Headers.ETag!.Tag);
        Assert.Equal("acknowledged", (await acknowledged.JsonAsync()).Text("status"));
        var closed = await (await agent.ActAsync(number, "close", "\"2\"", Fixed)).JsonAsync();
        Assert.Equal(("closed", "fixed"), (closed.Text("status"), closed.Text("outcome")));
        Assert.Empty(closed.GetProperty("actions").EnumerateArray());
        var last = closed.GetProperty("history")[2];
        Assert.Equal(("demo-agent-DOT", "Filled and rolled."), (last.Text("actor"), last.Text("note")));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_no_event_older_than_the_one_before_it()
    {
        using var application = new TestApplication();
        using var app = application.App();
        using var agent = application.Staff("demo-agent-DOT");
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        application.Time.AdjustTime(TestApplication.Noon.AddHours(-1));

        await agent.ActAsync(number, "acknowledge", "\"1\"");
        application.Time.AdjustTime(TestApplication.Noon.AddHours(1));
        var closed = await (await agent.ActAsync(number, "close", "\"2\"", Fixed)).JsonAsync();

        Assert.Equal(
            [TestApplication.Noon, TestApplication.Noon, TestApplication.Noon.AddHours(1)],
            closed.GetProperty("history").EnumerateArray().Select(line => line.GetProperty("at").GetDateTimeOffset()));
        Assert.Equal(TestApplication.Noon.AddHours(1), closed.GetProperty("closedAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData(null, "version-required")]
    [InlineData("\"2\"", "version-mismatch")]
    [InlineData("\"0\"", "version-mismatch")]
    [InlineData("1", "validation-failed")]
    [InlineData("W/\"1\"", "validation-failed")]
    [InlineData("*", "validation-failed")]
    [InlineData("\"-1\"", "validation-failed")]
    [InlineData("\"one\"", "validation-failed")]
    [InlineData("\"99999999999999999999\"", "validation-failed")]
    [InlineData("\"1\", \"2\"", "validation-failed")]
    public async Task A_change_must_name_the_version_that_was_seen(string? ifMatch, string code)
    {
        using var agent = application.Staff("demo-agent-DOT");
        var number = await SubmitAsync();
        var expected = ProblemCode.All.Single(known => known.Code == code);
        await (await agent.ActAsync(number, "acknowledge", ifMatch)).ProblemAsync(expected);
        await (await agent.ActAsync(number, "close", ifMatch, Fixed)).ProblemAsync(expected);
        var seen = await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal(("assigned", 1), (seen.Text("status"), seen.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task Of_two_who_saw_the_same_one_succeeds()
    {
        using var agent = application.Staff("demo-agent-DOT");
        var number = await SubmitAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => agent.ActAsync(number, "close", "\"1\"", Fixed)));
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed],
            answers.Select(answer => answer.StatusCode).Order());
    }

    [Fact]
    public async Task A_step_that_the_status_does_not_allow_names_those_that_it_does()
    {
        using var agent = application.Staff("demo-agent-DOT");
        var number = await SubmitAsync();
        await agent.ActAsync(number, "acknowledge", "\"1\"");
        var again = await (await agent.ActAsync(number, "acknowledge", "\"2\"")).ProblemAsync(ProblemCode.TransitionNotAllowed);
        Assert.Equal("acknowledged", again.Text("currentStatus"));
        Assert.Equal(["start", "wait", "ask", "close", "cancel", "transfer"], again.GetProperty("allowed").EnumerateArray().Select(action => action.GetString()));
        await agent.ActAsync(number, "close", "\"2\"", Fixed);
        var closed = await (await agent.ActAsync(number, "close", "\"3\"", Fixed)).ProblemAsync(ProblemCode.TransitionNotAllowed);
        Assert.Equal(("closed", 0), (closed.Text("currentStatus"), closed.GetProperty("allowed").GetArrayLength()));
    }

    [Theory]
    [InlineData("{}", "/outcome required")]
    [InlineData("""{"outcome":""}""", "/outcome required")]
    [InlineData("""{"outcome":"no-such"}""", "/outcome unknown-value")]
    [InlineData("""{"outcome":"violation-issued"}""", "/outcome unknown-value")]
    [InlineData("""{"outcome":"not-recorded"}""", "/outcome unknown-value")]
    [InlineData("""{"outcome":"fixed","note":5}""", "/note wrong-type")]
    [InlineData("""{"outcome":"fixed","note":"a\u0000"}""", "/note control-character")]
    [InlineData("""{"outcome":"fixed","status":"closed"}""", "/status unknown-member")]
    public async Task A_faulty_closing_is_refused(string body, string fault)
    {
        using var agent = application.Staff("demo-agent-DOT");
        Assert.Equal([fault], await (await agent.ActAsync(await SubmitAsync(), "close", "\"1\"", body)).FaultsAsync());
    }

    [Fact]
    public async Task A_mistyped_number_is_told_apart_from_an_unknown_one()
    {
        using var agent = application.Staff("demo-agent-DOT");
        Assert.Equal(["/trackingNumber check-digit"], await (await agent.ReadAsync("/v1/service-requests/311-12345")).FaultsAsync());
        await (await agent.ReadAsync($"/v1/service-requests/{new TrackingNumber(77)}")).ProblemAsync(ProblemCode.NotFound);
        await (await agent.ActAsync(new TrackingNumber(77).ToString(), "acknowledge", "\"1\"")).ProblemAsync(ProblemCode.NotFound);
    }

    [Fact]
    public async Task The_apartment_and_the_contact_are_not_part_of_it()
    {
        using var app = application.App();
        using var agent = application.Staff("demo-agent-DOT");
        var number = (await app.SubmittedAsync(
            """
            {"serviceType":"street-condition.pothole","address":{"text":"1 Main St","unit":"MARKER 4B"},
             "contact":{"name":"MARKER","email":"marker@example.org","phone":"+12125550123"}}
            """)).Text("trackingNumber");
        var seen = await (await agent.ReadAsync($"/v1/service-requests/{number}")).TextAsync();
        Assert.DoesNotContain("marker", seen, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("2125550123", seen);
        Assert.Equal(JsonValueKind.String, JsonSerializer.Deserialize<JsonElement>(seen).GetProperty("address").ValueKind);
    }

    [Theory]
    [InlineData("demo-agent-311")]
    [InlineData("demo-supervisor-311")]
    public async Task The_operators_department_sees_danger_elsewhere_but_leaves_the_acting_to_others(string token)
    {
        using var app = application.App();
        using var staff = application.Staff(token);
        var danger = (await app.SubmittedAsync(Answers.PotholeWith("description", "\"There is a live wire in the hole\""))).Text("trackingNumber");
        var plain = await SubmitAsync();
        var seen = await (await staff.ReadAsync($"/v1/service-requests/{danger}")).JsonAsync();
        Assert.True(seen.GetProperty("danger").GetBoolean());
        Assert.NotEmpty(seen.GetProperty("history").EnumerateArray());
        await (await staff.ActAsync(danger, "close", "\"1\"", Fixed)).ProblemAsync(ProblemCode.Forbidden);
        await (await staff.ReadAsync($"/v1/service-requests/{plain}")).ProblemAsync(ProblemCode.Forbidden);
    }

    private async Task<string> SubmitAsync()
    {
        using var app = application.App();
        return (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
    }
}
