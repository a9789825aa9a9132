using Connect311.Api.Catalog;
using Connect311.Routing;
using Connect311.Routing.Areas;

namespace Connect311.Api.Routing;

/// <summary>Where else a report may lie, for all that its rules look at.</summary>
internal static class PossiblePlaces
{
    /// <summary>The places within the accuracy of a point; null when there is no doubt, or none that a rule would ask about.</summary>
    /// <param name="latitude">Degrees, WGS 84; null for an unplaced report.</param>
    /// <param name="longitude">Degrees, WGS 84.</param>
    /// <param name="metres">The radius within which the true place lies; null where nobody said.</param>
    /// <param name="city">The areas and the rules.</param>
    public static IReadOnlyList<PossiblePlace>? Of(double? latitude, double? longitude, double? metres, City city) =>
        Of(latitude, longitude, metres, city.AreaSets, city.Rules);

    /// <inheritdoc cref="Of(double?, double?, double?, City)"/>
    public static IReadOnlyList<PossiblePlace>? Of(double? latitude, double? longitude, double? metres, AreaSets areaSets, RuleSet rules)
    {
        if (latitude is null || longitude is null || metres is null || rules.AreaSets.Count == 0)
        {
            return null;
        }

        AreaSet[] asked = [.. areaSets.Where(set => rules.AreaSets.Contains(set.Name))];
        return AccuracyCircle.Around(asked, latitude.Value, longitude.Value, metres.Value);
    }
}
