using System.Collections.Concurrent;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Routing;

/// <summary>The reason of a stored decision in words: the rule's sentence, from the version that decided.</summary>
internal sealed class RoutingReasons(CityStore cities, CurrentCity city)
{
    private readonly ConcurrentDictionary<int, IReadOnlyDictionary<string, LocalText>> _byVersion = new();

    public async ValueTask<string> OfAsync(int version, string rule, string language, CancellationToken cancellationToken)
    {
        if (city.Value.Rules.Version == version)
        {
            return city.Value.Rules.ReasonOf(rule).In(language);
        }

        if (!_byVersion.TryGetValue(version, out var reasons))
        {
            reasons = await ReadAsync(version, cancellationToken);
            _byVersion[version] = reasons;
        }

        return reasons.TryGetValue(rule, out var reason) ? reason.In(language) : rule;
    }

    private async Task<IReadOnlyDictionary<string, LocalText>> ReadAsync(int version, CancellationToken cancellationToken)
    {
        if (await cities.FindRuleSetAsync(version, cancellationToken) is not { } text)
        {
            return new Dictionary<string, LocalText>();
        }

        using var json = JsonDocument.Parse(text, Json.Reading);
        return RuleSetReader.Read(json.RootElement, []) is { } document
            ? RuleSet.Compile(document, version, []).Reasons
            : new Dictionary<string, LocalText>();
    }
}
