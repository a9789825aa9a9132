using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>Which department gets a report, by which rule of which version, and the reason in words.</summary>
/// <param name="Department">The department's code.</param>
/// <param name="Queue">The department's named queue, or null for its general one.</param>
/// <param name="Priority">1 (urgent) to 4.</param>
/// <param name="Rule">The id of the rule that decided; <see cref="RuleSet.FallbackRule"/> or <see cref="RuleSet.UnplacedRule"/> when none could.</param>
/// <param name="RuleSetVersion">The version of the rule set that decided.</param>
/// <param name="Reason">One sentence for the resident.</param>
public sealed record Decision(
    string Department, string? Queue, int Priority, string Rule, int RuleSetVersion, LocalText Reason);

/// <summary>A rule that stood before the winner and did not match.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Because">Which condition failed, in words.</param>
public sealed record LostCandidate(string Rule, string Because);

/// <summary>A decision with everything that was considered on the way to it.</summary>
public sealed record Explanation(Decision Decision, IReadOnlyList<LostCandidate> Lost);
