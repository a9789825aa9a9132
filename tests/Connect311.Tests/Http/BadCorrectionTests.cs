using Connect311.Api.Http;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>Whatever is sent as a correction: the faults by field, as at intake, and nothing is changed.</summary>
public sealed class BadCorrectionTests(ReroutingTown town) : IClassFixture<ReroutingTown>
{
    [Theory]
    [InlineData("""{"status":"closed"}""", "/status unknown-member")]
    [InlineData("""{"description":"A bump."}""", "/description unknown-member")]
    [InlineData("""{"department":"PARKS"}""", "/department unknown-member")]
    [InlineData("""{"contact":{"name":"Ana"}}""", "/contact unknown-member")]
    [InlineData("""{"serviceType":""}""", "/serviceType required")]
    [InlineData("""{"serviceType":7}""", "/serviceType wrong-type")]
    [InlineData("""{"serviceType":"no-such"}""", "/serviceType unknown-service-type")]
    [InlineData("""{"serviceType":"hole"}""", "/serviceType unknown-service-type")]
    [InlineData("""{"serviceType":"lamp.out"}""", "/answers/pole required")]
    [InlineData("""{"serviceType":"praise.any","address":{"text":"Here"}}""", "/address not-allowed")]
    [InlineData("""{"location":{}}""", "/location/latitude required", "/location/longitude required")]
    [InlineData("""{"location":{"latitude":91,"longitude":0.5}}""", "/location/latitude out-of-range")]
    [InlineData("""{"location":{"latitude":1e400,"longitude":0.5}}""", "/location/latitude out-of-range")]
    [InlineData("""{"location":{"latitude":9,"longitude":9}}""", "/location outside-area")]
    [InlineData("""{"location":{"latitude":0.5,"longitude":0.5,"altitude":3}}""", "/location/altitude unknown-member")]
    [InlineData("""{"location":"here"}""", "/location wrong-type")]
    [InlineData("""{"removeLocation":"yes"}""", "/removeLocation wrong-type")]
    [InlineData("""{"removeLocation":true}""", "/location required")]
    [InlineData("""{"removeLocation":true,"location":{"latitude":0.5,"longitude":0.5}}""", "/removeLocation not-with")]
    [InlineData("""{"location":{"latitude":0.5,"longitude":0.5,"source":"guess"}}""", "/location/source unknown-value")]
    [InlineData("""{"address":{"unit":"4B"}}""", "/address/text required")]
    [InlineData("""{"address":{"text":"a\nb"}}""", "/address/text line-break")]
    [InlineData("""{"address":{"text":"a\u0001b"}}""", "/address/text control-character")]
    [InlineData("""{"address":{"text":"a","zip":"1"}}""", "/address/zip unknown-member")]
    [InlineData("""{"answers":{"size":"huge"}}""", "/answers/size unknown-value")]
    [InlineData("""{"answers":{"size":"small","depth":4}}""", "/answers/depth not-allowed")]
    [InlineData("""{"answers":{"depth":1e999999999999999999999,"size":"big"}}""", "/answers/depth wrong-type")]
    [InlineData("""{"answers":{"no/such":1}}""", "/answers/no~1such unknown-question")]
    [InlineData("""{"answers":[]}""", "/answers wrong-type")]
    [InlineData("""{"answers":{"seen":{"a":1}}}""", "/answers/seen wrong-type")]
    [InlineData("""{"note":["x"]}""", "/note wrong-type")]
    [InlineData("[]", " wrong-type")]
    public async Task A_faulty_correction_is_refused(string body, params string[] faults)
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West, "\"answers\":{\"size\":\"big\",\"depth\":50}"));
        using var agent = town.Application.Staff("demo-agent-DIGGERS");
        Assert.Equal(faults.Order(), (await (await agent.CorrectAsync(number, "\"1\"", body)).FaultsAsync()).Order());
        Assert.Equal(1, (await town.RowAsync(number)).Version);
    }

    [Theory]
    [InlineData("{", "unreadable-body")]
    [InlineData("""{"note":"a","note":"b"}""", "unreadable-body")]
    [InlineData("""{"note":"\ud800"}""", "validation-failed")]
    public async Task An_unreadable_correction_is_refused(string body, string code)
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        using var agent = town.Application.Staff("demo-agent-ROADS");
        await (await agent.CorrectAsync(number, "\"1\"", body)).ProblemAsync(ProblemCode.All.Single(known => known.Code == code));
    }

    [Theory]
    [InlineData("accept", """{"note":5}""", "/note wrong-type")]
    [InlineData("accept", """{"why":"x"}""", "/why unknown-member")]
    [InlineData("dismiss", """{"note":"a\u0000"}""", "/note control-character")]
    [InlineData("dismiss", "[]", " wrong-type")]
    public async Task A_faulty_decision_is_refused(string action, string body, string fault)
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        Assert.Equal([fault], await (await town.ActAsync(number, $"rerouting/{action}", body)).FaultsAsync());
    }

    [Fact]
    public async Task A_correction_without_a_body_is_refused()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        using var agent = town.Application.Staff("demo-agent-ROADS");
        await (await agent.PatchJsonAsync($"/v1/service-requests/{number}", "\"1\"", null)).ProblemAsync(ProblemCode.UnsupportedMediaType);
    }
}
