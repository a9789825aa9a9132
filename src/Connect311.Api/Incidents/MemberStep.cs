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

    public static readonly string[] All = [Status, NotYours, Claimed, ReportedLater, AlreadyThere];
}

/// <summary>An action on an incident, as it is taken on each of its requests.</summary>
/// <param name="Skip">Why a request is left as it is; null where it is not.</param>
/// <param name="Make">
/// What becomes of a request. It is told the departments in whose queues another request of the incident then stands.
/// </param>
internal sealed record MemberStep(
    Func<StaffRow, ValueTask<string?>> Skip, Func<StaffRow, IReadOnlySet<string>, Task<MemberChange>> Make);

/// <summary>What becomes of a request by an action on its incident.</summary>
/// <param name="Write">Everything but the event.</param>
/// <param name="Status">Its status then.</param>
/// <param name="Department">Who has it then.</param>
/// <param name="IsListed">Whether it is then open work of its own.</param>
internal sealed record MemberChange(Write Write, EventRow Event, string Status, string Department, bool IsListed);
