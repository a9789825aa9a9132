using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Routing.Explanations;
using Connect311.Routing;

namespace Connect311.Api.Routing.Simulation;

/// <summary>What a version of the rule set would do with a report, in the shapes of an explanation. Nothing of it is stored.</summary>
internal sealed record SimulationView
{
    /// <summary>The decision.</summary>
    [Required]
    public required ExplainedDecision Decision { get; init; }

    /// <summary>The version of the rule set that was tried.</summary>
    [Required]
    public required int RuleSetVersion { get; init; }

    /// <summary>The code of a danger that the words speak of, which makes the report urgent; as a rule null.</summary>
    [Required]
    public required string? Danger { get; init; }

    /// <summary>What the rules could look at.</summary>
    [Required]
    public required ExplainedReport Input { get; init; }

    /// <summary>The rules for this service type, in their order, as far as the one that ended the search.</summary>
    [Required]
    public required IReadOnlyList<ExplainedRule> Considered { get; init; }

    /// <summary>The boundary that makes the place uncertain; as a rule null.</summary>
    [Required]
    public required ExplainedUncertainty? Uncertainty { get; init; }

    /// <summary>What would be decided wherever else the place may lie; empty for a place that is certain.</summary>
    [Required]
    public required IReadOnlyList<ExplainedElsewhere> PossiblePlaces { get; init; }

    /// <summary>What the catalogue would refuse of this report; it is tried out all the same.</summary>
    [Required]
    public required IReadOnlyList<ProblemError> Refusals { get; init; }

    public static SimulationView Of(Explanation explained, Simulated simulated, ServiceType type, City city, string language)
    {
        var views = new ExplanationViews(explained, city, type, null, language);
        return new()
        {
            Decision = views.Decided(simulated.PriorityOf(explained.Decision, type)),
            RuleSetVersion = explained.Decision.RuleSetVersion,
            Danger = simulated.Danger,
            Input = views.Report(simulated.Submission),
            Considered = views.Considered(),
            Uncertainty = views.Uncertainty(),
            PossiblePlaces = views.Elsewhere(),
            Refusals = [.. simulated.Refusals.Select(fault => ProblemError.Of(fault, language))],
        };
    }
}
