namespace Connect311.Api.Open311.Check;

/// <summary>All rules, in the order in which they are reported.</summary>
internal static class RuleBook
{
    public static readonly IReadOnlyList<Rule> All =
    [
        .. new[]
        {
            GeneralRules.All, SparkRules.All, ParameterRules.All, DiscoveryRules.All, ServiceRules.All, DefinitionRules.All, PostRules.All, PostRefusalRules.All,
            AttributeRules.All, TokenRules.All, RequestRules.All, FilterRules.All, WindowRules.All, RequestRules.One, ErrorRules.All,
        }.SelectMany(rules => rules).OrderBy(rule => rule.Chapter, StringComparer.Ordinal).ThenBy(NumberOf),
    ];

    private static int NumberOf(Rule rule) =>
        int.Parse(rule.Id.AsSpan(rule.Chapter.Length + 1), System.Globalization.CultureInfo.InvariantCulture);
}
