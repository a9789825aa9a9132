using Connect311.Api.ServiceRequests.Intake;

namespace Connect311.Api.Incidents;

/// <summary>
/// What becomes of one incident and of the requests that join or leave it; <see cref="IncidentStore"/> writes all of it or nothing.
/// </summary>
/// <param name="Id">Its number.</param>
/// <param name="Seen">As it was read; null for a new one.</param>
/// <param name="After">As it is to be, but for its version.</param>
/// <param name="Moves">In the order of the requests' numbers.</param>
internal sealed record IncidentPlan(long Id, IncidentRow? Seen, IncidentRow After, IReadOnlyList<Move> Moves)
{
    /// <summary>What was seen of the gate, by whoever begins an incident or might; else null.</summary>
    public GateRow? Gate { get; init; }

    /// <summary>The moves that staff may undo, by request; empty where machines joined, or where this undoes.</summary>
    public IReadOnlyList<(long RequestId, string Kind)> Changes { get; init; } = [];

    /// <summary>The change that this undoes; else null.</summary>
    public int? Undone { get; init; }

    /// <summary>Whether machines' reports are added alone, so that whoever works on the incident need not look again.</summary>
    public bool OnlyCounts { get; init; }

    /// <summary>New reports that are in the incident from the start.</summary>
    public IReadOnlyList<NewRequest> Reports { get; init; } = [];
}
