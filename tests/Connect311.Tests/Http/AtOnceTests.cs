using System.Net;
using System.Text.Json;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>Two who decide about the same at the same moment: one does, and the other is told to look again.</summary>
public sealed class AtOnceTests(ReroutingTown town) : IClassFixture<ReroutingTown>
{
    /// <summary>Behind the other's change: another version, another's request, or another status.</summary>
    private static readonly HttpStatusCode[] TooLate = [HttpStatusCode.PreconditionFailed, HttpStatusCode.Forbidden, HttpStatusCode.Conflict];

    [Fact]
    public async Task Of_two_supervisors_who_transfer_it_one_does()
    {
        for (var round = 0; round < 10; round++)
        {
            var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
            var won = await WinnerAsync(
                ("demo-supervisor-ROADS", number, "transfer", "\"1\"", """{"department":"DIGGERS","reason":"unclear"}"""),
                ("demo-operator", number, "transfer", "\"1\"", """{"department":"POLICE","reason":"unclear"}"""));
            var row = await town.RowAsync(number);
            Assert.Equal((won == 0 ? "DIGGERS" : "POLICE", 2), (row.Department, row.Version));
        }

        town.AssertSound();
    }

    [Fact]
    public async Task Of_two_supervisors_who_decide_a_dispute_one_does()
    {
        for (var round = 0; round < 10; round++)
        {
            var submitted = await town.SubmittedAsync(ReroutingTown.HoleIn(ReroutingTown.West));
            var number = submitted.Text("trackingNumber");
            await town.ActAsync(number, "close", """{"outcome":"fixed"}""");
            using var owner = town.Application.ClientFor("X-Reporter-Key", submitted.Text("reporterKey"));
            var disputed = await owner.PostJsonAsync($"/v1/public/service-requests/{number}/dispute", null, """{"reason":"not-fixed","text":"It is not."}""");
            Assert.Equal(HttpStatusCode.OK, disputed.StatusCode);
            var won = await WinnerAsync(
                ("demo-supervisor-ROADS", number, "dispute/uphold", "\"3\"", null),
                ("demo-operator", number, "dispute/reject", "\"3\"", """{"sentence":"It is."}"""));
            var row = await town.RowAsync(number);
            Assert.Equal((won == 0 ? "assigned" : "closed", 4), (row.Status, row.Version));
        }

        town.AssertSound();
    }

    [Fact]
    public async Task Of_two_who_do_something_to_all_of_overlapping_requests_one_does()
    {
        for (var round = 0; round < 10; round++)
        {
            var numbers = new List<string>();
            for (var i = 0; i < 9; i++)
            {
                numbers.Add(await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West)));
            }

            var answers = await Task.WhenAll(
                Task.Run(() => BulkAsync("demo-supervisor-ROADS", "acknowledge", numbers[..6])),
                Task.Run(() => BulkAsync("demo-operator", "start", numbers[3..].AsEnumerable().Reverse())));
            var won = Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
            var lost = await answers.Single(answer => answer != won).JsonAsync();
            Assert.Equal("bulk-refused", lost.Text("code"));
            Assert.Equal((3, 3), (ResultsOf(lost, "refused"), ResultsOf(lost, "not-attempted")));
            foreach (var (number, i) in numbers.Select((number, i) => (number, i)))
            {
                var isChanged = won == answers[0] ? i < 6 : i >= 3;
                Assert.Equal(isChanged ? 2 : 1, (await town.RowAsync(number)).Version);
            }
        }

        town.AssertSound();

        static int ResultsOf(JsonElement answer, string result) => answer.GetProperty("items").EnumerateArray().Count(item => item.Text("result") == result);
    }

    /// <returns>Which of both calls was done.</returns>
    private async Task<int> WinnerAsync(params (string Who, string Number, string Action, string IfMatch, string? Body)[] calls)
    {
        var answers = await Task.WhenAll(calls.Select(call => Task.Run(async () =>
        {
            using var client = town.Application.Staff(call.Who);
            return (await client.ActAsync(call.Number, call.Action, call.IfMatch, call.Body)).StatusCode;
        })));
        var won = Array.IndexOf(answers, HttpStatusCode.OK);
        Assert.True(won >= 0);
        Assert.Contains(answers[1 - won], TooLate);
        return won;
    }

    private async Task<HttpResponseMessage> BulkAsync(string who, string action, IEnumerable<string> numbers)
    {
        using var client = town.Application.Staff(who);
        var items = string.Join(',', numbers.Select(number => $$"""{"trackingNumber":"{{number}}","version":1}"""));
        return await client.PostJsonAsync("/v1/service-requests/bulk", null, $$"""{"mode":"all-or-nothing","action":"{{action}}","items":[{{items}}]}""");
    }
}
