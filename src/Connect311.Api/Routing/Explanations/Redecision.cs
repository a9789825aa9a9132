using Connect311.Api.Catalog;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Routing;

namespace Connect311.Api.Routing.Explanations;

/// <summary>A stored decision, made again by the rules, the catalogue and the areas that made it.</summary>
/// <param name="Explanation">What was decided, and what was looked at.</param>
/// <param name="Type">The service type as it was.</param>
/// <param name="City">The city as it was.</param>
/// <param name="Priority">1 (urgent) to 4, danger and staleness counted.</param>
/// <param name="IsSame">Whether it is the stored decision; null when something is missing that may have decided.</param>
internal sealed record Redecision(Explanation Explanation, ServiceType Type, City City, int Priority, bool? IsSame)
{
    /// <summary>Decides again; null where the city no longer knows the service type.</summary>
    public static Redecision? Of(DecidedReport report, City city)
    {
        if (city.Catalog.ServiceTypesByCode.GetValueOrDefault(report.Data.ServiceType) is not { } type)
        {
            return null;
        }

        var explanation = city.Rules.Explain(report.InputFor(type, city));
        var priority = report.PriorityOf(explanation.Decision, type, city);
        var isSame = IsSameAs(report.Data, explanation.Decision, priority);
        var isOpen = report.Missing.Any(explanation.LooksAt.Contains)
            || (!isSame && report.IsPlaceUnsure && explanation.LooksAt.Contains(RuleSubject.Place));
        return new(explanation, type, city, priority, isOpen ? null : isSame);
    }

    /// <summary>A report that waits for an operator is not where the rules would have it, and in no queue of its own.</summary>
    private static bool IsSameAs(SubmittedData stored, Decision decision, int priority) =>
        (stored.Status == RequestStatus.Submitted || (stored.Department, stored.Queue) == (decision.Department, decision.Queue))
        && (stored.Priority, stored.Rule, stored.RuleSetVersion, stored.NeedsAnswerTo)
            == (priority, decision.Rule, decision.RuleSetVersion, decision.NeedsAnswerTo)
        && (stored.PossibleDepartments ?? []).SequenceEqual(decision.Uncertainty?.Departments.Select(department => department.Department) ?? []);
}
