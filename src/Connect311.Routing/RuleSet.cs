using System.Collections.Frozen;
using Connect311.Routing.Conditions;
using Connect311.Routing.Documents;

namespace Connect311.Routing;

/// <summary>
/// A rule set, compiled once: for each service type the few rules that can apply to it, in order, so that
/// a decision looks at those alone. Immutable; safe for any number of threads.
/// </summary>
public sealed class RuleSet
{
    /// <summary>The rule id of a decision that no rule made.</summary>
    public const string FallbackRule = "fallback";

    /// <summary>The rule id of a decision that needed a place the report does not have.</summary>
    public const string UnplacedRule = "unplaced";

    /// <summary>The reserved department whose queue is the operator's.</summary>
    public const string OperatorDepartment = "311";

    private static readonly LocalText UnplacedReason =
        LocalText.FromEnglish("The report has no exact place yet, and the place decides who is responsible, so an operator looks at it first.");

    private readonly FrozenDictionary<string, Candidate[]> _byServiceType;
    private readonly FrozenDictionary<string, LocalText> _reasons;
    private readonly RuleSetDocument _document;
    private readonly Decision _fallback;
    private readonly Decision _unplaced;

    private RuleSet(RuleSetDocument document, int version, IEnumerable<(string Code, string? Group)> serviceTypes)
    {
        _document = document;
        Version = version;
        _fallback = Decide(document.Fallback, FallbackRule, document.FallbackReason);
        _unplaced = Decide(new(OperatorDepartment, null, Assignment.DefaultPriority), UnplacedRule, UnplacedReason);
        var rules = document.Rules.Select(rule => (rule, decision: Decide(rule.Assign, rule.Id, rule.Reason))).ToList();
        _byServiceType = serviceTypes.ToFrozenDictionary(
            type => type.Code,
            type => Candidates(rules, type.Code, type.Group));
        _reasons = rules.Select(rule => rule.decision).Append(_fallback).Append(_unplaced)
            .ToFrozenDictionary(decision => decision.Rule, decision => decision.Reason);
    }

    public int Version { get; }

    /// <summary>How many rules the city wrote, the fallback not counted.</summary>
    public int RuleCount => _document.Rules.Count;

    /// <summary>The sentence of every rule, by its id; the fallback and the unplaced among them.</summary>
    public IReadOnlyDictionary<string, LocalText> Reasons => _reasons;

    /// <summary>Compiles <paramref name="document"/> for the service types of a catalogue.</summary>
    /// <param name="document">What the city wrote.</param>
    /// <param name="version">The version that decisions will name.</param>
    /// <param name="serviceTypes">Every service type that reports may have, with its group.</param>
    public static RuleSet Compile(
        RuleSetDocument document, int version, IEnumerable<(string Code, string? Group)> serviceTypes) =>
        new(document, version, serviceTypes);

    /// <summary>Decides which department gets a report: the first rule that matches, or the fallback. Allocates nothing unless a rule asks for the local time.</summary>
    public Decision Decide(RoutingInput input)
    {
        foreach (var candidate in CandidatesOf(input))
        {
            switch (candidate.Match(input, _document.TimeZone, out _))
            {
                case Verdict.Holds:
                    return candidate.Decision;
                case Verdict.NeedsPlace:
                    return _unplaced;
                case Verdict.Fails:
                    break;
            }
        }

        return _fallback;
    }

    /// <summary>Decides as <see cref="Decide(RoutingInput)"/> does, and says why each earlier candidate did not match.</summary>
    public Explanation Explain(RoutingInput input)
    {
        var lost = new List<LostCandidate>();
        foreach (var candidate in CandidatesOf(input))
        {
            var verdict = candidate.Match(input, _document.TimeZone, out var condition);
            if (verdict == Verdict.Holds)
            {
                return new(candidate.Decision, lost);
            }

            lost.Add(new(candidate.Decision.Rule, condition!.Lost(input, verdict, _document.TimeZone)));
            if (verdict == Verdict.NeedsPlace)
            {
                return new(_unplaced, lost);
            }
        }

        return new(_fallback, lost);
    }

    /// <summary>The sentence of a rule of this version.</summary>
    public LocalText ReasonOf(string rule) => _reasons.GetValueOrDefault(rule) ?? LocalText.FromEnglish(rule);

    /// <summary>The one department that reports of a type can go to, or null where more than the type decides.</summary>
    public string? OnlyDepartmentOf(string serviceType)
    {
        if (!_byServiceType.TryGetValue(serviceType, out var candidates))
        {
            return null;
        }

        var departments = candidates.Select(candidate => candidate.Decision.Department).ToHashSet();
        if (candidates.Length == 0 || candidates[^1].Rest.Length > 0)
        {
            departments.Add(_fallback.Department);
        }

        if (candidates.Any(candidate => candidate.Rest.OfType<AreaCondition>().Any()))
        {
            departments.Add(_unplaced.Department);
        }

        return departments.Count == 1 ? departments.First() : null;
    }

    private ReadOnlySpan<Candidate> CandidatesOf(RoutingInput input) =>
        _byServiceType.TryGetValue(input.ServiceType, out var candidates) ? candidates : [];

    private Decision Decide(Assignment assign, string rule, LocalText reason) =>
        new(assign.Department, assign.Queue, assign.Priority, rule, Version, reason);

    private static Candidate[] Candidates(
        List<(RoutingRule Rule, Decision Decision)> rules, string serviceType, string? group)
    {
        var candidates = new List<Candidate>();
        foreach (var (rule, decision) in rules)
        {
            if (!rule.When.All(condition => condition.Admits(serviceType, group)))
            {
                continue;
            }

            var rest = rule.When.Where(condition => !condition.IsAboutType).ToArray();
            candidates.Add(new(decision, rest));
            if (rest.Length == 0)
            {
                // Nothing after an unconditional rule can ever be reached.
                break;
            }
        }

        return [.. candidates];
    }

    /// <summary>A rule that can apply to one service type, with the conditions that remain to be checked.</summary>
    private sealed record Candidate(Decision Decision, Condition[] Rest)
    {
        /// <summary>Holds only when all hold; an unknown place counts only when nothing else already fails.</summary>
        public Verdict Match(RoutingInput input, TimeZoneInfo zone, out Condition? decisive)
        {
            var verdict = Verdict.Holds;
            decisive = null;
            foreach (var condition in Rest)
            {
                var one = condition.Check(input, zone);
                if (one == Verdict.Fails)
                {
                    decisive = condition;
                    return one;
                }

                if (one == Verdict.NeedsPlace)
                {
                    decisive = condition;
                    verdict = one;
                }
            }

            return verdict;
        }
    }
}
