using Connect311.Routing.Conditions;
using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>One rule of a rule set: when all its conditions hold, the report is assigned as it says.</summary>
/// <param name="Id">Unique within the rule set; a code.</param>
/// <param name="When">All must hold; none means always. What the rule needs answered is among them.</param>
public sealed record RoutingRule(string Id, IReadOnlyList<Condition> When, Assignment Assign, LocalText Reason)
{
    /// <summary>Where it stands in its document, as a JSON Pointer.</summary>
    public required string At { get; init; }

    /// <summary>The conditions that say which service types it takes, whatever else is asked.</summary>
    internal IEnumerable<TypeCondition> OnType => When.OfType<TypeCondition>();

    /// <summary>What must hold besides.</summary>
    internal IEnumerable<Condition> Rest => When.Where(condition => condition is not TypeCondition);
}

/// <summary>What a matching rule does with a report.</summary>
/// <param name="Department">A department's code.</param>
/// <param name="Queue">One of the department's named queues, or null.</param>
/// <param name="Priority">1 (urgent) to 4; 3 where the document is silent.</param>
/// <param name="Note">What staff are told with it, or null.</param>
public sealed record Assignment(string Department, string? Queue, int Priority, LocalText? Note = null)
{
    public const int DefaultPriority = 3;
}
