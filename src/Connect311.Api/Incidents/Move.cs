using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;

namespace Connect311.Api.Incidents;

/// <summary>
/// A request that joins or leaves an incident, or that stands in the queue for it from then on: what its row then says, and the
/// event that tells of it. Pure; <see cref="IncidentStore"/> writes it.
/// </summary>
/// <param name="Seen">The row as it was read.</param>
/// <param name="IncidentId">The incident that it is in then; null for none.</param>
/// <param name="IsOpen">Whether it is open work of its own then.</param>
internal sealed record Move(StaffRow Seen, EventRow Event, long? IncidentId, bool IsOpen)
{
    /// <summary>Who does what follows from the rules alone, in the history.</summary>
    public const string Program = "program";

    /// <summary>Whether it comes back into the queue, so that its clocks are to be looked at.</summary>
    public bool IsListed => IsOpen && !Seen.IsOpen;

    /// <summary>Whether it goes out of the queue, and nobody need look at its clocks.</summary>
    public bool IsHidden => !IsOpen && Seen.IsOpen;

    public static Move Join(StaffRow seen, long incident, bool follows, string actor, DateTimeOffset now) =>
        Made(seen, EventKind.IncidentJoined, incident, incident, seen.IsOpen && !follows, actor, now);

    /// <summary>What followed the incident is work of its own again.</summary>
    public static Move Leave(StaffRow seen, string actor, DateTimeOffset now) =>
        Made(seen, EventKind.IncidentLeft, seen.IncidentId!.Value, null, RequestStatus.IsOpen(seen.Status), actor, now);

    /// <summary>What followed the incident stands in the queue for it, since no other does.</summary>
    public static Move List(StaffRow seen, DateTimeOffset now) =>
        Made(seen, EventKind.IncidentListed, seen.IncidentId!.Value, seen.IncidentId, true, Program, now);

    private static Move Made(StaffRow seen, string kind, long incident, long? after, bool isOpen, string actor, DateTimeOffset now)
    {
        var data = new EventData(seen.Status, seen.Department, seen.Outcome)
        {
            Incident = incident,
            Follows = RequestStatus.IsOpen(seen.Status) && !isOpen ? true : null,
        };
        var at = now > seen.UpdatedAt ? now : seen.UpdatedAt;
        var happened = new NewEvent(kind, at, NewEvent.Json(data), new Dictionary<string, string> { ["actor"] = actor });
        return new(seen, EventChain.Append(seen.Id, seen.EventCount + 1, seen.HeadHash, happened), after, isOpen);
    }
}
