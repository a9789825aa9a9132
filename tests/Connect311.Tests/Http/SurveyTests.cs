using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>Whoever reported something says how it went; departments hear it in numbers.</summary>
public sealed class SurveyTests : IDisposable
{
    private const string Public = "/v1/public/service-requests";

    private readonly ReroutingTown _town = new();

    [Fact]
    public async Task A_closing_is_rated_once_and_may_be_rated_otherwise_until_its_time_is_over()
    {
        var (number, key) = await ClosedAsync();
        var closedAt = (await _town.RowAsync(number)).ClosedAt!.Value;
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        await (await RateAsync(owner, number, """{"score":2,"comment":"MARKER: rough."}""")).JsonAsync();
        var rated = await (await RateAsync(owner, number, """{"score":4,"comment":"MARKER: better."}""")).JsonAsync();
        Assert.Equal((4, closedAt.AddDays(30)), (rated.GetProperty("score").GetInt32(), rated.GetProperty("changeableUntil").GetDateTimeOffset()));
        using var staff = _town.Application.Staff("demo-agent-ROADS");
        var said = Assert.Single(await SaidAsync(staff, number));
        Assert.Equal((4, "MARKER: better.", "ROADS"), (said.GetProperty("score").GetInt32(), said.Text("comment"), said.Text("department")));
        using var anybody = _town.Application.Anybody();
        Assert.DoesNotContain("MARKER", await (await anybody.ReadAsync($"{Public}/{number}")).TextAsync(), StringComparison.Ordinal);
        using var others = _town.Application.Staff("demo-agent-DIGGERS");
        await (await others.ReadAsync($"/v1/service-requests/{number}/surveys")).ProblemAsync(ProblemCode.Forbidden);

        _town.Application.Time.Skip(TimeSpan.FromDays(31));
        await (await RateAsync(owner, number, """{"score":1}""")).ProblemAsync(ProblemCode.NotSurveyed);
        Assert.Equal(4, Assert.Single(await SaidAsync(staff, number)).GetProperty("score").GetInt32());
    }

    [Fact]
    public async Task What_is_open_is_not_rated_and_each_closing_is_rated_anew()
    {
        var answer = await _town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var number = answer.Text("trackingNumber");
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey"));
        await (await RateAsync(owner, number, """{"score":1}""")).ProblemAsync(ProblemCode.NotSurveyed);
        await _town.ActAsync(number, "close", """{"outcome":"fixed"}""");
        await (await RateAsync(owner, number, """{"score":1}""")).JsonAsync();
        using var supervisor = _town.Application.Staff("demo-supervisor-ROADS");
        await (await supervisor.ActAsync(number, "reopen", "\"2\"", """{"reason":"It sank."}""")).JsonAsync();
        await (await RateAsync(owner, number, """{"score":5}""")).ProblemAsync(ProblemCode.NotSurveyed);
        await (await supervisor.ActAsync(number, "close", "\"3\"", """{"outcome":"fixed"}""")).JsonAsync();
        await (await RateAsync(owner, number, """{"score":5}""")).JsonAsync();
        Assert.Equal([1, 5], (await SaidAsync(supervisor, number)).Select(one => one.GetProperty("score").GetInt32()));
        Assert.Equal(["/score required"], await (await RateAsync(owner, number, "{}")).FaultsAsync());
        Assert.Equal(["/score out-of-range"], await (await RateAsync(owner, number, """{"score":6}""")).FaultsAsync());
        await (await RateAsync(supervisor, number, """{"score":5}""")).ProblemAsync(ProblemCode.CredentialRequired);
    }

    [Fact]
    public async Task Forgotten_words_go_and_no_new_ones_are_kept()
    {
        var (number, key) = await ClosedAsync();
        using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
        using var staff = _town.Application.Staff("demo-agent-ROADS");
        await RateAsync(owner, number, """{"score":2,"comment":"MARKER: rough."}""");
        await (await owner.PostJsonAsync($"{Public}/{number}/forget", null)).JsonAsync();
        var said = Assert.Single(await SaidAsync(staff, number));
        Assert.Equal((2, JsonValueKind.Null), (said.GetProperty("score").GetInt32(), said.GetProperty("comment").ValueKind));
        await (await RateAsync(owner, number, """{"score":3,"comment":"MARKER: again."}""")).JsonAsync();
        said = Assert.Single(await SaidAsync(staff, number));
        Assert.Equal((3, JsonValueKind.Null), (said.GetProperty("score").GetInt32(), said.GetProperty("comment").ValueKind));
        _town.AssertSound();
    }

    [Fact]
    public async Task Results_of_a_department_are_told_once_enough_answered()
    {
        int[] scores = [5, 4, 4, 1, 5];
        using var desk = _town.Application.Staff("demo-operator");
        for (var i = 0; i < scores.Length; i++)
        {
            var (number, key) = await ClosedAsync();
            using var owner = _town.Application.ClientFor(ReporterKeys.Header, key);
            await (await RateAsync(owner, number, $$"""{"score":{{scores[i]}}}""")).JsonAsync();
            var result = Assert.Single((await (await desk.ReadAsync("/v1/numbers/surveys")).JsonAsync()).GetProperty("items").EnumerateArray());
            Assert.Equal(("ROADS", i + 1), (result.GetProperty("department").Text("code"), result.GetProperty("answers").GetInt32()));
            Assert.Equal(i + 1 < scores.Length, result.GetProperty("mean").ValueKind == JsonValueKind.Null && result.GetProperty("distribution").ValueKind == JsonValueKind.Null);
        }

        var all = (await (await desk.ReadAsync("/v1/numbers/surveys")).JsonAsync()).GetProperty("items")[0];
        Assert.Equal(3.8, all.GetProperty("mean").GetDouble());
        Assert.Equal([1, 0, 0, 2, 2], all.GetProperty("distribution").EnumerateArray().Select(count => count.GetInt32()));
        Assert.Empty((await (await desk.ReadAsync("/v1/numbers/surveys?department=PARKS")).JsonAsync()).GetProperty("items").EnumerateArray());
        Assert.Equal(["/to invalid-format"], await (await desk.ReadAsync("/v1/numbers/surveys?to=x")).FaultsAsync());
        using var agent = _town.Application.Staff("demo-agent-DIGGERS");
        await (await agent.ReadAsync("/v1/numbers/surveys?department=ROADS")).ProblemAsync(ProblemCode.Forbidden);
    }

    public void Dispose() => _town.Dispose();

    private async Task<(string Number, string Key)> ClosedAsync()
    {
        var answer = await _town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await _town.ActAsync(answer.Text("trackingNumber"), "close", """{"outcome":"fixed"}""");
        return (answer.Text("trackingNumber"), answer.Text("reporterKey"));
    }

    private static Task<HttpResponseMessage> RateAsync(HttpClient owner, string number, string body) =>
        owner.PostJsonAsync($"{Public}/{number}/survey", null, body);

    private static async Task<List<JsonElement>> SaidAsync(HttpClient staff, string number) =>
        [.. (await (await staff.ReadAsync($"/v1/service-requests/{number}/surveys")).JsonAsync()).GetProperty("items").EnumerateArray()];
}
