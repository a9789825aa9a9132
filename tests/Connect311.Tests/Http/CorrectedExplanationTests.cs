using System.Text.Json;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>What is explained is the decision by which the department has the request now, or is proposed to.</summary>
public sealed class CorrectedExplanationTests
{
    private const string ToEast = $$"""{"location":{{ReroutingTown.East}}}""";

    [Fact]
    public async Task A_correction_is_decided_again_from_what_it_made_of_the_report()
    {
        using var town = new ReroutingTown();
        var submitted = await town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var number = submitted.Text("trackingNumber");
        AssertDecided(await ExplainedAsync(town, number), "ROADS", "west", 0.41234567);

        await town.CorrectedAsync(number, ToEast);
        AssertDecided(await ExplainedAsync(town, number), "PARKS", "east", 1.41234567);

        await town.CorrectedAsync(number, """{"answers":{"size":"big"}}""");
        var explained = await ExplainedAsync(town, number);
        AssertDecided(explained, "DIGGERS", "big", 1.41234567);
        Assert.Equal("big", explained.GetProperty("input").GetProperty("answers")[0].GetProperty("answers")[0].Text("code"));

        using var owner = town.Application.ClientFor(ReporterKeys.Header, submitted.Text("reporterKey"));
        var own = await (await owner.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync();
        Assert.Equal("Big holes need diggers.", own.GetProperty("routing").Text("reason"));
    }

    [Fact]
    public async Task A_proposal_is_explained_until_it_is_dismissed()
    {
        using var town = new ReroutingTown("propose");
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await town.CorrectedAsync(number, ToEast);
        AssertDecided(await ExplainedAsync(town, number), "PARKS", "east", 1.41234567);

        await town.ActAsync(number, "rerouting/dismiss", "{}");
        AssertDecided(await ExplainedAsync(town, number), "ROADS", "west", 0.41234567);
    }

    [Fact]
    public async Task A_proposal_that_was_accepted_is_explained_by_what_it_was_made_of()
    {
        using var town = new ReroutingTown("propose");
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await town.CorrectedAsync(number, ToEast);

        await town.ActAsync(number, "rerouting/accept", "{}");

        AssertDecided(await ExplainedAsync(town, number), "PARKS", "east", 1.41234567);
    }

    private static void AssertDecided(JsonElement explained, string department, string rule, double longitude)
    {
        var decision = explained.GetProperty("decision");
        Assert.Equal((department, rule), (decision.GetProperty("department").Text("code"), decision.Text("rule")));
        Assert.True(explained.GetProperty("reproduced").GetBoolean(), explained.GetRawText());
        Assert.Equal(longitude, explained.GetProperty("input").GetProperty("place").GetProperty("longitude").GetDouble());
    }

    private static async Task<JsonElement> ExplainedAsync(ReroutingTown town, string number)
    {
        using var desk = town.Application.Staff("demo-operator");
        return await (await desk.ReadAsync($"/v1/service-requests/{number}/routing")).JsonAsync();
    }
}
