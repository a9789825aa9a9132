using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.Staff;
using Connect311.Api.Triage;
using Connect311.Tests.ServiceRequests;
using Connect311.Tests.Triage.Rerouting;

namespace Connect311.Tests.Http;

/// <summary>Whoever tries whatever, in whatever order: each call does what the table says, or is told what it says.</summary>
public sealed class LifecycleWalkTests
{
    private static readonly string[] Callers = [Role.Agent, Role.Supervisor, Role.Operator, Role.Department, Actors.Resident];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Each_call_does_what_the_table_says_or_is_told_so(int seed)
    {
        using var town = new ReroutingTown();
        var random = new Random(seed);
        var keys = new Dictionary<string, string>();
        foreach (var department in new[] { "ROADS", "PARKS", "DIGGERS", "POLICE", "311" })
        {
            keys[department] = await ActionTests.KeyAsync(town.Application, department);
        }

        var (done, refused) = (0, 0);
        for (var round = 0; round < 18; round++)
        {
            var answer = await town.SubmittedAsync(ReroutingTown.HoleIn(random.Next(2) == 0 ? ReroutingTown.West : ReroutingTown.East));
            var number = answer.Text("trackingNumber");
            for (var step = 0; step < 15; step++)
            {
                town.Application.Time.Advance(TimeSpan.FromMinutes(1));
                if (random.Next(8) == 0)
                {
                    await town.CorrectedAsync(number, $$"""{"location":{{(random.Next(2) == 0 ? ReroutingTown.West : ReroutingTown.East)}}}""");
                    continue;
                }

                var isDone = await TryAsync(town, number, answer.Text("reporterKey"), keys, random);
                (done, refused) = (done + (isDone ? 1 : 0), refused + (isDone ? 0 : 1));
            }

            Assert.Null(await town.Application.Database.FaultOfHistoryAsync(ReroutingTown.IdOf(number)));
        }

        town.AssertSound();
        Assert.True(done > 30 && refused > 30, $"{done} done, {refused} refused");
    }

    private static async Task<bool> TryAsync(
        ReroutingTown town, string number, string reporterKey, Dictionary<string, string> keys, Random random)
    {
        var row = await town.RowAsync(number);
        var by = Callers[random.Next(Callers.Length)];
        var routes = Lifecycle.Transitions.Where(line => line.By.Contains(Actors.Resident) == (by == Actors.Resident)
            && line.Action is not (Lifecycle.Release or Lifecycle.Answer or Lifecycle.Dispute or Lifecycle.UpholdDispute or Lifecycle.RejectDispute or Lifecycle.Expire or Lifecycle.Reroute)).ToList();
        var way = routes[random.Next(routes.Count)];
        using var client = by switch
        {
            Actors.Resident => town.Application.ClientFor(ReporterKeys.Header, reporterKey),
            Role.Department => town.Application.ClientFor("X-Department-Key", keys[row.Department]),
            Role.Operator => town.Application.Staff("demo-operator"),
            _ => town.Application.Staff($"demo-{by}-{row.Department}"),
        };
        var response = by == Actors.Resident
            ? await client.PostJsonAsync($"/v1/public/service-requests/{number}/{way.Action}", null, null)
            : await client.ActAsync(number, way.Action, $"\"{row.Version}\"", BodyOf(way.Action, row.Department));
        var after = await town.RowAsync(number);
        if (row.Outcome == Cancellation.Withdrawn && way.Action == Lifecycle.Withdraw)
        {
            Assert.Equal((200, row.Version), ((int)response.StatusCode, after.Version));
            return false;
        }

        await AssertByTableAsync(way, by, row, after, response);
        return after.Version > row.Version;
    }

    private static async Task AssertByTableAsync(Transition way, string by, StaffRow row, StaffRow after, HttpResponseMessage response)
    {
        if (!way.By.Contains(by))
        {
            await response.ProblemAsync(ProblemCode.Forbidden);
            Assert.Equal(row, after);
        }
        else if (!way.From.Contains(row.Status))
        {
            var problem = await response.ProblemAsync(ProblemCode.TransitionNotAllowed);
            Assert.Equal(row.Status, problem.Text("currentStatus"));
            Assert.Equal(Lifecycle.Allowed(row.Status, by), problem.GetProperty("allowed").EnumerateArray().Select(action => action.GetString()!));
            Assert.Equal(row, after);
        }
        else
        {
            Assert.True(response.IsSuccessStatusCode, await response.TextAsync());
            Assert.Equal((way.To, row.Version + 1), (after.Status, after.Version));
        }
    }

    private static string? BodyOf(string action, string holder) => action switch
    {
        Lifecycle.Ask => """{"text":"Which side of the road?"}""",
        Lifecycle.Wait => """{"waitingFor":"other-department"}""",
        Lifecycle.Close => """{"outcome":"fixed"}""",
        Lifecycle.Cancel => """{"outcome":"abuse","note":"Insults alone."}""",
        Lifecycle.Reopen => """{"reason":"It is not done."}""",
        Lifecycle.Transfer => $$"""{"department":"{{(holder == "ROADS" ? "DIGGERS" : "ROADS")}}","reason":"wrong-department"}""",
        _ => null,
    };
}
