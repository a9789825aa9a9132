using System.Text.Json;
using Connect311.Routing;
using Connect311.Routing.Areas;
using Connect311.Routing.Checks;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog.Areas;

/// <summary>What it would change for a city to have other areas.</summary>
/// <param name="Added">Codes that are new in a set that was there before.</param>
/// <param name="Gone">Codes of the set that are gone.</param>
/// <param name="Rules">The rules in force that name one of those gone; they would match no report there.</param>
/// <param name="Faults">What stands in its way.</param>
internal sealed record AreaChange(
    IReadOnlyList<string> Added, IReadOnlyList<string> Gone, IReadOnlyList<RuleOfGoneArea> Rules, IReadOnlyList<Fault> Faults)
{
    /// <param name="city">The city as it is.</param>
    /// <param name="set">The set that changes.</param>
    /// <param name="areas">Its areas from then on; null when the city would not have it any more.</param>
    /// <param name="ruleSet">The text of the rule set in force.</param>
    /// <exception cref="JsonException">The rule set in force cannot be read.</exception>
    public static AreaChange Of(City city, string set, AreaSet? areas, string ruleSet)
    {
        var next = city.AreaSets.Where(other => other.Name != set).Concat(areas is null ? [] : [areas]).ToList();
        var (before, after) = (CodesOf(city.AreaSets, set), CodesOf(next, set));
        var faults = new List<Fault>();
        CityChecks.Areas(next, faults);
        return new(
            before.Count == 0 ? [] : [.. after.Except(before)],
            [.. before.Except(after)],
            RulesThatLose(city, next, ruleSet),
            faults);
    }

    private static List<string> CodesOf(IEnumerable<AreaSet> sets, string set) =>
        [.. sets.Where(one => one.Name == set).SelectMany(one => one.Areas).Select(area => area.Code)];

    private static List<RuleOfGoneArea> RulesThatLose(City city, List<AreaSet> next, string ruleSet)
    {
        using var json = JsonDocument.Parse(ruleSet, Http.Json.Reading);
        var rules = RuleSetReader.Read(json.RootElement, [])
            ?? throw new JsonException("The rule set in force cannot be read.");
        var before = UndefinedIn(rules, city.Catalog, city.AreaSets);
        return [.. UndefinedIn(rules, city.Catalog, next).Except(before)];
    }

    private static List<RuleOfGoneArea> UndefinedIn(RuleSetDocument rules, Catalog catalog, IReadOnlyList<AreaSet> areas) =>
    [
        .. RuleSetChecks.RunCodes(rules, CityVocabulary.Of(catalog, areas))
            .Where(finding => finding.Fault.Code == FaultCodes.Undefined && finding.Fault.Field.Contains("/areas/", StringComparison.Ordinal))
            .Select(finding => new RuleOfGoneArea(finding.Rule!, $"{finding.Fault.Params["what"]}")),
    ];
}

/// <summary>A rule that names an area which is not there.</summary>
/// <param name="Area">In words, such as <c>the precinct 116</c>.</param>
internal sealed record RuleOfGoneArea(string Rule, string Area);
