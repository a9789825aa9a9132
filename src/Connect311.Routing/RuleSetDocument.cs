using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>A rule set as a city writes it: ordered rules, first match, and a fallback so that nothing is unassigned.</summary>
/// <param name="UncertainPlaces">One of <see cref="UncertainPlacePolicy"/>.</param>
public sealed record RuleSetDocument(
    string Name, TimeZoneInfo TimeZone, string UncertainPlaces, IReadOnlyList<RoutingRule> Rules, Assignment Fallback, LocalText FallbackReason);

/// <summary>What becomes of a report whose place may lie on either side of a boundary that decides.</summary>
public static class UncertainPlacePolicy
{
    /// <summary>The department gets it that the greater part of the accuracy circle speaks for.</summary>
    public const string Likelier = "likelier";

    /// <summary>An operator looks at it first.</summary>
    public const string Operator = "operator";

    public static readonly string[] All = [Likelier, Operator];
}
