using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;

namespace Connect311.Api.Routing.Simulation;

/// <summary>What a version of the rule set decides about a report.</summary>
internal sealed record SimulatedDecision
{
    /// <summary>The department that would get it.</summary>
    [Required]
    public required Named Department { get; init; }

    /// <summary>The department's named queue; null for its general one.</summary>
    [Required]
    public required string? Queue { get; init; }

    /// <summary>1 (urgent) to 4, by the rule alone: danger makes every report urgent.</summary>
    [Required]
    public required int Priority { get; init; }

    /// <summary>The id of the rule that decided.</summary>
    [Required]
    public required string Rule { get; init; }

    /// <summary>The version of the rule set that was tried.</summary>
    [Required]
    public required int RuleSetVersion { get; init; }

    /// <summary>The rule's sentence for the resident.</summary>
    [Required]
    public required string Reason { get; init; }

    /// <summary>What the rule tells staff; null where it tells nothing.</summary>
    [Required]
    public required string? Note { get; init; }

    /// <summary>Where the place is too close to a boundary to tell, what becomes of such reports; as a rule null.</summary>
    [Required, ExtensibleEnum(typeof(UncertainPlacePolicy))]
    public required string? UncertainPlaces { get; init; }

    /// <summary>The departments that may be responsible then, the likeliest first; as a rule empty.</summary>
    [Required]
    public required IReadOnlyList<SimulatedDepartment> PossibleDepartments { get; init; }

    /// <summary>The code of the question whose answer would have decided; as a rule null.</summary>
    [Required]
    public required string? NeedsAnswerTo { get; init; }

    /// <summary>The code of a danger that the words speak of, which makes the report urgent; as a rule null.</summary>
    [Required]
    public required string? Danger { get; init; }

    public static SimulatedDecision Of(Decision decision, string? danger, Catalog.Catalog catalog, string language) => new()
    {
        Department = SimulationView.Department(decision.Department, catalog, language),
        Queue = decision.Queue,
        Priority = decision.Priority,
        Rule = decision.Rule,
        RuleSetVersion = decision.RuleSetVersion,
        Reason = decision.Reason.In(language),
        Note = decision.Note?.In(language),
        UncertainPlaces = decision.Uncertainty?.Policy,
        PossibleDepartments = [.. (decision.Uncertainty?.Departments ?? []).Select(possible => new SimulatedDepartment(
            SimulationView.Department(possible.Department, catalog, language), possible.Rule, possible.Share))],
        NeedsAnswerTo = decision.NeedsAnswerTo,
        Danger = danger,
    };
}

/// <summary>A department that may be responsible for an uncertain place.</summary>
/// <param name="Department">The department.</param>
/// <param name="Rule">The id of the rule that would send the report there.</param>
/// <param name="Share">The part of the accuracy circle that speaks for it, 0 to 1.</param>
internal sealed record SimulatedDepartment(Named Department, string Rule, double Share);
