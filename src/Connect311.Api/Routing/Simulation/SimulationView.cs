using System.ComponentModel.DataAnnotations;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Routing;

namespace Connect311.Api.Routing.Simulation;

/// <summary>What a version of the rule set would do with a report. Nothing of it is stored.</summary>
internal sealed record SimulationView
{
    /// <summary>The decision.</summary>
    [Required]
    public required SimulatedDecision Decision { get; init; }

    /// <summary>What the decision could look at.</summary>
    [Required]
    public required SimulatedInput Input { get; init; }

    /// <summary>The rules for this service type, in their order, as far as the one that ended the search.</summary>
    [Required]
    public required IReadOnlyList<SimulatedRule> Considered { get; init; }

    /// <summary>What would be decided wherever else the place may lie; empty for a place that is certain.</summary>
    [Required]
    public required IReadOnlyList<SimulatedPlace> PossiblePlaces { get; init; }

    /// <summary>What the catalogue would refuse of this report; it is tried out all the same.</summary>
    [Required]
    public required IReadOnlyList<ProblemError> Refusals { get; init; }

    public static SimulationView Of(Explanation explained, Simulated simulated, City city, string language) => new()
    {
        Decision = SimulatedDecision.Of(explained.Decision, simulated.Danger, city.Catalog, language),
        Input = SimulatedInput.Of(explained.Input, city, language),
        Considered = [.. explained.Considered.Select(rule => new SimulatedRule(
            rule.Rule, Department(rule.Department, city.Catalog, language), rule.Outcome, rule.Condition, rule.Because))],
        PossiblePlaces = [.. explained.PossiblePlaces.Select(place => new SimulatedPlace(
            SimulatedInput.AreasOf(place.Areas, city), place.Share, Department(place.Department, city.Catalog, language), place.Rule))],
        Refusals = [.. simulated.Refusals.Select(fault => ProblemError.Of(fault, language))],
    };

    internal static Named Department(string code, Catalog.Catalog catalog, string language) =>
        new(code, catalog.DepartmentName(code, language));
}

/// <summary>A rule that was considered.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Department">The department that it assigns.</param>
/// <param name="Outcome">How it fared.</param>
/// <param name="Condition">The condition that made it lose or wait, as a JSON Pointer into the rule set; null for the winner.</param>
/// <param name="Because">Why, in words (English); null for the winner.</param>
internal sealed record SimulatedRule(
    string Rule,
    Named Department,
    [property: ExtensibleEnum(typeof(RuleOutcome))] string Outcome,
    [property: Required] string? Condition,
    [property: Required] string? Because);

/// <summary>Where the report may lie too.</summary>
/// <param name="Areas">The areas that would hold it.</param>
/// <param name="Share">The part of the accuracy circle, 0 to 1.</param>
/// <param name="Department">The department that would get it.</param>
/// <param name="Rule">The id of the rule that would decide.</param>
internal sealed record SimulatedPlace(IReadOnlyList<SimulatedArea> Areas, double Share, Named Department, string Rule);

/// <summary>An area that holds a place.</summary>
/// <param name="Set">The area set.</param>
/// <param name="Code">The area's code within the set.</param>
/// <param name="Name">The area's name.</param>
internal sealed record SimulatedArea(string Set, string Code, string Name);
