using Connect311.Api.Catalog;
using Connect311.Routing;

namespace Connect311.Api.ServiceRequests;

/// <summary>How urgent a report is, apart from what its rule says.</summary>
internal static class Urgency
{
    /// <summary>The priority of what speaks of danger to life.</summary>
    public const int UrgentPriority = 1;

    /// <summary>The code of the danger that a report speaks of, or null: danger may be spoken of in anything that the resident wrote freely.</summary>
    /// <param name="aside">What was said in members or answers that the catalogue does not know, or null.</param>
    public static string? DangerIn(Submission submission, ServiceType type, Catalog.Catalog catalog, string? aside = null) => catalog.Danger.Find(string.Join(
        " \n ",
        AnswerRules.FreeTexts(submission, type).Append(submission.Description).Append(submission.Address?.Text).Append(aside)));

    /// <summary>Danger is always urgent; a stale report is never urgent by a rule alone.</summary>
    public static int PriorityOf(
        Decision decision, string? danger, ServiceType type, DateTimeOffset? reportedAt, DateTimeOffset receivedAt)
    {
        if (danger is not null)
        {
            return UrgentPriority;
        }

        var isStale = type.StaleAfter is { } stale && reportedAt is { } reported && receivedAt - reported > stale;
        return isStale && decision.Priority == UrgentPriority ? UrgentPriority + 1 : decision.Priority;
    }
}
