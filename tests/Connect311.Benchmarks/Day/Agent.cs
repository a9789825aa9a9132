using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Rerouting;
using Connect311.Routing;

namespace Connect311.Benchmarks.Day;

/// <summary>What somebody has in hand.</summary>
internal sealed record Held(DayReport Report, int Version, string Status, string Department, DateTimeOffset ReceivedAt, int ReopenCount)
{
    public static Held Of(DayReport report, JsonElement answer) => new(
        report,
        answer.GetProperty("version").GetInt32(),
        answer.GetProperty("status").GetString()!,
        answer.GetProperty("department").GetProperty("code").GetString()!,
        answer.GetProperty("receivedAt").GetDateTimeOffset(),
        answer.GetProperty("reopenCount").GetInt32());
}

/// <summary>An agent: takes the next request, and brings it step by step to an end, or lays it down, or forgets it.</summary>
/// <param name="others">The departments to which a request may belong instead.</param>
/// <param name="pace">How long a step takes.</param>
internal sealed class Agent(DayWorld world, DayClient client, Residents residents, Person person, IReadOnlyList<string> others, TimeSpan pace, int seed)
{
    /// <summary>A claim lasts half an hour; an agent who means to keep it says so before.</summary>
    private static readonly TimeSpan RenewAfter = TimeSpan.FromMinutes(20);

    private readonly Random _random = new(seed);
    private readonly Queue<(DayReport Report, DateTimeOffset From)> _waiting = new();
    private Held? _held;
    private DateTimeOffset _heldSince;

    /// <summary>When the next step is done.</summary>
    public DateTimeOffset NextAt { get; private set; } = world.Clock.GetUtcNow() + (pace * (seed % 100 / 100.0));

    /// <summary>Every step that is done by now.</summary>
    public async Task ActAsync()
    {
        while (NextAt <= world.Clock.GetUtcNow())
        {
            NextAt += pace * (0.5 + _random.NextDouble());
            await StepAsync();
        }
    }

    private async Task StepAsync()
    {
        if (_held is { } held)
        {
            if (world.Clock.GetUtcNow() - _heldSince > RenewAfter && await ClaimAsync(held.Report) is null)
            {
                _held = null;
                return;
            }

            await GoOnAsync(_held!);
            return;
        }

        if (person.Inbox.TryDequeue(out var given))
        {
            await ClaimAsync(given);
        }
        else if (_waiting.TryPeek(out var waiting) && waiting.From <= world.Clock.GetUtcNow())
        {
            _waiting.Dequeue();
            await ClaimAsync(waiting.Report);
        }
        else
        {
            await ClaimNextAsync();
        }
    }

    private Task GoOnAsync(Held held) => person.Department == RuleSet.OperatorDepartment
        ? SortAsync(held)
        : held.Status switch
        {
            RequestStatus.Assigned => BeginAsync(held),
            RequestStatus.Acknowledged => _random.Next(100) < 80 ? DoAsync(held, Lifecycle.Start, null) : PauseAsync(held),
            RequestStatus.InProgress => WorkAsync(held),
            RequestStatus.Waiting => DoAsync(held, Lifecycle.Resume, null),
            _ => DropAsync(),
        };

    private Task BeginAsync(Held held) => _random.Next(100) switch
    {
        < 5 => SendOnAsync(held, TransferReason.WrongDepartment),
        < 7 => AskAsync(held),
        < 9 => EndAsync(held, Lifecycle.Cancel, new() { [StepMember.Outcome] = _random.Next(2) == 0 ? Cancellation.Spam : Cancellation.Test, [StepMember.Note] = "No report." }),
        < 60 => DoAsync(held, Lifecycle.Start, null),
        _ => DoAsync(held, Lifecycle.Acknowledge, new() { [StepMember.Note] = "Seen." }),
    };

