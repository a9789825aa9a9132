using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
using Connect311.Routing;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>Where a request goes, or stays, once the rules or staff were asked.</summary>
/// <param name="Held">Where it is from now on.</param>
/// <param name="Proposed">Where the rules would have it, if staff are asked first; else null.</param>
/// <param name="RulesSay">The department that the rules named when they were asked last.</param>
/// <param name="DecidedAt">The number of the event with whose values <paramref name="Held"/> was decided.</param>
internal sealed record Course(Routed Held, Routed? Proposed, string RulesSay, int DecidedAt)
{
    /// <summary>Where the rules would have it, at once.</summary>
    public static Course Following(Routed say, int decidedAt) => new(say, null, say.Department, decidedAt);

    /// <summary>Where a corrected request goes.</summary>
    /// <param name="request">As it was.</param>
    /// <param name="say">Where the rules would have it, corrected.</param>
    /// <param name="policy">One of <see cref="ReroutePolicy"/>.</param>
    public static Course OfCorrection(DecidedRequest request, Routed say, string policy)
    {
        var holder = request.Row.Department;
        if (!RequestStatus.IsOpen(request.Row.Status))
        {
            // Nobody works on it any more: what it says is set right, and no more.
            return new(request.Held, null, request.RulesSay, request.DecidedAt);
        }

        if (request.Row.Status == RequestStatus.Submitted)
        {
            // It waits for an operator, who alone releases it; the rules are asked again then.
            return new(request.Held, null, request.RulesSay, request.DecidedAt);
        }

        if (say.Department == holder)
        {
            return Following(say, request.Row.EventCount + 1);
        }

        if (request.IsHeldByStaff && say.Department == request.RulesSay)
        {
            // The rules say what they said when staff decided otherwise.
            return new(request.Held, null, request.RulesSay, request.DecidedAt);
        }

        // Operators hold what the rules could not decide: whoever places it, or answers for it, wants it to go.
        return policy == ReroutePolicy.AtOnce || holder == RuleSet.OperatorDepartment
            ? Following(say, request.Row.EventCount + 1)
            : new(request.Held, say, say.Department, request.DecidedAt);
    }
}
