using System.ComponentModel.DataAnnotations;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Routing;

/// <summary>The decision that sent a report to its department.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="RuleSetVersion">The version of the rule set that it belongs to.</param>
/// <param name="Reason">The rule's sentence for the resident.</param>
/// <param name="PossibleDepartments">The departments that may be responsible, the likeliest first, where the place is too close to a boundary to tell; as a rule empty.</param>
/// <param name="NeedsAnswerTo">The code of the question whose answer would have decided; as a rule null.</param>
internal sealed record RoutingAnswer(
    string Rule,
    int RuleSetVersion,
    string Reason,
    [property: Required] IReadOnlyList<Named> PossibleDepartments,
    [property: Required] string? NeedsAnswerTo);

/// <summary>The decision that sent a report to its department, as staff see it.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="RuleSetVersion">The version of the rule set that it belongs to.</param>
/// <param name="Reason">The rule's sentence for the resident.</param>
/// <param name="Note">What the rule tells staff; null where it tells nothing.</param>
/// <param name="PossibleDepartments">The departments that may be responsible, the likeliest first, where the place is too close to a boundary to tell; as a rule empty.</param>
/// <param name="NeedsAnswerTo">The code of the question whose answer would have decided; as a rule null.</param>
internal sealed record StaffRouting(
    string Rule,
    int RuleSetVersion,
    string Reason,
    [property: Required] string? Note,
    [property: Required] IReadOnlyList<Named> PossibleDepartments,
    [property: Required] string? NeedsAnswerTo);