    private Task WorkAsync(Held held) => _random.Next(100) switch
    {
        < 8 => PauseAsync(held),
        < 12 => AskAsync(held),
        < 14 => SendOnAsync(held, TransferReason.NextStep),
        < 18 => RemarkAsync(held, "/notes", EventKind.Noted),
        < 20 => RemarkAsync(held, "/updates", EventKind.Updated),
        < 23 => LayDownAsync(held),
        < 25 => DropAsync(),
        _ => CloseAsync(held),
    };

    /// <summary>Operators hand on what no rule could place, and what departments sent to and fro.</summary>
    private Task SortAsync(Held held) => _random.Next(100) < 5 && held.Status != RequestStatus.Waiting
        ? EndAsync(held, Lifecycle.Cancel, new() { [StepMember.Outcome] = Cancellation.Abuse, [StepMember.Note] = "No report." })
        : SendOnAsync(held, TransferReason.Unclear);

    private async Task ClaimNextAsync()
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
    private async Task<Held?> ClaimAsync(DayReport report)
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
        return _held = Held.Of(report, answer);
    }

    /// <summary>Takes a step of the lifecycle; what somebody else changed meanwhile is let go.</summary>
    private async Task<bool> DoAsync(Held held, string action, JsonObject? body)
    {
        var answer = await client.ChangeAsync(held.Report, $"/{action}", Lifecycle.Of(action).Event, person.Token, held.Version, body?.ToJsonString());
        _held = answer is { } done ? Held.Of(held.Report, done) : null;
        return answer is not null;
    }

    private async Task RemarkAsync(Held held, string path, string kind)
    {
        var answer = await client.ChangeAsync(held.Report, path, kind, person.Token, held.Version, """{ "text": "A crew is on its way." }""");
        _held = answer is { } done ? Held.Of(held.Report, done) : null;
    }

    private async Task PauseAsync(Held held)
    {
        var reasons = WaitingFor.All.Where(reason => reason != WaitingFor.Resident).ToList();
        if (await DoAsync(held, Lifecycle.Wait, new() { [StepMember.WaitingFor] = reasons[_random.Next(reasons.Count)] }))
        {
            _waiting.Enqueue((held.Report, world.Clock.GetUtcNow() + TimeSpan.FromMinutes(30 + _random.Next(240))));
            _held = null;
        }
    }

    private async Task AskAsync(Held held)
    {
        if (await DoAsync(held, Lifecycle.Ask, new() { [StepMember.Text] = "Which side of the road?" }))
        {
            residents.Asked(held.Report);
            _held = null;
        }
    }

    private async Task SendOnAsync(Held held, string reason)
    {
        var departments = others.Where(code => code != held.Department).ToList();

        // The right one, where somebody else had it in New York.
        var to = held.Report.Agency != held.Department && departments.Contains(held.Report.Agency) ? held.Report.Agency : departments[_random.Next(departments.Count)];
        await DoAsync(held, Lifecycle.Transfer, new() { [StepMember.Department] = to, [StepMember.Reason] = reason });
        _held = null;
    }

    private async Task CloseAsync(Held held)
    {
        var isFresh = held.ReopenCount == 0 && !world.Originals.ContainsKey(held.Report);
        var body = new ClosingWords(world, _random).Of(held.Report, held.Department, held.ReceivedAt, isFresh);
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

    private async Task<bool> EndAsync(Held held, string action, JsonObject body)
    {
        var isDone = await DoAsync(held, action, body);
        if (isDone)
        {
            lock (held.Report.Entry)
            {
                held.Report.Entry.Outcome = (string?)body[StepMember.Outcome];
            }
        }

        _held = null;
        return isDone;
    }

    private async Task LayDownAsync(Held held)
    {
        await client.ChangeAsync(held.Report, "/claim", EventKind.ClaimReleased, person.Token, held.Version, null, HttpMethod.Delete);
        _held = null;
    }

    /// <summary>Goes home, and says nothing: the claim ends by itself.</summary>
    private Task DropAsync()
    {
        _held = null;
        return Task.CompletedTask;
    }
}
