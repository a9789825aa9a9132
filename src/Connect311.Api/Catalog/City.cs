using System.Collections.Frozen;
using Connect311.Routing;
using Connect311.Routing.Areas;

namespace Connect311.Api.Catalog;

/// <summary>Everything that decides about a report, read once and swapped as a whole.</summary>
/// <param name="Catalog">Service types and departments.</param>
/// <param name="Rules">The rule set in force.</param>
/// <param name="AreaSets">Every area set; the first is the city's own.</param>
internal sealed record City(Catalog Catalog, RuleSet Rules, AreaSets AreaSets)
{
    /// <summary>The newest version of the area sets that was imported when it was read; 0 when there was none.</summary>
    public int AreasVersion { get; init; }

    public CityVersions Versions => new(Catalog.Version, Rules.Version, AreasVersion);

    /// <summary>What is odd about the rule set, though it is no fault.</summary>
    public IReadOnlyList<CatalogFault> Warnings { get; init; } = [];

    /// <summary>The rule set that is in force and cannot be read, so that these rules, which were in force before, decide; null where all is well.</summary>
    public UnreadableRuleSet? StandsInFor { get; init; }

    /// <summary>The name of every area, by its set and code.</summary>
    public FrozenDictionary<(string Set, string Code), string> AreaNames { get; } = AreaSets
        .SelectMany(set => set.Areas)
        .ToFrozenDictionary(area => (area.Set, area.Code), area => area.Name);
}

/// <summary>A rule set that is stored as in force and cannot be read.</summary>
internal sealed record UnreadableRuleSet(int Version, IReadOnlyList<CatalogFault> Faults);

/// <summary>Which versions a <see cref="City"/> is made of.</summary>
internal sealed record CityVersions(int Catalog, int Rules, int Areas)
{
    public override string ToString() => $"catalogue {Catalog}, rules {Rules}, areas {Areas}";
}

/// <summary>Holds the <see cref="City"/> in force.</summary>
internal sealed class CurrentCity
{
    private City? _city;

    /// <exception cref="InvalidOperationException">The program has not loaded a city yet.</exception>
    public City Value => _city ?? throw new InvalidOperationException("No city has been loaded.");

    public bool IsLoaded => _city is not null;

    /// <summary>Whether another version is stored as in force, and cannot be read.</summary>
    public bool IsStale { get; set; }

    public void Set(City city)
    {
        _city = city;
        IsStale = city.StandsInFor is not null;
    }
}
