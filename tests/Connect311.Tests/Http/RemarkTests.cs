using System.Net;
using Connect311.Api.Http;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>What staff note for each other, and what they tell the public.</summary>
public sealed class RemarkTests(ReroutingTown town) : IClassFixture<ReroutingTown>
{
    [Fact]
    public async Task A_note_is_for_staff_alone_and_an_update_for_everybody()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        Assert.Equal(HttpStatusCode.OK, (await town.ActAsync(number, "notes", """{"text":"The dog bites."}""")).StatusCode);
        var answer = await (await town.ActAsync(number, "updates", """{"text":"We come on Monday."}""")).JsonAsync();

        Assert.Equal(("assigned", 3), (answer.Text("status"), answer.GetProperty("version").GetInt32()));
        Assert.Equal(("noted", "The dog bites."), (answer.GetProperty("history")[1].Text("event"), answer.GetProperty("history")[1].Text("text")));
        using var anybody = town.Application.Anybody();
        var told = await (await anybody.ReadAsync($"/v1/public/service-requests/{number}")).JsonAsync();
        Assert.Equal(2, told.GetProperty("history").GetArrayLength());
        Assert.Equal(("updated", "We come on Monday."), (told.GetProperty("history")[1].Text("event"), told.GetProperty("history")[1].Text("sentence")));
        Assert.DoesNotContain("dog", told.GetRawText(), StringComparison.Ordinal);
        town.AssertSound();
    }

    [Fact]
    public async Task Whoever_wants_to_hear_is_told_of_an_update_and_not_of_a_note()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West, """ "contact":{"email":"ana@example.org","notify":["email"]} """));
        await town.ActAsync(number, "notes", """{"text":"Nothing to tell."}""");
        Assert.Equal(1, await OutboxAsync(number));
        await town.ActAsync(number, "updates", """{"text":"We come on Monday."}""");
        Assert.Equal(2, await OutboxAsync(number));
    }

    [Theory]
    [InlineData("notes", """{"text":""}""")]
    [InlineData("updates", """{}""")]
    [InlineData("updates", """{"text":"A.","to":"all"}""")]
    public async Task Nothing_is_no_remark(string what, string body)
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await (await town.ActAsync(number, what, body)).ProblemAsync(ProblemCode.ValidationFailed);
        Assert.Equal(1, (await town.RowAsync(number)).Version);
    }

    [Fact]
    public async Task A_remark_on_an_older_version_is_refused()
    {
        var number = await town.SubmitAsync(ReroutingTown.HoleIn(ReroutingTown.West));
        await town.ActAsync(number, "acknowledge");
        using var agent = town.Application.Staff("demo-agent-ROADS");
        await (await agent.ActAsync(number, "notes", "\"1\"", """{"text":"Late."}""")).ProblemAsync(ProblemCode.VersionMismatch);
    }

    private Task<int> OutboxAsync(string number) =>
        town.Application.Database.CountAsync("SELECT COUNT(*) FROM Outbox WHERE RequestId = @value AND Kind = 'notify';", ReroutingTown.IdOf(number));
}
