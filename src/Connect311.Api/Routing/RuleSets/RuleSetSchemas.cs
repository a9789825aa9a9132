using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Connect311.Api.Routing.RuleSets;

/// <summary>A rule set as a city writes it. The first rule that matches decides, else the fallback.</summary>
internal sealed record WrittenRuleSet
{
    /// <summary>A code of the city's own choice.</summary>
    [Required]
    public required string Name { get; init; }

    /// <summary>The IANA time zone of the rules' clocks, such as <c>America/New_York</c>.</summary>
    [Required]
    public required string TimeZone { get; init; }

    /// <summary>Who gets a report whose place may lie on either side of a boundary that decides: <c>likelier</c> (the default) or <c>operator</c>.</summary>
    public string? UncertainPlaces { get; init; }

    /// <summary>What becomes of a report that no rule takes.</summary>
    [Required]
    public required WrittenFallback Fallback { get; init; }

    /// <summary>The rules in their order, at most 10,000.</summary>
    [Required]
    public required IReadOnlyList<WrittenRule> Rules { get; init; }
}

/// <summary>What a new draft is made of: the members of a rule set, or <c>basedOn</c> alone.</summary>
internal sealed record NewRuleSet
{
    /// <summary>The version to copy; then nothing else is sent.</summary>
    public int? BasedOn { get; init; }

    /// <summary>A code of the city's own choice.</summary>
    public string? Name { get; init; }

    /// <summary>The IANA time zone of the rules' clocks, such as <c>America/New_York</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Who gets a report whose place may lie on either side of a boundary that decides: <c>likelier</c> (the default) or <c>operator</c>.</summary>
    public string? UncertainPlaces { get; init; }

    /// <summary>What becomes of a report that no rule takes.</summary>
    public WrittenFallback? Fallback { get; init; }

    /// <summary>The rules in their order, at most 10,000.</summary>
    public IReadOnlyList<WrittenRule>? Rules { get; init; }
}

/// <summary>One rule: when all that <c>when</c> says holds, the report is assigned.</summary>
internal sealed record WrittenRule
{
    /// <summary>Its name in the rule set: lower-case letters, digits, hyphens, dots.</summary>
    [Required]
    public required string Id { get; init; }

    /// <summary>What must hold: serviceTypes, groups, areas, answers, channels, localTime, words, all, any, not. Without it the rule always holds.</summary>
    public IReadOnlyDictionary<string, JsonElement>? When { get; init; }

    /// <summary>Codes of questions without whose answer an operator decides.</summary>
    public IReadOnlyList<string>? Needs { get; init; }

    /// <summary>Who gets the report.</summary>
    [Required]
    public required WrittenAssignment Assign { get; init; }

    /// <summary>The sentence that the resident reads, by language; <c>en</c> is required.</summary>
    [Required]
    public required IReadOnlyDictionary<string, string> Reason { get; init; }
}

/// <summary>Who gets a report.</summary>
internal record WrittenAssignment
{
    /// <summary>The code of a department.</summary>
    [Required]
    public required string Department { get; init; }

    /// <summary>One of the department's named queues.</summary>
    public string? Queue { get; init; }

    /// <summary>From 1 (urgent) to 4; 3 by default.</summary>
    [Range(1, 4)]
    public int? Priority { get; init; }

    /// <summary>What staff are told with it, by language.</summary>
    public IReadOnlyDictionary<string, string>? Note { get; init; }
}

/// <summary>Who gets a report that no rule takes.</summary>
internal sealed record WrittenFallback : WrittenAssignment
{
    /// <summary>The sentence that the resident reads, by language; <c>en</c> is required.</summary>
    [Required]
    public required IReadOnlyDictionary<string, string> Reason { get; init; }
}
