using System.Text.Json;

namespace Connect311.Api.ServiceRequests.History;

/// <summary>The kinds of events, as they are stored.</summary>
internal static class EventKind
{
    public const string Submitted = "submitted";
    public const string Acknowledged = "acknowledged";
    public const string Closed = "closed";

    /// <summary>It was held back, and its department has it now.</summary>
    public const string Released = "released";

    /// <summary>Somebody works on it.</summary>
    public const string Started = "started";

    /// <summary>The work waits for somebody or something.</summary>
    public const string Waiting = "waiting";

    /// <summary>The work goes on.</summary>
    public const string Resumed = "resumed";

    /// <summary>Staff refused it.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Whoever reported it took it back.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Staff asked the resident something, and wait for the answer.</summary>
    public const string ClarificationAsked = "clarification-asked";

    /// <summary>The resident answered.</summary>
    public const string ClarificationAnswered = "clarification-answered";

    /// <summary>The resident did not answer in time.</summary>
    public const string ClarificationExpired = "clarification-expired";

    /// <summary>Staff noted something for each other.</summary>
    public const string Noted = "noted";

    /// <summary>Whoever reported it noted something for staff.</summary>
    public const string Commented = "commented";

    /// <summary>Staff told the public something.</summary>
    public const string Updated = "updated";

    /// <summary>The resident does not accept how it was closed.</summary>
    public const string Disputed = "disputed";

    /// <summary>A supervisor agreed with the resident, and it is open again.</summary>
    public const string DisputeUpheld = "dispute-upheld";

    /// <summary>A supervisor did not agree with the resident.</summary>
    public const string DisputeRejected = "dispute-rejected";

    /// <summary>It was closed or cancelled, and is open again.</summary>
    public const string Reopened = "reopened";

    /// <summary>What it says was corrected; it stayed where it was.</summary>
    public const string Corrected = "corrected";

    /// <summary>It was sent on to another department.</summary>
    public const string Rerouted = "rerouted";

    /// <summary>Staff sent it on to another department.</summary>
    public const string Transferred = "transferred";

    /// <summary>Its department has it in another queue, or with another priority.</summary>
    public const string Requeued = "requeued";

    /// <summary>It was proposed to send it on, and staff said no.</summary>
    public const string ReroutingDismissed = "rerouting-dismissed";

    /// <summary>Somebody took it in hand.</summary>
    public const string Claimed = "claimed";

    /// <summary>It was laid down, or taken out of somebody's hands.</summary>
    public const string ClaimReleased = "claim-released";

    /// <summary>A supervisor gave it to somebody.</summary>
    public const string AssignedTo = "assigned-to";

    /// <summary>The kinds of events by which it changes hands within its department.</summary>
    public static readonly string[] Hands = [Claimed, ClaimReleased, AssignedTo];

    /// <summary>Most of the time that a target gives is used; staff alone see it.</summary>
    public const string NearBreach = "near-breach";

    /// <summary>A target was missed; staff alone see it.</summary>
    public const string Breached = "breached";

    /// <summary>Whoever reported it asked to be forgotten.</summary>
    public const string ForgetAsked = "forget-asked";

    /// <summary>Values were erased, by the schedule of records or because the resident asked for it.</summary>
    public const string Erased = "erased";

    /// <summary>Nothing of it may be erased from then on.</summary>
    public const string LegalHoldPlaced = "legal-hold-placed";

    /// <summary>It may be erased again.</summary>
    public const string LegalHoldEnded = "legal-hold-ended";

    /// <summary>The kinds that tell of how the record is kept, and not of the work.</summary>
    public static readonly string[] OfRecords = [ForgetAsked, Erased, LegalHoldPlaced, LegalHoldEnded];

    /// <summary>Staff let the public see a photo of it.</summary>
    public const string PhotoReleased = "photo-released";

    /// <summary>It was linked with others that report the same thing; staff alone see it.</summary>
    public const string IncidentJoined = "incident-joined";

    /// <summary>It turned out not to report the same thing as the others; staff alone see it.</summary>
    public const string IncidentLeft = "incident-left";

    /// <summary>It followed its incident, and stands in the queue for it from then on; staff alone see it.</summary>
    public const string IncidentListed = "incident-listed";

    /// <summary>The kinds by which it joins, leaves or stands for an incident.</summary>
    public static readonly string[] Incidents = [IncidentJoined, IncidentLeft, IncidentListed];

    /// <summary>The kinds whose data says all that was decided; see <see cref="RevisedData"/>.</summary>
    public static readonly string[] Revisions = [Released, Corrected, Rerouted, Transferred, Requeued, ReroutingDismissed];

    /// <summary>Whether events of a kind say that another department has the request.</summary>
    public static bool SendsOn(string kind) => kind is Rerouted or Transferred;

    /// <summary>Whether events of a kind leave the request in nobody's hands: a department begins with it.</summary>
    public static bool Begins(string kind) => SendsOn(kind) || kind == Released;

    /// <summary>Whether events of a kind say what was decided about the request.</summary>
    public static bool Decides(string kind) => kind == Submitted || Revisions.Contains(kind);
}

/// <summary>Something that happened to a request, before it has its place in the history.</summary>
/// <param name="Kind">See <see cref="EventKind"/>.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">Codes and times alone, as JSON; part of what is hashed, published where the type allows.</param>
/// <param name="Details">Free texts, places, answers, contacts, actors by name: erasable; only their digests are hashed.</param>
internal sealed record NewEvent(
    string Kind, DateTimeOffset At, string Data, IReadOnlyDictionary<string, string> Details)
{
    /// <summary>What is kept encrypted elsewhere, such as the contact: only its digest goes into the history.</summary>
    public IReadOnlyDictionary<string, string> Sealed { get; init; } = new Dictionary<string, string>();

    public static string Json<T>(T data) => JsonSerializer.Serialize(data, Http.Json.Options);
}
