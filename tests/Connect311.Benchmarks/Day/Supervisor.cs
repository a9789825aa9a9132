using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Routing;

namespace Connect311.Benchmarks.Day;

/// <summary>
/// The head of a department: looks at the queue, does the same to many, decides what residents dispute, and opens again what was
/// closed wrongly. The operators' head also looks at what is held back.
/// </summary>
internal sealed class Supervisor
{
    private const int Page = 30;
    private const int BulkPercent = 12;
    private const int AtOnce = 5;
    private const int UpheldPercent = 40;
    private const int ReopenPercent = 4;

    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);

    private readonly DayWorld _world;
    private readonly DayClient _client;
    private readonly Team _team;
    private readonly Random _random;
    private readonly IncidentWork _incidents;
    private readonly BulkWork _bulk;
    private readonly HoldWork? _holds;

    public Supervisor(DayWorld world, DayClient client, Residents residents, Team team, int seed)
    {
        (_world, _client, _team, _random) = (world, client, team, new(seed));
        (_incidents, _bulk) = (new(world, client, residents, team, _random), new(world, client, team, _random));
        _holds = team.Department == RuleSet.OperatorDepartment ? new(world, client, _bulk, team, _random) : null;
        NextAt = world.Clock.GetUtcNow() + Pace;
    }

    /// <summary>When they look again.</summary>
    public DateTimeOffset NextAt { get; private set; }

    private string Token => _team.Supervisor.Token;

    public async Task ActAsync()
    {
        NextAt = _world.Clock.GetUtcNow() + Pace;
        await LookAsync();
        if (_holds is not null)
        {
            await _holds.ActAsync();
        }

        if (_random.Next(6) == 0)
        {
            await _client.ReadAsync($"/v1/departments/{_team.Department}/workload", Token);
        }

        var disputes = await _client.ReadAsync($"/v1/departments/{_team.Department}/disputes?limit={AtOnce}", Token);
        foreach (var dispute in disputes?.GetProperty("items").EnumerateArray().ToList() ?? [])
        {
            await DecideAsync(await _world.FindAsync(dispute.GetProperty("trackingNumber").GetString()!));
        }

        if (_random.Next(100) < ReopenPercent && _world.Closed.TryGetValue(_team.Department, out var closed) && closed.Count > 1)
        {
            await ReopenAsync(closed.ElementAt(_random.Next(1, closed.Count)));
        }
    }

    /// <summary>Everything in the queue that can be done to more than one.</summary>
    private async Task LookAsync()
    {
        var queue = await _client.ReadAsync($"/v1/departments/{_team.Department}/queue?limit={Page}", Token);
        if (queue?.GetProperty("items").EnumerateArray().ToList() is not [_, ..] page)
        {
            return;
        }

        if (_random.Next(100) < BulkPercent)
        {
            await _bulk.ActAsync(page);
        }
        else
        {
            await _incidents.ActAsync(page);
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
            await _client.ChangeAsync(
                report, "/dispute/reject", EventKind.DisputeRejected, Token, seen.Version, """{ "sentence": "A crew was there and has pictures of it." }""");
        }
        else if (await _client.ChangeAsync(report, "/dispute/uphold", EventKind.DisputeUpheld, Token, seen.Version, null) is { } opened)
        {
            await GiveAsync(report, opened);
        }
    }

    private async Task ReopenAsync(DayReport report)
    {
        if (await FindAsync(report) is { Status: RequestStatus.Closed } seen
            && await _client.ChangeAsync(report, "/reopen", EventKind.Reopened, Token, seen.Version, """{ "reason": "It is not done." }""") is { } opened)
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

        var agent = _team.Agents[_random.Next(_team.Agents.Count)];
        var body = new JsonObject { ["assignee"] = agent.Id };
        if (await _client.ChangeAsync(report, "/assign", EventKind.AssignedTo, Token, Held.Of(report, opened).Version, body.ToJsonString()) is not null)
        {
            agent.Inbox.Enqueue(report);
        }
    }

    /// <summary>The request as it is; null where it is no longer the department's.</summary>
    private async Task<Held?> FindAsync(DayReport report)
    {
        var answer = await _client.GetAsync($"/v1/service-requests/{report.Number}", Token);
        if (!answer.IsOk)
        {
            _client.Refused(answer, $"a look at {report.Number}", "forbidden", "not-found");
            return null;
        }

        _client.Take(report, answer.Body);
        return Held.Of(report, answer.Body);
    }
}
