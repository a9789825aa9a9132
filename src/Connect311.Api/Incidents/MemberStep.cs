using Connect311.Api.Databases;
using Connect311.Api.ServiceRequests.History;
using Connect311.Api.Triage;

namespace Connect311.Api.Incidents;

/// <summary>Why an action on an incident leaves one of its open requests as it is.</summary>
internal static class SkipReason
{
    /// <summary>Its status does not allow it; see <c>/v1/lifecycle</c>.</summary>
    public const string Status = "status";

    /// <summary>It is with a department that the caller does not work for.</summary>
    public const string NotYours = "not-yours";

    /// <summary>Somebody else has it in hand.</summary>
    public const string Claimed = "claimed";

    /// <summary>It came in after the visit that the closing names.</summary>
    public const string ReportedLater = "reported-later";

    /// <summary>It is with that department already.</summary>
    public const string AlreadyThere = "already-there";

    /// <summary>The caller told the same of it, and nothing happened since: the action was cut off, and is sent again.</summary>
    public const string ToldAlready = "told-already";

    public static readonly string[] All = [Status, NotYours, Claimed, ReportedLater, AlreadyThere, ToldAlready];
}

/// <summary>An action on an incident, as it is taken on each of its requests.</summary>
/// <param name="Skip">Why a request is left as it is; null where it is not.</param>
/// <param name="Make">What becomes of a request.</param>
internal sealed record MemberStep(Func<StaffRow, ValueTask<string?>> Skip, Func<StaffRow, Standing, Task<MemberChange>> Make)
{
    /// <summary>Whether it takes requests to another queue, where what followed goes on following.</summary>
    public bool IsSentOn { get; init; }
}

/// <summary>What the other requests of an incident mean for one of them, in an action on all of them.</summary>
/// <param name="In">The departments in whose queues another request of the incident then stands.</param>
/// <param name="Counted">
/// The departments whose queues held a request that takes the action too, or of whose followers one has taken it: what follows
/// counts as no transfer of its own beside them.
/// </param>
/// <param name="Followed">Whether it follows, or did so until the action made it stand in for those that were sent on before.</param>
internal sealed record Standing(IReadOnlySet<string> In, IReadOnlySet<string> Counted, bool Followed);

/// <summary>What becomes of a request by an action on its incident.</summary>
/// <param name="Write">Everything but the event.</param>
/// <param name="Status">Its status then.</param>
/// <param name="Department">Who has it then.</param>
/// <param name="IsListed">Whether it is then open work of its own.</param>
internal sealed record MemberChange(Write Write, EventRow Event, string Status, string Department, bool IsListed);
