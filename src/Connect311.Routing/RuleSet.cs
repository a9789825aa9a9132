using System.Collections.Frozen;
using Connect311.Routing.Areas;
using Connect311.Routing.Conditions;
using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>
/// A rule set, compiled once: for each service type the few rules that can apply to it, in order, so that
/// a decision looks at those alone. Immutable; safe for any number of threads.
/// </summary>
public sealed partial class RuleSet
{
    /// <summary>The rule id of a decision that no rule made.</summary>
    public const string FallbackRule = "fallback";

    /// <summary>The rule id of a decision that needed a place the report does not have.</summary>
    public const string UnplacedRule = "unplaced";

    /// <summary>The rule id of a decision that needed an answer the report does not give.</summary>
    public const string UnansweredRule = "unanswered";

    /// <summary>The rule id of a decision about a place too close to a boundary that decides.</summary>
    public const string UncertainRule = "uncertain";

    /// <summary>The reserved department whose queue is the operator's.</summary>
    public const string OperatorDepartment = "311";

    private readonly FrozenDictionary<string, Candidate[]> _byServiceType;
    private readonly Dictionary<string, LocalText> _reasons;
    private readonly FrozenSet<string> _areaSets;
    private readonly FrozenSet<string> _typesByArea;
    private readonly RuleSetDocument _document;
    private readonly Decision[] _decisions;
    private readonly FrozenDictionary<string, Decision> _unanswered;
    private readonly Decision _fallback;
    private readonly Decision _unplaced;
    private readonly Decision _uncertain;

    private RuleSet(RuleSetDocument document, int version, IReadOnlyList<(string Code, string? Group)> serviceTypes)
    {
        _document = document;
        Version = version;
        _byServiceType = new TypeIndex(document.Rules, serviceTypes).ByType();
        _decisions = [.. document.Rules.Select(rule => DecisionOf(rule.Assign, rule.Id, rule.Reason))];
        _fallback = DecisionOf(document.Fallback, FallbackRule, document.FallbackReason);
        _unplaced = ByOperator(UnplacedRule, SystemRule.Unplaced);
        _uncertain = ByOperator(UncertainRule, SystemRule.Uncertain);
        _areaSets = document.Rules.SelectMany(rule => rule.When).SelectMany(condition => condition.AndParts())
            .OfType<AreaCondition>().Select(condition => condition.Set).ToFrozenSet();
        _typesByArea = _byServiceType
            .Where(type => type.Value.SelectMany(candidate => candidate.Rest).SelectMany(condition => condition.AndParts()).Any(condition => condition is AreaCondition))
            .Select(type => type.Key)
            .ToFrozenSet();
        _unanswered = document.Rules.SelectMany(rule => rule.When).OfType<NeedsCondition>()
            .Select(needs => needs.Question)
            .Distinct()
            .ToFrozenDictionary(
                question => question,
                question => ByOperator(UnansweredRule, SystemRule.Unanswered) with { NeedsAnswerTo = question });
        _reasons = _decisions.Append(_fallback).Append(_unplaced).Append(_uncertain)
            .Select(decision => KeyValuePair.Create(decision.Rule, decision.Reason))
            .Append(new(UnansweredRule, SystemRule.Unanswered))
            .ToDictionary();
    }

    public int Version { get; }

    /// <summary>How many rules the city wrote, the fallback not counted.</summary>
    public int RuleCount => _document.Rules.Count;

    /// <summary>What becomes of a corrected report that other rules now take; one of <see cref="ReroutePolicy"/>.</summary>
    public string Reroute => _document.Reroute;

    /// <summary>The area sets that rules look at.</summary>
    public IReadOnlySet<string> AreaSets => _areaSets;

    /// <summary>The sentence of every rule, by its id; those that no rule of the city made among them.</summary>
    public IReadOnlyDictionary<string, LocalText> Reasons => _reasons;

    /// <summary>Compiles <paramref name="document"/> for the service types of a catalogue.</summary>
    /// <param name="document">What the city wrote.</param>
    /// <param name="version">The version that decisions will name.</param>
    /// <param name="serviceTypes">Every service type that reports may have, with its group.</param>
    public static RuleSet Compile(
        RuleSetDocument document, int version, IEnumerable<(string Code, string? Group)> serviceTypes) =>
        new(document, version, [.. serviceTypes]);

