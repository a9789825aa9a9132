using System.Collections.Concurrent;
using System.Net;
using Connect311.Api.Http;
using Connect311.Api.Staff;
using Connect311.Tests.Http;
using Connect311.Tests.Staff;
using Microsoft.Data.Sqlite;

namespace Connect311.Tests.Triage.Claims;

/// <summary>Two servers over one SQLite file, whose clocks differ.</summary>
public sealed class ClaimNodesTests : IDisposable
{
    private const int Agents = 64;

    private readonly string _folder = Directory.CreateTempSubdirectory("connect311-nodes-").FullName;
    private readonly TestApplication _here;
    private readonly TestApplication _there;

    public ClaimNodesTests()
    {
        (_here, _there) = (Node(), Node());
        _there.Time.AdjustTime(TestApplication.Noon.AddHours(2));
    }

    [Fact]
    public async Task Sixty_four_agents_over_one_queue_never_get_the_same_request_and_leave_none()
    {
        using var app = _here.App();
        var submitted = new List<string>();
        for (var i = 0; i < Agents + 8; i++)
        {
            submitted.Add((await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber"));
        }

        var tokens = new List<string>();
        for (var i = 0; i < Agents; i++)
        {
            tokens.Add(await _here.TokenAsync(Role.Agent, "DOT"));
        }

        var taken = new ConcurrentBag<string>();
        await Task.WhenAll(tokens.Select((token, i) => Task.Run(async () =>
        {
            using var agent = (i % 2 == 0 ? _here : _there).Staff(token);
            while (true)
            {
                var response = await agent.PostJsonAsync("/v1/departments/DOT/queue/claim-next", null);
                if (response.StatusCode == HttpStatusCode.NoContent)
                {
                    return;
                }

                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                taken.Add((await response.JsonAsync()).Text("trackingNumber"));
            }
        })));

        Assert.Equal(submitted.Order(), taken.Order());
    }

    [Fact]
    public async Task A_claim_holds_on_a_node_whose_clock_runs_two_hours_ahead()
    {
        using var app = _here.App();
        using var here = _here.Staff("demo-agent-DOT");
        using var there = _there.Staff(await _there.TokenAsync(Role.Agent, "DOT"));
        var number = (await app.SubmittedAsync(Calls.Pothole)).Text("trackingNumber");

        var claimed = await (await here.ActAsync(number, "claim", null)).JsonAsync();
        var problem = await (await there.ActAsync(number, "claim", null)).ProblemAsync(ProblemCode.Claimed);

        Assert.Equal(claimed.GetProperty("claim").Text("until"), problem.Text("claimedUntil"));
        Assert.Equal(HttpStatusCode.OK, (await here.ActAsync(number, "close", "\"2\"", """{"outcome":"fixed"}""")).StatusCode);
    }

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private TestApplication Node() => new TestApplication()
        .With("ConnectionStrings:Connect311", $"Data Source={Path.Combine(_folder, "one.db")}")
        .With("KeyRing:Folder", Path.Combine(_folder, "keys"));
}
