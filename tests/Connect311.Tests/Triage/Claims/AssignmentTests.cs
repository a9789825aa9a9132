using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Tests.Http;
using Connect311.Tests.Staff;

namespace Connect311.Tests.Triage.Claims;

/// <summary>A supervisor gives work to the people of the own department, and sees who has how much.</summary>
public sealed class AssignmentTests : IDisposable
{
    private readonly TestApplication _application = new();
    private readonly HttpClient _supervisor;

    public AssignmentTests() => _supervisor = _application.Staff("demo-supervisor-DOT");

    [Fact]
    public async Task It_is_the_assignees_then_and_who_did_it_stands_in_the_history()
    {
        var ana = await _application.AddStaffAsync(Role.Agent, "DOT");
        var number = await SubmitAsync();

        var assigned = await (await AssignAsync(number, "\"1\"", ana.Id)).JsonAsync();

        var claim = assigned.GetProperty("claim");
        Assert.Equal((ana.Id, ana.Name), (claim.GetProperty("by").Text("code"), claim.GetProperty("by").Text("name")));
        Assert.InRange(claim.GetProperty("until").GetDateTimeOffset() - DateTimeOffset.UnixEpoch, Later(71), Later(73));
        var line = assigned.GetProperty("history")[1];
        Assert.Equal(("assigned-to", "demo-supervisor-DOT", ana.Id), (line.Text("event"), line.Text("actor"), line.Text("assignee")));
        using var agent = _application.Staff("demo-agent-DOT");
        await (await agent.ActAsync(number, "claim", null)).ProblemAsync(ProblemCode.Claimed);
    }

    [Fact]
    public async Task Somebody_is_named_by_id_or_by_the_whole_name_if_one_alone_has_it()
    {
        var number = await SubmitAsync();
        var kim = await _application.AddStaffAsync(Role.Agent, "DOT");
        Assert.Equal(HttpStatusCode.OK, (await AssignAsync(number, "\"1\"", "Kim")).StatusCode);
        var other = await _application.AddStaffAsync(Role.Supervisor, "DOT");

        var problem = await (await AssignAsync(number, "\"2\"", "Kim")).ProblemAsync(ProblemCode.ValidationFailed);

        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(("/assignee", "ambiguous"), (error.Text("field"), error.Text("code")));
        Assert.Equal(new[] { kim.Id, other.Id }.Order(), error.GetProperty("params").Text("allowed").Split(", ").Order());
    }

    [Theory]
    [InlineData(Role.Agent, "NYPD")]
    [InlineData(Role.Operator, null)]
    [InlineData(Role.Admin, null)]
    [InlineData(Role.CallTaker, null)]
    public async Task Nobody_but_the_departments_own_agents_and_supervisors_is_given_it(string role, string? department)
    {
        var number = await SubmitAsync();
        var stranger = await _application.AddStaffAsync(role, department);

        Assert.Equal(["/assignee unknown-person"], await (await AssignAsync(number, "\"1\"", stranger.Id)).FaultsAsync());
    }

    [Theory]
    [InlineData("{}", "/assignee required")]
    [InlineData("""{"assignee":null}""", "/assignee required")]
    [InlineData("""{"assignee":7}""", "/assignee wrong-type")]
    [InlineData("""{"assignee":"nobody"}""", "/assignee unknown-person")]
    [InlineData("""{"assignee":"demo-agent-DOT","until":"tomorrow"}""", "/until unknown-member")]
    public async Task A_faulty_body_is_refused_by_field(string body, string fault) =>
        Assert.Equal([fault], await (await _supervisor.ActAsync(await SubmitAsync(), "assign", "\"1\"", body)).FaultsAsync());

    [Fact]
    public async Task Of_two_supervisors_at_once_one_is_told_to_look_again()
    {
        var number = await SubmitAsync();
        using var other = _application.Staff(await _application.TokenAsync(Role.Supervisor, "DOT"));

        var answers = await Task.WhenAll(
            AssignAsync(number, "\"1\"", "demo-agent-DOT"),
            other.ActAsync(number, "assign", "\"1\"", """{"assignee":"demo-supervisor-DOT"}"""));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.PreconditionFailed], answers.Select(answer => answer.StatusCode).Order());
    }

    [Fact]
    public async Task The_operators_give_theirs_to_operators()
    {
        var number = await SubmitAsync();
        await _application.HandOverAsync(number, "311");
        using var desk = _application.Staff("demo-operator");

        Assert.Equal(HttpStatusCode.OK, (await desk.ActAsync(number, "assign", "\"1\"", """{"assignee":"demo-operator"}""")).StatusCode);
        Assert.Equal(["/assignee unknown-person"], await (await desk.ActAsync(number, "assign", "\"2\"", """{"assignee":"demo-agent-DOT"}""")).FaultsAsync());
    }

    [Fact]
    public async Task The_workload_names_everybody_with_what_is_in_hand()
    {
        var ana = await _application.AddStaffAsync(Role.Agent, "DOT");
        var gone = await _application.AddStaffAsync(Role.Agent, "DOT");
        await AssignAsync(await SubmitAsync(), "\"1\"", ana.Id);
        await AssignAsync(await SubmitAsync(), "\"1\"", ana.Id);
        await AssignAsync(await SubmitAsync(), "\"1\"", gone.Id);
        using var admin = _application.Staff("demo-admin");
        await admin.PostJsonAsync($"/v1/admin/staff/{gone.Id}/deactivate", "\"1\"");
        _application.Time.AdjustTime(TestApplication.Noon.AddDays(365));

        var people = (await (await _supervisor.ReadAsync("/v1/departments/DOT/workload")).JsonAsync()).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal("{person:{code:string,name:string},worksHere:boolean,claimed:number,overdue:number,oldestReceivedAt:string}", Answers.ShapeOf(people[0]));
        Assert.Equal((ana.Id, true, 2, 2), Facts(people[0]));
        Assert.Equal((gone.Id, false, 1, 1), Facts(people[1]));
        Assert.Contains(("demo-agent-DOT", true, 0, 0), people.Select(Facts));
        Assert.Equal(JsonValueKind.Null, people[^1].GetProperty("oldestReceivedAt").ValueKind);
        await (await _supervisor.ReadAsync("/v1/departments/NOWHERE/workload")).ProblemAsync(ProblemCode.NotFound);
    }

    public void Dispose()
    {
        _supervisor.Dispose();
        _application.Dispose();
    }

    private static (string Id, bool WorksHere, int Claimed, int Overdue) Facts(JsonElement person) => (
        person.GetProperty("person").Text("code"),
        person.GetProperty("worksHere").GetBoolean(),
        person.GetProperty("claimed").GetInt32(),
        person.GetProperty("overdue").GetInt32());

    /// <summary>So many hours from now by the real clock, which is the database's.</summary>
    private static TimeSpan Later(int hours) => TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch + TimeSpan.FromHours(hours);

    private Task<HttpResponseMessage> AssignAsync(string number, string ifMatch, string assignee) =>
        _supervisor.ActAsync(number, "assign", ifMatch, $$"""{"assignee":"{{assignee}}"}""");

    private async Task<string> SubmitAsync()
    {
        using var app = _application.App();
        return (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
    }
}
