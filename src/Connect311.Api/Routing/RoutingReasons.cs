using System.Collections.Concurrent;
using Connect311.Api.Catalog;
using Connect311.Api.Http;
using Connect311.Api.Lookup;
using Connect311.Api.Routing.Explanations;
using Connect311.Api.ServiceRequests;
using Connect311.Api.ServiceRequests.History;
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
        return new(data.Rule, data.RuleSetVersion, ReasonOf(rules, data, possible, language, []), possible, data.NeedsAnswerTo);
    }

    /// <summary>The same with what the rule tells staff.</summary>
    public async ValueTask<StaffRouting> ForStaffAsync(SubmittedData data, string language, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(data.RuleSetVersion, cancellationToken);
        var possible = PossibleOf(data, language);
        return new(
            data.Rule,
            data.RuleSetVersion,
            ReasonOf(rules, data, possible, language, []),
            rules?.NoteOf(data.Rule)?.In(language),
            possible,
            data.NeedsAnswerTo);
    }

    /// <summary>Why the department got it, for whoever sent it: no notes, and nothing of how rules work.</summary>
    /// <param name="data">What was decided at intake.</param>
    /// <param name="areas">The areas that hold the place, as <see cref="AreaList"/> writes them.</param>
    public async ValueTask<OwnRouting> ForOwnerAsync(
        SubmittedData data, string areas, string language, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(data.RuleSetVersion, cancellationToken);
        var known = AreaList.Read(areas).ToDictionary(area => area.Set);
        var decisive = (rules?.AreaSetsOf(data.Rule) ?? [])
            .Where(known.ContainsKey)
            .Select(set => city.Value.AreaNames.GetValueOrDefault(known[set], known[set].Code))
            .ToList();
        return new(ReasonOf(rules, data, PossibleOf(data, language), language, decisive), data.NeedsAnswerTo);
    }

    /// <summary>The decision as it was stored, for staff.</summary>
    public async ValueTask<ExplainedDecision> DecisionOfAsync(SubmittedData data, string language, CancellationToken cancellationToken)
    {
        var rules = await RulesAsync(data.RuleSetVersion, cancellationToken);
        return new(
            new(data.Department, city.Value.Catalog.DepartmentName(data.Department, language)),
            data.Queue,
            data.Priority,
            data.Rule,
            ReasonOf(rules, data, PossibleOf(data, language), language, []),
            rules?.NoteOf(data.Rule)?.In(language),
            data.NeedsAnswerTo is { } question ? new(question, QuestionOf(data, language) ?? question) : null);
    }

    private Named[] PossibleOf(SubmittedData data, string language) =>
        [.. (data.PossibleDepartments ?? []).Select(code => new Named(code, city.Value.Catalog.DepartmentName(code, language)))];

    /// <summary>The rule's sentence; where there is more to say, one more for it.</summary>
    /// <param name="areas">The names of the areas that decided, as far as they shall be named.</param>
    private string ReasonOf(
        RuleSet? rules, SubmittedData data, IEnumerable<Named> possible, string language, List<string> areas)
    {
        if (data is RevisedData { Transfer.Wanted: { } wanted })
        {
            return Texts.Routing("sent-too-often", "department", city.Value.Catalog.DepartmentName(wanted, language), language);
        }

        if (data is RevisedData { IsHeldByStaff: true })
        {
            return Texts.Routing("sent-by-staff", [], language);
        }

        if (data.Status == RequestStatus.Submitted)
        {
            return Texts.Routing("waits-for-operator", [], language);
        }

        var sentences = new List<string> { rules?.ReasonOf(data.Rule).In(language) ?? data.Rule };
        if (areas.Count > 0)
        {
            sentences.Add(Texts.Routing("in-areas", "areas", string.Join(", ", areas), language));
        }

        var others = possible.Where(department => department.Code != data.Department).Select(department => department.Name).ToList();
        if (others.Count > 0)
        {
            var code = data.Rule == RuleSet.UncertainRule ? "either-of" : "near-boundary";
            sentences.Add(Texts.Routing(code, "departments", string.Join(Texts.Clause("or", language), others), language));
        }

        if (QuestionOf(data, language) is { } question)
        {
            sentences.Add(Texts.Routing("open-question", "question", question, language));
        }

        return string.Join(' ', sentences);
    }

    /// <summary>The question that was left open, in words; null where there is none, or a later catalogue no longer has it.</summary>
    private string? QuestionOf(SubmittedData data, string language) =>
        city.Value.Catalog.ServiceTypesByCode.GetValueOrDefault(data.ServiceType)
            ?.Questions.FirstOrDefault(question => question.Code == data.NeedsAnswerTo)?.Text.In(language);

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
        return JsonText.Parse(text, out _, out _) is { } json && RuleSetReader.Read(json, [], city.Value.Catalog.Translations) is { } document
            ? RuleSet.Compile(document, version, [])
            : null;
    }
}
