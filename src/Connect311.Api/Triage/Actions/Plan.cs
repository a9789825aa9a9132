using Connect311.Api.Databases;
using Connect311.Api.Http;
using Connect311.Api.Incidents;
using Connect311.Api.ServiceRequests.History;

namespace Connect311.Api.Triage.Actions;

/// <summary>
/// What an action is to make of one request, decided and not yet written; or why it is refused. One that is written at once
/// and one of many in a bulk are the same.
/// </summary>
internal sealed record Plan
{
    public ProblemResult? Refusal { get; private init; }

    /// <summary>Null where the request is as it should be already.</summary>
    public PlannedChange? Change { get; private init; }

    public static Plan Nothing { get; } = new();

    public static implicit operator Plan(ProblemResult refusal) => new() { Refusal = refusal };

    public static implicit operator Plan(PlannedChange change) => new() { Change = change };
}

/// <summary>How one request is changed: its statements, and the event that tells of it.</summary>
/// <param name="RequestId">Which request.</param>
/// <param name="Write">Guarded: the first statement changes only what was seen.</param>
/// <param name="Event">Null for what is told of by none, such as a claim that is made longer.</param>
internal sealed record PlannedChange(long RequestId, Write Write, EventRow? Event)
{
    /// <summary>What it means for the incident of the request; null where it cannot mean anything.</summary>
    public Departure? Departure { get; init; }
}
