using Connect311.Routing.Conditions;
using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>One rule of a rule set: when all its conditions hold, the report is assigned as it says.</summary>
/// <param name="Id">Unique within the rule set; a code.</param>
/// <param name="When">All must hold; none means always.</param>
public sealed record RoutingRule(string Id, IReadOnlyList<Condition> When, Assignment Assign, LocalText Reason);

/// <summary>What a matching rule does with a report.</summary>
/// <param name="Department">A department's code.</param>
/// <param name="Queue">One of the department's named queues, or null.</param>
/// <param name="Priority">1 (urgent) to 4; 3 where the document is silent.</param>
public sealed record Assignment(string Department, string? Queue, int Priority)
{
    public const int DefaultPriority = 3;
}
