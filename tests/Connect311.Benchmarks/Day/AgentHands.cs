using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;

namespace Connect311.Benchmarks.Day;

/// <summary>How an agent does what it decides: takes requests in hand, changes them, and lays them down.</summary>
/// <param name="others">The departments to which a request may belong instead.</param>
internal sealed class AgentHands(DayWorld world, DayClient client, Residents residents, Person person, IReadOnlyList<string> others, Random random)
{
    /// <summary>A claim lasts half an hour; an agent who means to keep it says so before.</summary>
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(20);

    private readonly Queue<(DayReport Report, DateTimeOffset From)> _waiting = new();
    private DateTimeOffset _heldSince;

    /// <summary>What the agent has in hand; null for nothing.</summary>
    public Held? InHand { get; private set; }

    /// <summary>Renews the claim in time.</summary>
    /// <returns>What the agent still has in hand.</returns>
    public async Task<Held?> KeepAsync()
    {
        if (world.Clock.GetUtcNow() - _heldSince > RenewAfter && await ClaimAsync(InHand!.Report) is null)
        {
            InHand = null;
        }

        return InHand;
    }

    /// <summary>What waited long enough for others; null for nothing.</summary>
    public DayReport? TakeWaiting() =>
        _waiting.TryPeek(out var waiting) && waiting.From <= world.Clock.GetUtcNow() ? _waiting.Dequeue().Report : null;

    public async Task ClaimNextAsync()
    {
        var answer = await DayClient.TimedAsync(world.Acting, () => client.PostAsync($"/v1/departments/{person.Department}/queue/claim-next", person.Token));
        if (answer.Status == HttpStatusCode.NoContent)
        {
            return;
        }

        if (!answer.IsOk)
        {
            client.Refused(answer, $"claim-next of {person.Department}");
            return;
        }

        DayWorld.Count(world.Told, EventKind.Claimed);
        TakeInHand(await world.FindAsync(answer.Body.GetProperty("trackingNumber").GetString()!), answer.Body);
    }

    /// <summary>Takes a certain request, or keeps it for longer.</summary>
    public async Task<Held?> ClaimAsync(DayReport report)
    {
        var answer = await DayClient.TimedAsync(world.Acting, () => client.PostAsync($"/v1/service-requests/{report.Number}/claim", person.Token));
        if (!answer.IsOk)
        {
            // Meanwhile it may have gone to another department.
            client.Refused(answer, $"claim of {report.Number}", "forbidden", "not-found");
            return null;
        }

        return TakeInHand(report, answer.Body);
    }

    private Held TakeInHand(DayReport report, JsonElement answer)
    {
        client.Take(report, answer);
        var holder = answer.GetProperty("claim") is { ValueKind: JsonValueKind.Object } claim ? claim.GetProperty("by").GetProperty("code").GetString() : null;
        if (holder is not null && holder != person.Id)
        {
            world.Anomalies.Add(State.StateAudit.Hands, $"{report.Number} was given to {person.Id}, and {holder} has it");
        }

        _heldSince = world.Clock.GetUtcNow();
        return InHand = Held.Of(report, answer);
    }

    /// <summary>Takes a step of the lifecycle; what somebody else changed meanwhile is let go.</summary>
    public async Task<bool> DoAsync(Held held, string action, JsonObject? body)
    {
        var answer = await client.ChangeAsync(held.Report, $"/{action}", Lifecycle.Of(action).Event, person.Token, held.Version, body?.ToJsonString());
        InHand = answer is { } done ? Held.Of(held.Report, done) : null;
        return answer is not null;
    }

    public async Task RemarkAsync(Held held, string path, string kind)
    {
        var answer = await client.ChangeAsync(held.Report, path, kind, person.Token, held.Version, """{ "text": "A crew is on its way." }""");
        InHand = answer is { } done ? Held.Of(held.Report, done) : null;
    }

    public async Task PauseAsync(Held held)
    {
        var reasons = WaitingFor.All.Where(reason => reason != WaitingFor.Resident).ToList();
        if (await DoAsync(held, Lifecycle.Wait, new() { [StepMember.WaitingFor] = reasons[random.Next(reasons.Count)] }))
        {
            _waiting.Enqueue((held.Report, world.Clock.GetUtcNow() + TimeSpan.FromMinutes(30 + random.Next(240))));
            InHand = null;
        }
    }

    public async Task AskAsync(Held held)
    {
        if (await DoAsync(held, Lifecycle.Ask, new() { [StepMember.Text] = "Which side of the road?" }))
        {
            residents.Asked(held.Report);
            InHand = null;
        }
    }

    public async Task SendOnAsync(Held held, string reason)
    {
        var departments = others.Where(code => code != held.Department).ToList();

        // The right one, where somebody else had it in New York.
        var to = held.Report.Agency != held.Department && departments.Contains(held.Report.Agency) ? held.Report.Agency : departments[random.Next(departments.Count)];
        await DoAsync(held, Lifecycle.Transfer, new() { [StepMember.Department] = to, [StepMember.Reason] = reason });
        InHand = null;
    }

    public async Task CloseAsync(Held held)
    {
        var isFresh = held.ReopenCount == 0 && !world.Originals.ContainsKey(held.Report);
        var body = new ClosingWords(world, random).Of(held.Report, held.Department, held.ReceivedAt, isFresh);
        if (!await EndAsync(held, Lifecycle.Close, body))
        {
            return;
        }

        if (body.ContainsKey(StepMember.DuplicateOf))
        {
            return;
        }

        world.Closed.GetOrAdd(held.Department, _ => new()).Enqueue(held.Report);
        residents.Closed(held.Report);
    }

    public async Task<bool> EndAsync(Held held, string action, JsonObject body)
    {
        var isDone = await DoAsync(held, action, body);
        if (isDone)
        {
            lock (held.Report.Entry)
            {
                held.Report.Entry.Outcome = (string?)body[StepMember.Outcome];
            }
        }

        InHand = null;
        return isDone;
    }

    public async Task LayDownAsync(Held held)
    {
        await client.ChangeAsync(held.Report, "/claim", EventKind.ClaimReleased, person.Token, held.Version, null, HttpMethod.Delete);
        InHand = null;
    }

    /// <summary>Goes home, and says nothing: the claim ends by itself.</summary>
    public void Drop() => InHand = null;
}
