using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Incidents;

/// <summary>What an action on an incident did.</summary>
/// <param name="Incident">The incident behind it.</param>
/// <param name="Done">How many requests it reached.</param>
/// <param name="Skipped">How many open requests it left as they are.</param>
/// <param name="Results">The first 1,000 of both.</param>
internal sealed record IncidentOutcome(IncidentView Incident, int Done, int Skipped, IReadOnlyList<MemberResult> Results);

/// <summary>What became of one request of an incident.</summary>
/// <param name="TrackingNumber">The number of the report.</param>
/// <param name="Done">Whether the action reached it.</param>
/// <param name="Status">Its status then, as a code.</param>
/// <param name="Reason">Why it was left as it is: status, not-yours, claimed, reported-later, already-there, told-already; null where it was reached.</param>
internal sealed record MemberResult(
    string TrackingNumber,
    bool Done,
    [property: ExtensibleEnum(typeof(RequestStatus))] string Status,
    [property: Required, ExtensibleEnum(typeof(SkipReason))] string? Reason);
