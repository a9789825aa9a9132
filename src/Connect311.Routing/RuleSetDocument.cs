using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>A rule set as a city writes it: ordered rules, first match, and a fallback so that nothing is unassigned.</summary>
public sealed record RuleSetDocument(
    string Name, TimeZoneInfo TimeZone, IReadOnlyList<RoutingRule> Rules, Assignment Fallback, LocalText FallbackReason);
