using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Benchmarks.Crash;

namespace Connect311.Benchmarks.Day;

/// <summary>The head of a department: looks at the queue, decides what residents dispute, and opens again what was closed wrongly.</summary>
internal sealed class Supervisor(DayWorld world, DayClient client, Team team, int seed)
{
    private const int AtOnce = 5;
    private const int UpheldPercent = 40;
    private const int ReopenPercent = 4;

    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);

    private readonly Random _random = new(seed);

    /// <summary>When they look again.</summary>
    public DateTimeOffset NextAt { get; private set; } = world.Clock.GetUtcNow() + Pace;

    private string Token => team.Supervisor.Token;

    public async Task ActAsync()
    {
        NextAt = world.Clock.GetUtcNow() + Pace;
        await ReadAsync($"/v1/departments/{team.Department}/queue?limit=20");
        if (_random.Next(6) == 0)
        {
            await ReadAsync($"/v1/departments/{team.Department}/workload");
        }

        var disputes = await ReadAsync($"/v1/departments/{team.Department}/disputes?limit={AtOnce}");
        foreach (var dispute in disputes?.GetProperty("items").EnumerateArray().ToList() ?? [])
        {
            await DecideAsync(await world.FindAsync(dispute.GetProperty("trackingNumber").GetString()!));
        }

        if (_random.Next(100) < ReopenPercent && world.Closed.TryGetValue(team.Department, out var closed) && closed.Count > 1)
        {
            await ReopenAsync(closed.ElementAt(_random.Next(1, closed.Count)));
        }
    }

    private async Task DecideAsync(DayReport report)
    {
        if (await FindAsync(report) is not { } seen)
        {
            return;
        }

        if (_random.Next(100) >= UpheldPercent)
        {
            await client.ChangeAsync(
                report, "/dispute/reject", EventKind.DisputeRejected, Token, seen.Version, """{ "sentence": "A crew was there and has pictures of it." }""");
        }
        else if (await client.ChangeAsync(report, "/dispute/uphold", EventKind.DisputeUpheld, Token, seen.Version, null) is { } opened)
        {
            await GiveAsync(report, opened);
        }
    }

    private async Task ReopenAsync(DayReport report)
    {
        if (await FindAsync(report) is { Status: RequestStatus.Closed } seen
            && await client.ChangeAsync(report, "/reopen", EventKind.Reopened, Token, seen.Version, """{ "reason": "It is not done." }""") is { } opened)
        {
            await GiveAsync(report, opened);
        }
    }

    /// <summary>Gives what was opened again to somebody of the department.</summary>
    private async Task GiveAsync(DayReport report, JsonElement opened)
    {
        lock (report.Entry)
        {
            report.Entry.Outcome = null;
        }

        var agent = team.Agents[_random.Next(team.Agents.Count)];
        var body = new JsonObject { ["assignee"] = agent.Id };
        if (await client.ChangeAsync(report, "/assign", EventKind.AssignedTo, Token, Held.Of(report, opened).Version, body.ToJsonString()) is not null)
        {
            agent.Inbox.Enqueue(report);
        }
    }

    /// <summary>The request as it is; null where it is no longer the department's.</summary>
    private async Task<Held?> FindAsync(DayReport report)
    {
        var answer = await client.GetAsync($"/v1/service-requests/{report.Number}", Token);
        if (!answer.IsOk)
        {
            client.Refused(answer, $"a look at {report.Number}", "forbidden", "not-found");
            return null;
        }

        client.Take(report, answer.Body);
        return Held.Of(report, answer.Body);
    }

    private async Task<JsonElement?> ReadAsync(string path)
    {
        var answer = await client.GetAsync(path, Token);
        if (answer.IsOk)
        {
            return answer.Body;
        }

        world.Anomalies.Add(LoadClient.Unexpected, $"{path}: {answer}");
        return null;
    }
}
