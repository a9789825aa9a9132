using System.Collections.Frozen;
using Connect311.Routing;
using Connect311.Routing.Areas;

namespace Connect311.Api.Catalog;

/// <summary>Everything that decides about a report, read once and swapped as a whole.</summary>
/// <param name="Catalog">Service types and departments.</param>
/// <param name="Rules">The rule set in force.</param>
/// <param name="AreaSets">Every area set; the first is the city's own.</param>
internal sealed record City(Catalog Catalog, RuleSet Rules, IReadOnlyList<AreaSet> AreaSets)
{
    /// <summary>The name of every area, by its set and code.</summary>
    public FrozenDictionary<(string Set, string Code), string> AreaNames { get; } = AreaSets
        .SelectMany(set => set.Areas)
        .ToFrozenDictionary(area => (area.Set, area.Code), area => area.Name);
}

/// <summary>Holds the <see cref="City"/> in force.</summary>
internal sealed class CurrentCity
{
    private City? _city;

    /// <exception cref="InvalidOperationException">The program has not loaded a city yet.</exception>
    public City Value => _city ?? throw new InvalidOperationException("No city has been loaded.");

    public bool IsLoaded => _city is not null;

    public void Set(City city) => _city = city;
}
