using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Benchmarks.Crash;

namespace Connect311.Benchmarks.Day;

/// <summary>The head of a department joins what is of the same thing, acts on all of it at once, and now and then thinks better of it.</summary>
internal sealed class IncidentWork(DayWorld world, DayClient client, Residents residents, Team team, Random random)
{
    private const int UndoPercent = 10;
    private const int SplitPercent = 10;
    private const int ClosePercent = 40;

    /// <summary>What is right where others act at the same time: the incident changed, or nothing in it can take the step.</summary>
    private static readonly string[] Overtaken = ["incident-unmoved", "nothing-to-undo", "undo-outdated"];

    /// <summary>What is right besides where requests come or go: one of them went elsewhere since it was seen, alone or with an incident.</summary>
    private static readonly string[] Gone = ["validation-failed", "forbidden"];

    private string Token => team.Supervisor.Token;

    /// <param name="page">Of the department's queue.</param>
    public async Task ActAsync(IEnumerable<JsonElement> page)
    {
        foreach (var item in page)
        {
            var incident = Member(item, "incident") is { } known ? await ReadAsync(known.GetProperty("id").GetInt64())
                : Member(item, "resembles") is { } other ? await JoinAsync(item, other)
                : null;
            if (incident is { } found)
            {
                await ActAsync(found, item);
                return;
            }
        }
    }

    private Task ActAsync(JsonElement incident, JsonElement item) => random.Next(100) switch
    {
        < UndoPercent => ChangeAsync(incident, "undo", null),
        < UndoPercent + SplitPercent => ChangeAsync(incident, "split", Requests(item)),
        < UndoPercent + SplitPercent + ClosePercent => CloseAsync(incident, item),
        _ => StepAsync(incident),
    };

    private async Task<JsonElement?> JoinAsync(JsonElement item, JsonElement other)
    {
        if (Member(other, "incident") is not { } known)
        {
            var begun = await PostAsync("/v1/incidents", Requests(item, other), null);
            return Take(begun, "an incident", Gone) ? begun.Body : null;
        }

        return await ReadAsync(known.GetProperty("id").GetInt64()) is { } incident ? await ChangeAsync(incident, "join", Requests(item)) : null;
    }

    /// <summary>Changes who is in an incident. Every request that leaves has an event that says so, and the version keeps others away meanwhile.</summary>
    private async Task<JsonElement?> ChangeAsync(JsonElement incident, string how, string? body)
    {
        var answer = await PostAsync($"{PathOf(incident)}/{how}", body, Version(incident));
        if (!Take(answer, how, how == "undo" ? ["forbidden"] : Gone))
        {
            return null;
        }

        foreach (var _ in Members(incident).Except(Members(answer.Body)))
        {
            DayWorld.Count(world.Told, EventKind.IncidentLeft);
        }

        return answer.Body;
    }

    private async Task StepAsync(JsonElement incident)
    {
        var (action, body) = (random.Next(5) switch
        {
            0 => (Lifecycle.Acknowledge, null),
            1 => (Lifecycle.Start, null),
            2 => (Lifecycle.Wait, (JsonObject?)new JsonObject { [StepMember.WaitingFor] = WaitingFor.Weather }),
            3 => (Lifecycle.Resume, null),
            _ => ("updates", new JsonObject { [StepMember.Text] = "A crew is on its way." }),
        });
        await ReachAsync(incident, action, action == "updates" ? EventKind.Updated : Lifecycle.Of(action).Event, body);
    }

    private async Task CloseAsync(JsonElement incident, JsonElement item)
    {
        var report = await world.FindAsync(item.GetProperty("trackingNumber").GetString()!);
        var body = new ClosingWords(world, random).Of(report, team.Department, item.GetProperty("receivedAt").GetDateTimeOffset(), isFresh: false);
        foreach (var closed in await ReachAsync(incident, Lifecycle.Close, EventKind.Closed, body))
        {
            lock (closed.Entry)
            {
                closed.Entry.Outcome = (string?)body[StepMember.Outcome];
            }

            if (!closed.IsOfMachine)
            {
                residents.Closed(closed);
            }
        }
    }

    /// <summary>One action for all.</summary>
    /// <returns>What it reached; each has an event of it.</returns>
    private async Task<List<DayReport>> ReachAsync(JsonElement incident, string action, string kind, JsonObject? body)
    {
        var answer = await DayClient.TimedAsync(world.Acting, () => PostAsync($"{PathOf(incident)}/{action}", body?.ToJsonString(), Version(incident)));
        var reached = new List<DayReport>();
        if (!Take(answer, action))
        {
            return reached;
        }

        foreach (var result in answer.Body.GetProperty("results").EnumerateArray().Where(result => result.GetProperty("done").GetBoolean()))
        {
            DayWorld.Count(world.Told, kind);
            reached.Add(await world.FindAsync(result.GetProperty("trackingNumber").GetString()!));
        }

        if (reached.Count != answer.Body.GetProperty("done").GetInt32())
        {
            world.Anomalies.Add(LoadClient.Unexpected, $"{action} of an incident reached {answer.Body.GetProperty("done")}, and names {reached.Count}");
        }

        return reached;
    }

    private async Task<JsonElement?> ReadAsync(long id)
    {
        var answer = await client.GetAsync(string.Create(CultureInfo.InvariantCulture, $"/v1/incidents/{id}"), Token);
        return Take(answer, "a look at an incident", "not-found") ? answer.Body : null;
    }

    private Task<DayAnswer> PostAsync(string path, string? body, int? version) => client.PostAsync(path, Token, body, version);

    private bool Take(DayAnswer answer, string what, params string[] alsoRight)
    {
        if (!answer.IsOk)
        {
            client.Refused(answer, what, [.. Overtaken, .. alsoRight]);
        }

        return answer.IsOk;
    }

    private static string PathOf(JsonElement incident) => string.Create(CultureInfo.InvariantCulture, $"/v1/incidents/{incident.GetProperty("id").GetInt64()}");

    private static int Version(JsonElement incident) => incident.GetProperty("version").GetInt32();

    private static IEnumerable<string> Members(JsonElement incident) =>
        incident.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("trackingNumber").GetString()!);

    private static string Requests(params JsonElement[] items) =>
        new JsonObject { ["requests"] = new JsonArray([.. items.Select(item => (JsonNode?)item.GetProperty("trackingNumber").GetString())]) }.ToJsonString();

    private static JsonElement? Member(JsonElement item, string name) =>
        item.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Object ? member : null;
}
