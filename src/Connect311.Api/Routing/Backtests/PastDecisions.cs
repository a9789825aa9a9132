using System.Collections.Concurrent;
using System.Text.Json;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Routing;

namespace Connect311.Api.Routing.Backtests;

/// <summary>Where a rule sends reports.</summary>
/// <param name="Priority">1 (urgent) to 4; null where it was not the rule's to say.</param>
internal sealed record PastDecision(string Department, string? Queue, int? Priority);

/// <summary>
/// What was decided at intake, by rule and version: the request's own department may be another by now, for it may have
/// been handed over since.
/// </summary>
internal sealed class PastDecisions(CityStore cities)
{
    private readonly ConcurrentDictionary<int, IReadOnlyDictionary<string, PastDecision>?> _byVersion = new();

    /// <summary>The decisions of a version by rule; null where the version is gone or cannot be read.</summary>
    public async ValueTask<IReadOnlyDictionary<string, PastDecision>?> OfAsync(int version, CancellationToken cancellationToken)
    {
        if (!_byVersion.TryGetValue(version, out var decisions))
        {
            decisions = await ReadAsync(version, cancellationToken);
            _byVersion[version] = decisions;
        }

        return decisions;
    }

    private async Task<IReadOnlyDictionary<string, PastDecision>?> ReadAsync(int version, CancellationToken cancellationToken)
    {
        if (await cities.FindRuleSetAsync(version, cancellationToken) is not { } text)
        {
            return null;
        }

        using var json = JsonDocument.Parse(text, Json.Reading);
        return RuleSetReader.Read(json.RootElement, []) is { } document ? Of(document) : null;
    }

    private static Dictionary<string, PastDecision> Of(RuleSetDocument document)
    {
        var decisions = document.Rules.ToDictionary(rule => rule.Id, rule => Of(rule.Assign));
        decisions[RuleSet.FallbackRule] = Of(document.Fallback);
        foreach (var rule in (string[])[RuleSet.UnplacedRule, RuleSet.UnansweredRule])
        {
            decisions[rule] = new(RuleSet.OperatorDepartment, null, Assignment.DefaultPriority);
        }

        // As urgent as the most urgent of the rules that might have decided, whichever those were.
        decisions[RuleSet.UncertainRule] = new(RuleSet.OperatorDepartment, null, null);
        return decisions;
    }

    private static PastDecision Of(Assignment assign) => new(assign.Department, assign.Queue, assign.Priority);
}
