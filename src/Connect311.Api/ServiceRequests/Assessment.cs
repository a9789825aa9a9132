using Connect311.Api.Catalog;
using Connect311.Api.Routing;
using Connect311.Routing;
using Connect311.Routing.Areas;

namespace Connect311.Api.ServiceRequests;

/// <summary>What the rules in force decide about a report as it stands: the same at intake and whenever it is corrected.</summary>
/// <param name="Decision">What the rules say.</param>
/// <param name="Priority">How urgent it is, 1 to 4, by the rules and by its words.</param>
internal sealed record Assessment(Decision Decision, int Priority)
{
    /// <summary>The priority of what speaks of danger to life.</summary>
    public const int UrgentPriority = 1;

    /// <param name="submission">What the report says.</param>
    /// <param name="type">Its service type.</param>
    /// <param name="areas">The areas that hold its place; null for an unplaced report.</param>
    /// <param name="arrival">How and when it came in; clocks and time windows begin then, however late it is corrected.</param>
    /// <param name="danger">The danger that its words speak of, or null.</param>
    /// <param name="now">The city whose rules decide.</param>
    public static Assessment Of(
        Submission submission,
        ServiceType type,
        IReadOnlyList<AreaHit>? areas,
        (string Channel, DateTimeOffset ReceivedAt) arrival,
        string? danger,
        City now)
    {
        var decision = now.Rules.Decide(new RoutingInput
        {
            ServiceType = type.Code,
            Group = type.Group,
            Channel = arrival.Channel,
            ReceivedAt = arrival.ReceivedAt,
            Areas = areas,
            PossiblePlaces = PossiblePlaces.Of(
                submission.Location?.Latitude, submission.Location?.Longitude, submission.Location?.AccuracyMetres, now),
            Answers = AnswerRules.ForRouting(submission),
            Description = submission.Description,
        });
        return new(decision, PriorityOf(decision, danger, type, submission.ReportedAt, arrival.ReceivedAt));
    }

    /// <summary>The departments that a decision leaves open, the likeliest first; null where it leaves none.</summary>
    public static IReadOnlyList<string>? PossibleDepartmentsOf(Decision decision) => decision.Uncertainty is { } uncertainty
        ? [.. uncertainty.Departments.Select(department => department.Department)]
        : null;

    /// <summary>Danger is always urgent; a stale report is never urgent by a rule alone.</summary>
    private static int PriorityOf(
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
