using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Bulk;
using Connect311.Benchmarks.Crash;

namespace Connect311.Benchmarks.Day;

/// <summary>The head of a department does the same to many requests in one call.</summary>
internal sealed class BulkWork(DayWorld world, DayClient client, Team team, Random random)
{
    /// <summary>Counts those that were to be done to all or to none, and were done to none.</summary>
    public const string Refused = "refused";

    /// <summary>To those of a page that allow it, or to all or none.</summary>
    /// <param name="page">Of the department's queue.</param>
    public async Task ActAsync(IReadOnlyCollection<JsonElement> page)
    {
        switch (random.Next(4))
        {
            case 0:
                await DoAsync(page, BulkActions.Note, EventKind.Noted, new() { [StepMember.Text] = "Seen from the car." });
                break;
            case 1:
                await DoAsync(page, BulkActions.Update, EventKind.Updated, new() { [StepMember.Text] = "We come on Monday." });
                break;
            case 2:
                await DoAsync(page, Lifecycle.Acknowledge, EventKind.Acknowledged, null);
                break;
            default:
                await AssignAsync(page);
                break;
        }
    }

    /// <summary>Lets operators send reports that were held back on their way.</summary>
    public Task ReleaseAsync(IReadOnlyCollection<JsonElement> page) => DoAsync(page, Lifecycle.Release, EventKind.Released, null);

    private async Task AssignAsync(IReadOnlyCollection<JsonElement> page)
    {
        var agent = team.Agents[random.Next(team.Agents.Count)];
        foreach (var report in await DoAsync([.. page.Take(3)], BulkActions.Assign, EventKind.AssignedTo, new() { ["assignee"] = agent.Id }))
        {
            agent.Inbox.Enqueue(report);
        }
    }

    /// <returns>The reports that it was done to.</returns>
    private async Task<List<DayReport>> DoAsync(IReadOnlyCollection<JsonElement> page, string action, string kind, JsonObject? with)
    {
        var mode = BulkMode.All[random.Next(BulkMode.All.Length)];
        var answer = await DayClient.TimedAsync(world.Acting, () => client.PostAsync("/v1/service-requests/bulk", team.Supervisor.Token, Body(page, mode, action, with)));
        var isRefused = answer is { Status: HttpStatusCode.Conflict, Code: "bulk-refused" };
        var done = new List<DayReport>();
        if (!answer.IsOk && !isRefused)
        {
            client.Refused(answer, $"{action} in bulk");
            return done;
        }

        DayWorld.Count(world.Bulked, isRefused ? Refused : mode);
        foreach (var (item, seen) in answer.Body.GetProperty("items").EnumerateArray().Zip(page))
        {
            if (item.GetProperty("result").GetString() == BulkResult.Done && !IsAsItWas(item, seen))
            {
                done.Add(await TakeAsync(item, seen, kind));
            }
        }

        return done;
    }

    private async Task<DayReport> TakeAsync(JsonElement item, JsonElement seen, string kind)
    {
        var report = await world.FindAsync(item.GetProperty("trackingNumber").GetString()!);
        var version = seen.GetProperty("version").GetInt32() + 1;
        if (item.GetProperty("version").GetInt32() != version)
        {
            world.Anomalies.Add(LoadClient.Unexpected, $"{report.Number} in bulk: {item} is not version {version}");
        }

        lock (report.Entry)
        {
            report.Entry.Acknowledged[version] = kind;
        }

        DayWorld.Count(world.Told, kind);
        return report;
    }

    /// <summary>Whoever is given what they have already.</summary>
    private static bool IsAsItWas(JsonElement item, JsonElement seen) => item.GetProperty("version").GetInt32() == seen.GetProperty("version").GetInt32();

    private static string Body(IEnumerable<JsonElement> page, string mode, string action, JsonObject? with) => new JsonObject
    {
        ["mode"] = mode,
        ["action"] = action,
        ["with"] = with,
        ["items"] = new JsonArray([.. page.Select(item => new JsonObject
        {
            ["trackingNumber"] = item.GetProperty("trackingNumber").GetString(),
            ["version"] = item.GetProperty("version").GetInt32(),
        })]),
    }.ToJsonString();
}
