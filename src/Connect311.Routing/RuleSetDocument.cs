using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>A rule set as a city writes it: ordered rules, first match, and a fallback so that nothing is unassigned.</summary>
/// <param name="UncertainPlaces">One of <see cref="UncertainPlacePolicy"/>.</param>
public sealed record RuleSetDocument(
    string Name, TimeZoneInfo TimeZone, string UncertainPlaces, IReadOnlyList<RoutingRule> Rules, Assignment Fallback, LocalText FallbackReason)
{
    /// <summary>One of <see cref="ReroutePolicy"/>.</summary>
    public string Reroute { get; init; } = ReroutePolicy.AtOnce;
}

/// <summary>What becomes of a report that is corrected, and then is a matter for another department.</summary>
public static class ReroutePolicy
{
    /// <summary>The other department gets it with the correction.</summary>
    public const string AtOnce = "at-once";

    /// <summary>It stays, and whoever holds it is asked; the operators' own go on at once all the same.</summary>
    public const string Propose = "propose";

    public static readonly string[] All = [AtOnce, Propose];
}

/// <summary>What becomes of a report whose place may lie on either side of a boundary that decides.</summary>
public static class UncertainPlacePolicy
{
    /// <summary>The department gets it that the greater part of the accuracy circle speaks for.</summary>
    public const string Likelier = "likelier";

    /// <summary>An operator looks at it first.</summary>
    public const string Operator = "operator";

    public static readonly string[] All = [Likelier, Operator];
}
