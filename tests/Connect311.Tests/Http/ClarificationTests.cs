using System.Net;
using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Triage.Clarifications;
using Connect311.Tests.Triage.Rerouting;
using Microsoft.Extensions.DependencyInjection;

namespace Connect311.Tests.Http;

/// <summary>Staff ask the resident, who answers by the reporter key or a link, or not at all.</summary>
public sealed class ClarificationTests : IDisposable
{
    private const string Public = "/v1/public/service-requests";
    private const string Query = """{"text":"Which side of the road?"}""";
    private const string Left = """{"text":"The left one."}""";

    private readonly ReroutingTown _town = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_owner_alone_reads_what_is_asked_and_answers_it()
    {
        var (number, key) = await AskedAsync();
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        using var anybody = _town.Application.Anybody();
        var asked = (await (await owner.ReadAsync($"{Public}/{number}")).JsonAsync()).GetProperty("clarification");
        Assert.Equal(("Which side of the road?", TestApplication.Noon.AddDays(7)), (asked.Text("text"), asked.GetProperty("answerUntil").GetDateTimeOffset()));
        var others = await (await anybody.ReadAsync($"{Public}/{number}")).JsonAsync();
        Assert.Equal(JsonValueKind.Null, others.GetProperty("clarification").ValueKind);
        Assert.DoesNotContain("Which side", others.GetRawText(), StringComparison.Ordinal);

        var answered = await (await owner.PostJsonAsync($"{Public}/{number}/answer", null, Left)).JsonAsync();
        Assert.Equal(("acknowledged", JsonValueKind.Null), (answered.Text("status"), answered.GetProperty("clarification").ValueKind));
        using var agent = _town.Application.Staff("demo-agent-ROADS");
        var seen = await (await agent.ReadAsync($"/v1/service-requests/{number}")).JsonAsync();
        var last = seen.GetProperty("history")[2];
        Assert.Equal(("clarification-answered", "The left one.", "resident"), (last.Text("event"), last.Text("text"), last.Text("actor")));
        Assert.DoesNotContain("The left one", (await (await anybody.ReadAsync($"{Public}/{number}")).TextAsync()), StringComparison.Ordinal);
        _town.AssertSound();
    }

    [Fact]
    public async Task The_same_answer_may_come_twice_and_another_may_not()
    {
        var (number, key) = await AskedAsync();
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => owner.PostJsonAsync($"{Public}/{number}/answer", null, Left)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await (await owner.PostJsonAsync($"{Public}/{number}/answer", null, """{"text":"No, the right one."}""")).ProblemAsync(ProblemCode.TransitionNotAllowed);
        Assert.Equal(3, (await _town.RowAsync(number)).EventCount);
    }

    [Fact]
    public async Task A_link_shows_and_answers_one_query_and_nothing_when_it_is_over()
    {
        var (number, _) = await AskedAsync();
        var links = _town.Application.Services.GetRequiredService<ClarificationLinks>();
        var path = $"/v1/public/clarifications/{links.TokenOf(new(ReroutingTown.IdOf(number)), 2)}";
        using var anybody = _town.Application.Anybody();

        var shown = await (await anybody.ReadAsync(path)).JsonAsync();
        Assert.Equal((number, true, "Which side of the road?"), (shown.Text("trackingNumber"), shown.GetProperty("open").GetBoolean(), shown.Text("text")));
        Assert.Equal("waiting", (await _town.RowAsync(number)).Status);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var answered = await (await anybody.PostJsonAsync(path, null, Left)).JsonAsync();
            Assert.False(answered.GetProperty("open").GetBoolean());
        }

        await (await anybody.ReadAsync(path)).ProblemAsync(ProblemCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await _town.ActAsync(number, "ask", Query)).StatusCode);
        await (await anybody.ReadAsync(path)).ProblemAsync(ProblemCode.NotFound);
        await (await anybody.PostJsonAsync(path, null, """{"text":"Again."}""")).ProblemAsync(ProblemCode.TransitionNotAllowed);
        _town.AssertSound();
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1.2")]
    [InlineData("1.2.3")]
    [InlineData("..")]
    public async Task A_token_that_nobody_signed_is_unknown(string token)
    {
        using var anybody = _town.Application.Anybody();
        await (await anybody.ReadAsync($"/v1/public/clarifications/{token}")).ProblemAsync(ProblemCode.NotFound);
        await (await anybody.PostJsonAsync($"/v1/public/clarifications/{token}", null, Left)).ProblemAsync(ProblemCode.NotFound);
    }

    [Fact]
    public async Task Without_an_answer_the_work_goes_on_after_its_time_once()
    {
        var (number, key) = await AskedAsync();
        var expiry = _town.Application.Services.GetRequiredService<ClarificationExpiry>();
        _town.Application.Time.Skip(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        await expiry.ExpireAsync(Token);
        Assert.Equal("waiting", (await _town.RowAsync(number)).Status);
        _town.Application.Time.Advance(TimeSpan.FromMilliseconds(1));
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        await (await owner.PostJsonAsync($"{Public}/{number}/answer", null, Left)).ProblemAsync(ProblemCode.TransitionNotAllowed);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => expiry.ExpireAsync(Token)));

        var row = await _town.RowAsync(number);
        Assert.Equal(("acknowledged", 3, null, null), (row.Status, row.EventCount, row.WaitingFor, row.AnswerUntil));
        _town.AssertSound();
    }

    [Fact]
    public async Task Staff_who_go_on_by_themselves_take_the_query_back()
    {
        var (number, key) = await AskedAsync();
        Assert.Equal(HttpStatusCode.OK, (await _town.ActAsync(number, "resume")).StatusCode);
        Assert.Null((await _town.RowAsync(number)).AnswerUntil);
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        await (await owner.PostJsonAsync($"{Public}/{number}/answer", null, Left)).ProblemAsync(ProblemCode.TransitionNotAllowed);
        Assert.Equal(HttpStatusCode.OK, (await _town.ActAsync(number, "wait", """{"waitingFor":"resident"}""")).StatusCode);
        await (await owner.PostJsonAsync($"{Public}/{number}/answer", null, Left)).ProblemAsync(ProblemCode.TransitionNotAllowed);
    }

    public void Dispose() => _town.Dispose();

    private async Task<(string Number, string Key)> AskedAsync()
    {
        var report = await _town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var answer = await _town.ActAsync(report.Text("trackingNumber"), "ask", Query);
        Assert.True(answer.IsSuccessStatusCode, await answer.TextAsync());
        return (report.Text("trackingNumber"), report.Text("reporterKey"));
    }
}
