using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;
using Connect311.Api.Triage.Rerouting;
using Connect311.Routing;

namespace Connect311.Benchmarks.Day;

/// <summary>An agent: takes the next request, and brings it step by step to an end, or lays it down, or forgets it.</summary>
internal sealed class Agent
{
    private readonly DayClock _clock;
    private readonly Person _person;
    private readonly TimeSpan _pace;
    private readonly Random _random;
    private readonly AgentHands _hands;

    /// <param name="others">The departments to which a request may belong instead.</param>
    /// <param name="pace">How long a step takes.</param>
    public Agent(DayWorld world, DayClient client, Residents residents, Person person, IReadOnlyList<string> others, TimeSpan pace, int seed)
    {
        (_clock, _person, _pace, _random) = (world.Clock, person, pace, new(seed));
        _hands = new(world, client, residents, person, others, _random);
        NextAt = _clock.GetUtcNow() + (pace * (seed % 100 / 100.0));
    }

    /// <summary>When the next step is done.</summary>
    public DateTimeOffset NextAt { get; private set; }

    /// <summary>Every step that is done by now.</summary>
    public async Task ActAsync()
    {
        while (NextAt <= _clock.GetUtcNow())
        {
            NextAt += _pace * (0.5 + _random.NextDouble());
            await StepAsync();
        }
    }

    private async Task StepAsync()
    {
        if (_hands.InHand is not null)
        {
            if (await _hands.KeepAsync() is { } held)
            {
                await GoOnAsync(held);
            }

            return;
        }

        if (_person.Inbox.TryDequeue(out var given))
        {
            await _hands.ClaimAsync(given);
        }
        else if (_hands.TakeWaiting() is { } waiting)
        {
            await _hands.ClaimAsync(waiting);
        }
        else
        {
            await _hands.ClaimNextAsync();
        }
    }

    private async Task GoOnAsync(Held held)
    {
        if (NextAsync(held) is { } next)
        {
            await next;
        }
        else
        {
            _hands.Drop();
        }
    }

    /// <summary>What the agent does now; null for nothing any more.</summary>
    private Task? NextAsync(Held held) => _person.Department == RuleSet.OperatorDepartment
        ? SortAsync(held)
        : held.Status switch
        {
            RequestStatus.Assigned => BeginAsync(held),
            RequestStatus.Acknowledged => _random.Next(100) < 80 ? _hands.DoAsync(held, Lifecycle.Start, null) : _hands.PauseAsync(held),
            RequestStatus.InProgress => WorkAsync(held),
            RequestStatus.Waiting => _hands.DoAsync(held, Lifecycle.Resume, null),
            _ => null,
        };

    private Task BeginAsync(Held held) => _random.Next(100) switch
    {
        < 5 => _hands.SendOnAsync(held, TransferReason.WrongDepartment),
        < 7 => _hands.AskAsync(held),
        < 9 => _hands.EndAsync(held, Lifecycle.Cancel, new() { [StepMember.Outcome] = _random.Next(2) == 0 ? Cancellation.Spam : Cancellation.Test, [StepMember.Note] = "No report." }),
        < 60 => _hands.DoAsync(held, Lifecycle.Start, null),
        _ => _hands.DoAsync(held, Lifecycle.Acknowledge, new() { [StepMember.Note] = "Seen." }),
    };

    /// <inheritdoc cref="NextAsync"/>
    private Task? WorkAsync(Held held) => _random.Next(100) switch
    {
        < 8 => _hands.PauseAsync(held),
        < 12 => _hands.AskAsync(held),
        < 14 => _hands.SendOnAsync(held, TransferReason.NextStep),
        < 18 => _hands.RemarkAsync(held, "/notes", EventKind.Noted),
        < 20 => _hands.RemarkAsync(held, "/updates", EventKind.Updated),
        < 23 => _hands.LayDownAsync(held),
        < 25 => null,
        _ => _hands.CloseAsync(held),
    };

    /// <summary>Operators hand on what no rule could place, and what departments sent to and fro.</summary>
    private Task SortAsync(Held held) => _random.Next(100) < 5 && held.Status != RequestStatus.Waiting
        ? _hands.EndAsync(held, Lifecycle.Cancel, new() { [StepMember.Outcome] = Cancellation.Abuse, [StepMember.Note] = "No report." })
        : _hands.SendOnAsync(held, TransferReason.Unclear);
}
