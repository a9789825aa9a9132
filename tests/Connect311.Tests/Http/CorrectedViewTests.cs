using System.Text.Json;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>What residents see of a request that was corrected or sent on, and what they do not.</summary>
public sealed class CorrectedViewTests(ReroutingTown town) : IClassFixture<ReroutingTown>
{
    private const string Root = "/v1/public/service-requests";

    [Theory]
    [InlineData("en", "Sent on from Roads to Parks.", "Sent on from Roads to Parks. The east is a park.")]
    [InlineData("es", "Enviada de Calles a Parques.", "Enviada de Calles a Parques. El este es un parque.")]
    public async Task Anybody_reads_where_it_went_and_its_owner_why(string language, string sentence, string ownSentence)
    {
        var answer = await town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var number = answer.Text("trackingNumber");
        await town.CorrectedAsync(number, $$"""{"location":{{ReroutingTown.East}},"note":"MARKER-note"}""");
        using var anybody = town.Application.ClientFor("Accept-Language", language);
        Assert.Equal(["submitted", $"rerouted {sentence}"], await HistoryAsync(anybody, number));
        Assert.DoesNotContain("MARKER", await (await anybody.ReadAsync($"{Root}/{number}")).TextAsync());
        anybody.DefaultRequestHeaders.Add(ReporterKeys.Header, answer.Text("reporterKey"));
        Assert.Equal(["submitted", $"rerouted {ownSentence}"], await HistoryAsync(anybody, number));
    }

    [Fact]
    public async Task What_goes_on_within_a_department_is_not_public()
    {
        using var town = new ReroutingTown("propose");
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await town.CorrectedAsync(number, $$"""{"location":{{ReroutingTown.East}}}""");
        await town.ActAsync(number, "rerouting/dismiss");
        using var anybody = town.Application.Anybody();
        Assert.Equal(["submitted", "corrected"], await HistoryAsync(anybody, number));
        var seen = await (await anybody.ReadAsync($"{Root}/{number}")).TextAsync();
        Assert.DoesNotContain("PARKS", seen);
    }

    [Fact]
    public async Task A_request_that_becomes_confidential_vanishes_for_all_but_its_owner_and_its_department()
    {
        var answer = await town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        var number = answer.Text("trackingNumber");
        var seen = await town.CorrectedAsync(number, """{"serviceType":"secret.one"}""");
        Assert.Equal("POLICE", seen.GetProperty("department").Text("code"));
        using var anybody = town.Application.Anybody();
        await (await anybody.ReadAsync($"{Root}/{number}")).ProblemAsync(ProblemCode.NotFound);
        Assert.Contains(number, (await (await anybody.ReadAsync($"{Root}?numbers={number}")).JsonAsync()).GetProperty("unknown").ToString());
        using var owner = town.Application.ClientFor(ReporterKeys.Header, answer.Text("reporterKey"));
        Assert.Equal(["submitted", "rerouted Sent on from Roads to Police. A matter for the police."], await HistoryAsync(owner, number));
        foreach (var (token, sees) in new[] { ("demo-agent-ROADS", false), ("demo-operator", false), ("demo-admin", false), ("demo-agent-POLICE", true) })
        {
            using var staff = town.Application.Staff(token);
            Assert.Equal(sees, (await staff.ReadAsync($"/v1/service-requests/{number}")).IsSuccessStatusCode);
            Assert.Equal(sees, (await (await staff.ReadAsync($"/v1/departments/POLICE/queue?number={number}")).TextAsync()).Contains(number, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_came_in_as_confidential_stays_so_whatever_it_turns_out_to_be()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West).Replace("hole.road", "secret.one", StringComparison.Ordinal));
        await town.CorrectedAsync(number, """{"serviceType":"hole.road"}""");
        var row = await town.RowAsync(number);
        Assert.Equal(("hole.road", "confidential", "ROADS"), (row.ServiceType, row.Visibility, row.Department));
        using var anybody = town.Application.Anybody();
        await (await anybody.ReadAsync($"{Root}/{number}")).ProblemAsync(ProblemCode.NotFound);
        await town.CorrectedAsync(number, """{"address":{"text":"1 Main St"}}""");
        Assert.Equal("confidential", (await town.RowAsync(number)).Visibility);
    }

    [Fact]
    public async Task What_was_taken_for_confidential_by_mistake_is_public_again_when_that_is_set_right()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await town.CorrectedAsync(number, """{"serviceType":"secret.one"}""");
        await town.CorrectedAsync(number, """{"address":{"text":"1 Main St"}}""");
        Assert.Equal("confidential", (await town.RowAsync(number)).Visibility);
        await town.CorrectedAsync(number, """{"serviceType":"hole.road"}""");
        Assert.Equal("public", (await town.RowAsync(number)).Visibility);
        using var anybody = town.Application.Anybody();
        Assert.Equal(3, (await HistoryAsync(anybody, number)).Length - 1);
    }

    private static async Task<string[]> HistoryAsync(HttpClient client, string number) =>
        [.. (await (await client.ReadAsync($"{Root}/{number}")).JsonAsync()).GetProperty("history").EnumerateArray()
            .Select(line => line.GetProperty("sentence") is { ValueKind: JsonValueKind.String } sentence
                ? $"{line.Text("event")} {sentence.GetString()}"
                : line.Text("event"))];
}
