using System.Net;
using System.Text.Json;
using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Benchmarks;
using Connect311.Benchmarks.State;
using Connect311.Tests.Http;
using Connect311.Tests.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Triage.Claims;

/// <summary>What staff do with claims over the wire, and what others may do meanwhile.</summary>
public sealed class ClaimTests : IDisposable
{
    private const string Fixed = """{"outcome":"fixed"}""";
    private const string AnotherAddress = """{"address":{"text":"1 Main St"}}""";

    private readonly TestApplication _application = new();
    private readonly HttpClient _agent;
    private readonly HttpClient _supervisor;
    private readonly HttpClient _operator;

    public ClaimTests()
    {
        _agent = _application.Staff("demo-agent-DOT");
        _supervisor = _application.Staff("demo-supervisor-DOT");
        _operator = _application.Staff("demo-operator");
    }

    [Fact]
    public async Task A_claim_is_answered_with_the_request_and_shown_to_staff_alone()
    {
        var number = await SubmitAsync();
        var claimed = await _agent.ActAsync(number, "claim", null);
        Assert.Equal("\"2\"", claimed.Headers.ETag!.Tag);
        var shown = await claimed.JsonAsync();

        Assert.Equal("{by:{code:string,name:string},until:string}", Answers.ShapeOf(shown.GetProperty("claim")));
        Assert.Equal("demo-agent-DOT", shown.GetProperty("claim").GetProperty("by").Text("code"));
        Assert.Equal(["submitted", "claimed"], HistoryOf(shown));
        using var anybody = _application.Anybody();
        var seen = await (await anybody.ReadAsync($"/v1/public/service-requests/{number}")).TextAsync();
        Assert.DoesNotContain("claim", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("demo-agent", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_holder_renews_it_and_another_is_told_who_has_it_and_until_when()
    {
        var number = await SubmitAsync();
        var first = await (await _agent.ActAsync(number, "claim", null)).JsonAsync();
        var again = await (await _agent.ActAsync(number, "claim", null)).JsonAsync();
        Assert.Equal((2, 2), (again.GetProperty("version").GetInt32(), again.GetProperty("history").GetArrayLength()));
        Assert.True(UntilOf(again) >= UntilOf(first));

        using var other = await NewAgentAsync();
        var problem = await (await other.ActAsync(number, "claim", null)).ProblemAsync(ProblemCode.Claimed);
        Assert.Equal("demo-agent-DOT", problem.GetProperty("claimedBy").Text("code"));
        Assert.Equal(UntilOf(again), problem.GetProperty("claimedUntil").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("acknowledge", null)]
    [InlineData("close", Fixed)]
    [InlineData("", AnotherAddress)]
    [InlineData("rerouting/dismiss", null)]
    [InlineData("DELETE", null)]
    public async Task What_another_has_in_hand_is_not_changed_and_may_be_by_those_who_oversee(string action, string? body)
    {
        var number = await SubmitAsync();
        await _agent.ActAsync(number, "claim", null);
        using var other = await NewAgentAsync();
        using var key = await DepartmentKeyAsync();

        await (await ChangeAsync(other, number, action, body)).ProblemAsync(ProblemCode.Claimed);
        if (action != "DELETE")
        {
            var told = await (await ChangeAsync(key, number, action, body)).ProblemAsync(ProblemCode.Claimed);
            Assert.Equal(JsonValueKind.Null, told.GetProperty("claimedBy").ValueKind);
        }

        foreach (var overseer in new[] { _supervisor, _operator })
        {
            var fresh = await SubmitAsync();
            await _agent.ActAsync(fresh, "claim", null);
            Assert.True((await ChangeAsync(overseer, fresh, action, body)).StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict);
        }

        Assert.NotEqual(HttpStatusCode.PreconditionFailed, (await ChangeAsync(_agent, number, action, body)).StatusCode);
        AssertSound();
    }

    [Fact]
    public async Task What_expired_anybody_of_the_department_changes()
    {
        var number = await SubmitAsync();
        await _agent.ActAsync(number, "claim", null);
        Pass(TimeSpan.FromMinutes(30));
        using var other = await NewAgentAsync();

        var seen = await (await other.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("claim").ValueKind);
        Assert.Equal(HttpStatusCode.OK, (await other.ActAsync(number, "acknowledge", "\"2\"")).StatusCode);
    }

    [Fact]
    public async Task The_length_is_configured()
    {
        using var application = new TestApplication().With("Claims:Minutes", "5");
        using var agent = application.Staff("demo-agent-DOT");
        using var supervisor = application.Staff("demo-supervisor-DOT");
        using var app = application.App();
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
        await agent.ActAsync(number, "claim", null);
        application.Services.GetRequiredService<LeaseClock>().Offset = TimeSpan.FromMinutes(4);
        await (await supervisor.ActAsync(number, "claim", null)).ProblemAsync(ProblemCode.Claimed);
        application.Services.GetRequiredService<LeaseClock>().Offset = TimeSpan.FromMinutes(5);
        Assert.Equal(HttpStatusCode.OK, (await supervisor.ActAsync(number, "claim", null)).StatusCode);
    }

    [Fact]
    public async Task Released_it_is_nobodys_and_to_release_it_again_changes_nothing()
    {
        var number = await SubmitAsync();
        await _agent.ActAsync(number, "claim", null);

        var released = await (await ReleaseAsync(_agent, number, "\"2\"")).JsonAsync();
        var again = await (await ReleaseAsync(_agent, number, "\"3\"")).JsonAsync();

        Assert.Equal(JsonValueKind.Null, released.GetProperty("claim").ValueKind);
        Assert.Equal(["submitted", "claimed", "claim-released"], HistoryOf(again));
        await (await ReleaseAsync(_agent, number, null)).ProblemAsync(ProblemCode.VersionRequired);
        await (await ReleaseAsync(_agent, number, "\"2\"")).ProblemAsync(ProblemCode.VersionMismatch);
    }

    [Fact]
    public async Task What_is_closed_is_not_claimed()
    {
        var number = await SubmitAsync();
        await _agent.ActAsync(number, "close", "\"1\"", Fixed);

        Assert.Equal("not-open", (await (await _agent.ActAsync(number, "claim", null)).ProblemAsync(ProblemCode.NotClaimable)).Text("reason"));
        await (await _supervisor.ActAsync(number, "assign", "\"2\"", """{"assignee":"demo-agent-DOT"}""")).ProblemAsync(ProblemCode.NotClaimable);
    }

    [Fact]
    public async Task Going_to_another_department_lays_it_down()
    {
        var number = await SubmitAsync();
        await _agent.ActAsync(number, "claim", null);

        var sentOn = await (await _agent.CorrectAsync(number, "\"2\"", """{"serviceType":"noise-residential.loud-music-party"}""")).JsonAsync();

        Assert.Equal(("NYPD", JsonValueKind.Null), (sentOn.GetProperty("department").Text("code"), sentOn.GetProperty("claim").ValueKind));
        using var police = _application.Staff("demo-agent-NYPD");
        Assert.Equal(HttpStatusCode.OK, (await police.ActAsync(number, "claim", null)).StatusCode);
        AssertSound();
    }

    [Fact]
    public async Task The_next_one_is_given_out_until_there_is_none()
    {
        string[] numbers = [await SubmitAsync(), await SubmitAsync()];
        const string Next = "/v1/departments/DOT/queue/claim-next?serviceType=street-condition.pothole";
        var taken = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            var response = await _agent.PostJsonAsync(Next, null);
            taken.Add((await response.JsonAsync()).Text("trackingNumber"));
            Assert.Equal("\"2\"", response.Headers.ETag!.Tag);
        }

        var none = await _agent.PostJsonAsync(Next, null);

        Assert.Equal(numbers, taken);
        Assert.Equal((HttpStatusCode.NoContent, ""), (none.StatusCode, await none.TextAsync()));
        await (await _agent.PostJsonAsync("/v1/departments/NOWHERE/queue/claim-next", null)).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(["/serviceType unknown-service-type"], await (await _agent.PostJsonAsync("/v1/departments/DOT/queue/claim-next?serviceType=x", null)).FaultsAsync());
    }

    /// <summary>A revoked token and a deactivated member: the call is refused, the claim ends with its time or by a supervisor.</summary>
    [Theory]
    [InlineData(true, "deactivate")]
    [InlineData(false, "deactivate")]
    [InlineData(true, "revoke")]
    [InlineData(false, "revoke")]
    public async Task Whoever_may_work_no_more_in_mid_claim_loses_it_with_its_time_or_to_a_supervisor(bool isReleased, string how)
    {
        var member = await _application.AddStaffAsync(Role.Agent, "DOT");
        using var admin = _application.Staff("demo-admin");
        var made = await (await admin.PostJsonAsync($"/v1/admin/staff/{member.Id}/tokens", null, """{"name":"laptop"}""")).JsonAsync();
        using var leaving = _application.Staff(made.Text("token"));
        var number = await SubmitAsync();
        Assert.Equal(HttpStatusCode.OK, (await leaving.ActAsync(number, "claim", null)).StatusCode);

        var ended = how == "revoke"
            ? await admin.PostJsonAsync($"/v1/admin/staff/{member.Id}/tokens/{made.Text("id")}/revoke", null)
            : await admin.PostJsonAsync($"/v1/admin/staff/{member.Id}/deactivate", "\"1\"");
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        _application.Time.Advance(TimeSpan.FromSeconds(1));
        await (await leaving.ActAsync(number, "claim", null)).ProblemAsync(ProblemCode.CredentialRefused);
        await (await leaving.ActAsync(number, "close", "\"2\"", Fixed)).ProblemAsync(ProblemCode.CredentialRefused);
        var problem = await (await _agent.ActAsync(number, "claim", null)).ProblemAsync(ProblemCode.Claimed);
        Assert.Equal((member.Id, "Kim"), (problem.GetProperty("claimedBy").Text("code"), problem.GetProperty("claimedBy").Text("name")));
        if (how == "deactivate")
        {
            Assert.Equal(["/assignee unknown-person"], await (await AssignAsync(number, "\"2\"", member.Id)).FaultsAsync());
        }

        if (isReleased)
        {
            Assert.Equal(HttpStatusCode.OK, (await ReleaseAsync(_supervisor, number, "\"2\"")).StatusCode);
        }
        else
        {
            Pass(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(HttpStatusCode.OK, (await _agent.ActAsync(number, "claim", null)).StatusCode);
    }

    public void Dispose()
    {
        _agent.Dispose();
        _supervisor.Dispose();
        _operator.Dispose();
        _application.Dispose();
    }

    private static DateTimeOffset UntilOf(JsonElement request) => request.GetProperty("claim").GetProperty("until").GetDateTimeOffset();

    private static IEnumerable<string> HistoryOf(JsonElement request) =>
        request.GetProperty("history").EnumerateArray().Select(line => line.Text("event"));

    private static Task<HttpResponseMessage> ChangeAsync(HttpClient who, string number, string action, string? body) =>
        action.Length == 0 ? who.CorrectAsync(number, "\"2\"", body!)
        : action == "DELETE" ? ReleaseAsync(who, number, "\"2\"")
        : who.ActAsync(number, action, "\"2\"", body);

    private static Task<HttpResponseMessage> ReleaseAsync(HttpClient who, string number, string? ifMatch) =>
        who.DeleteAsync($"/v1/service-requests/{number}/claim", ifMatch);

    private Task<HttpResponseMessage> AssignAsync(string number, string ifMatch, string assignee) =>
        _supervisor.ActAsync(number, "assign", ifMatch, $$"""{"assignee":"{{assignee}}"}""");

    private void Pass(TimeSpan time) => _application.Services.GetRequiredService<LeaseClock>().Offset += time;

    private async Task<string> SubmitAsync()
    {
        using var app = _application.App();
        return (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");
    }

    private async Task<HttpClient> NewAgentAsync() => _application.Staff(await _application.TokenAsync(Role.Agent, "DOT"));

    private async Task<HttpClient> DepartmentKeyAsync() => _application.ClientFor(
        "X-Department-Key",
        (await _application.Services.GetRequiredService<ApiKeyStore>().CreateAsync(
            Api.Staff.Audit.Actor.CommandLine, Role.Department, "Its own system", null, "DOT", TestContext.Current.CancellationToken)).Key);

    private void AssertSound()
    {
        var anomalies = new Anomalies();
        new StateAudit(_application.DatabaseFile, anomalies, TimeSpan.FromMinutes(30)).Continue();
        Assert.Empty(anomalies.Examples);
    }
}
