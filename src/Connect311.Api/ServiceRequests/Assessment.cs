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
        var decision = now.Rules.Decide(RoutingInputs.Of(submission, type, areas, arrival.Channel, arrival.ReceivedAt, now));
        return new(decision, Urgency.PriorityOf(decision, danger, type, submission.ReportedAt, arrival.ReceivedAt));
    }

    /// <summary>The departments that a decision leaves open, the likeliest first; null where it leaves none.</summary>
    public static IReadOnlyList<string>? PossibleDepartmentsOf(Decision decision) => decision.Uncertainty is { } uncertainty
        ? [.. uncertainty.Departments.Select(department => department.Department)]
        : null;
}