    /// <summary>
    /// Decides which department gets a report: the first rule that matches, or the fallback. Allocates nothing but for
    /// a place that a boundary which decides leaves uncertain.
    /// </summary>
    public Decision Decide(RoutingInput input)
    {
        var decision = DecideAt(input, input.Areas);
        return input is { Areas: not null, PossiblePlaces: { Count: > 1 } places }
            ? Weighed(input, decision, places)
            : decision;
    }

    /// <summary>The area sets that a rule itself looks at, in the order of its conditions; none for an unknown rule.</summary>
    public IReadOnlyList<string> AreaSetsOf(string rule) =>
    [
        .. _document.Rules.Where(one => one.Id == rule)
            .SelectMany(one => one.When).SelectMany(condition => condition.AndParts())
            .OfType<AreaCondition>().Select(condition => condition.Set).Distinct(),
    ];

    /// <summary>Whether any rule that can apply to a service type looks at areas.</summary>
    public bool AsksForAreas(string serviceType) => _typesByArea.Contains(serviceType);

    /// <summary>The sentence of a rule of this version.</summary>
    public LocalText ReasonOf(string rule) => _reasons.GetValueOrDefault(rule) ?? LocalText.FromEnglish(rule);

    /// <summary>What a rule of this version tells staff, or null.</summary>
    public LocalText? NoteOf(string rule) =>
        rule == FallbackRule ? _fallback.Note : Array.Find(_decisions, decision => decision.Rule == rule)?.Note;

    /// <summary>The one department that reports of a type can go to, or null where more than the type decides.</summary>
    public string? OnlyDepartmentOf(string serviceType)
    {
        if (!_byServiceType.TryGetValue(serviceType, out var candidates))
        {
            return null;
        }

        var departments = candidates.Select(candidate => _decisions[candidate.Index].Department).ToHashSet();
        if (candidates.Length == 0 || candidates[^1].Rest.Length > 0)
        {
            departments.Add(_fallback.Department);
        }

        var asked = candidates.SelectMany(candidate => candidate.Rest).SelectMany(condition => condition.AndParts());
        if (asked.Any(condition => condition is AreaCondition or NeedsCondition))
        {
            departments.Add(OperatorDepartment);
        }

        return departments.Count == 1 ? departments.First() : null;
    }

    private Decision DecideAt(RoutingInput input, IReadOnlyList<AreaHit>? areas)
    {
        var report = new Situation(input, areas, _document.TimeZone);
        foreach (var candidate in CandidatesOf(input))
        {
            var verdict = AllCondition.Check(candidate.Rest, ref report, out _);
            if (verdict != Verdict.Fails)
            {
                report.Dispose();
                return DecisionOf(candidate, verdict, input);
            }
        }

        report.Dispose();
        return _fallback;
    }

    /// <summary>What becomes of a report that a rule does not let pass.</summary>
    private Decision DecisionOf(Candidate candidate, Verdict verdict, RoutingInput input) => verdict switch
    {
        Verdict.NeedsPlace => _unplaced,
        Verdict.NeedsAnswer => _unanswered[MissingAnswer(candidate, input)],
        _ => _decisions[candidate.Index],
    };

    private Decision Weighed(RoutingInput input, Decision here, IReadOnlyList<PossiblePlace> places)
    {
        foreach (var place in places)
        {
            if (DecideAt(input, place.Areas).Department != here.Department)
            {
                var decisions = places.Select(possible => (DecideAt(input, possible.Areas), possible.Share));
                return Likelihood.Weigh(here, [.. decisions], _document.UncertainPlaces, _uncertain);
            }
        }

        return here;
    }

    private ReadOnlySpan<Candidate> CandidatesOf(RoutingInput input) =>
        _byServiceType.TryGetValue(input.ServiceType, out var candidates) ? candidates : [];

    /// <summary>The first question that a rule needs answered and the report leaves open.</summary>
    private string MissingAnswer(Candidate candidate, RoutingInput input)
    {
        foreach (var condition in candidate.Rest)
        {
            if (condition is NeedsCondition needs && (!input.Answers.TryGetValue(needs.Question, out var answer) || answer.Count == 0))
            {
                return needs.Question;
            }
        }

        throw new InvalidOperationException($"The rule {_document.Rules[candidate.Index].Id} waits for no answer.");
    }

    private Decision DecisionOf(Assignment assign, string rule, LocalText reason) =>
        new(assign.Department, assign.Queue, assign.Priority, rule, Version, reason) { Note = assign.Note };

    private Decision ByOperator(string rule, LocalText reason) =>
        new(OperatorDepartment, null, Assignment.DefaultPriority, rule, Version, reason);
}
