using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>Which department gets a report, by which rule of which version, and the reason in words.</summary>
/// <param name="Department">The department's code.</param>
/// <param name="Queue">The department's named queue, or null for its general one.</param>
/// <param name="Priority">1 (urgent) to 4.</param>
/// <param name="Rule">The id of the rule that decided; one of the reserved ids of <see cref="RuleSet"/> when none could.</param>
/// <param name="RuleSetVersion">The version of the rule set that decided.</param>
/// <param name="Reason">One sentence for the resident.</param>
public sealed record Decision(
    string Department, string? Queue, int Priority, string Rule, int RuleSetVersion, LocalText Reason)
{
    /// <summary>What staff are told with it, or null.</summary>
    public LocalText? Note { get; init; }

    /// <summary>The question whose answer would have decided; null unless the rule is <see cref="RuleSet.UnansweredRule"/>.</summary>
    public string? NeedsAnswerTo { get; init; }

    /// <summary>The departments that may be responsible, where the place is not exact enough to tell; else null.</summary>
    public Uncertainty? Uncertainty { get; init; }
}

/// <summary>A boundary that decides crosses the accuracy circle.</summary>
/// <param name="Policy">One of <see cref="UncertainPlacePolicy"/>.</param>
/// <param name="Departments">At least two, the likeliest first.</param>
public sealed record Uncertainty(string Policy, IReadOnlyList<PossibleDepartment> Departments);

/// <summary>A department that may be responsible for an uncertain place.</summary>
/// <param name="Department">The department's code.</param>
/// <param name="Rule">The rule that would send the report there.</param>
/// <param name="Share">The part of the accuracy circle that speaks for it, 0 to 1.</param>
public sealed record PossibleDepartment(string Department, string Rule, double Share);
