using System.Collections.Concurrent;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.Intake;
using Connect311.Routing;
using Connect311.Routing.Documents;

namespace Connect311.Api.Routing;

/// <summary>A stored decision in words: the rule's sentence, from the version that decided, and which departments it leaves open.</summary>
internal sealed class RoutingReasons(CityStore cities, CurrentCity city)
{
    private readonly ConcurrentDictionary<int, RuleSet?> _byVersion = new();

    /// <param name="data">What was decided at intake.</param>
    public async ValueTask<RoutingAnswer> OfAsync(SubmittedData data, string language, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(data.RuleSetVersion, cancellationToken);
        var possible = PossibleOf(data, language);
        return new(data.Rule, data.RuleSetVersion, ReasonOf(rules, data, possible, language), possible, data.NeedsAnswerTo);
    }

    /// <summary>The same with what the rule tells staff.</summary>
    public async ValueTask<StaffRouting> ForStaffAsync(SubmittedData data, string language, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(data.RuleSetVersion, cancellationToken);
        var possible = PossibleOf(data, language);
        return new(
            data.Rule,
            data.RuleSetVersion,
            ReasonOf(rules, data, possible, language),
            rules?.NoteOf(data.Rule)?.In(language),
            possible,
            data.NeedsAnswerTo);
    }

    private Named[] PossibleOf(SubmittedData data, string language) =>
        [.. (data.PossibleDepartments ?? []).Select(code => new Named(code, city.Value.Catalog.DepartmentName(code, language)))];

    /// <summary>The rule's sentence; for an uncertain place one more, which names the other departments.</summary>
    private static string ReasonOf(RuleSet? rules, SubmittedData data, Named[] possible, string language)
    {
        var reason = rules?.ReasonOf(data.Rule).In(language) ?? data.Rule;
        var others = possible.Where(department => department.Code != data.Department).Select(department => department.Name).ToList();
        return others.Count == 0
            ? reason
            : $"{reason} {Texts.Routing(data.Rule == RuleSet.UncertainRule ? "either-of" : "near-boundary", others, language)}";
    }

    private async ValueTask<RuleSet?> RulesAsync(int version, CancellationToken cancellationToken)
    {
        if (city.Value.Rules.Version == version)
        {
            return city.Value.Rules;
        }

        if (!_byVersion.TryGetValue(version, out var rules))
        {
            rules = await ReadAsync(version, cancellationToken);
            _byVersion[version] = rules;
        }

        return rules;
    }

    private async Task<RuleSet?> ReadAsync(int version, CancellationToken cancellationToken)
    {
        if (await cities.FindRuleSetAsync(version, cancellationToken) is not { } text)
        {
            return null;
        }

        // One that cannot be read any more leaves its decisions as they are, without their sentences.
        return JsonText.Parse(text, out _, out _) is { } json && RuleSetReader.Read(json, []) is { } document
            ? RuleSet.Compile(document, version, [])
            : null;
    }
}
