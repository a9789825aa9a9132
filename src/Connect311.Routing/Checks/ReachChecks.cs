using Connect311.Routing.Documents;

namespace Connect311.Routing.Checks;

/// <summary>
/// Finds rules that can never hold, rules that never decide since earlier ones take all their reports, and service
/// types that only the fallback takes. It looks for a report that shows the contrary, type by type, and names a rule
/// only when it is certain that there is none; so it misses some, and none that it names is a false alarm.
/// </summary>
internal sealed class ReachChecks
{
    /// <summary>About two seconds of one core; what is left then counts as not examined.</summary>
    private const long MaxLooks = 200_000_000;

    private const int MaxNames = 5;

    private readonly IReadOnlyList<RoutingRule> _rules;
    private readonly HashSet<string> _faulty;
    private readonly Patience _patience = new(MaxLooks);
    private readonly RuleWorlds _worlds;
    private readonly Reach[] _reach;

    /// <summary>The number of the rule that takes all reports of a type, or none.</summary>
    private readonly int?[] _ends;

    /// <param name="document">The rule set.</param>
    /// <param name="words">What there is.</param>
    /// <param name="faulty">The ids of rules with errors, about which nothing more is said.</param>
    public ReachChecks(RuleSetDocument document, Vocabulary words, HashSet<string> faulty)
    {
        (_rules, _faulty) = (document.Rules, faulty);
        _worlds = new(document, words, _patience);
        _reach = [.. document.Rules.Select(_ => new Reach())];
        _ends = new int?[words.ServiceTypes.Count];
    }

    public IReadOnlyList<Finding> Run()
    {
        var findings = new List<Finding>();
        foreach (var (candidates, types) in _worlds.All())
        {
            if (!Examine(candidates, types))
            {
                findings.AddRange(types.Select(type => new Finding(
                    Severity.Warning, null, new("/fallback", FaultCodes.OnlyFallback, "what", $"the request type {_worlds.CodeOf(type)}"))));
            }
        }

        for (var rule = 0; rule < _rules.Count; rule++)
        {
            if (!_faulty.Contains(_rules[rule].Id))
            {
                findings.AddRange(FindingsOf(rule));
            }
        }

        var unsure = _reach.Count(reach => !reach.Decides && reach.IsUnsure);
        return unsure == 0 ? findings : [.. findings, new(Severity.Warning, null, new("/rules", FaultCodes.NotExamined, "count", unsure))];
    }

    /// <summary>Looks which rules can decide about reports of alike types.</summary>
    /// <returns>False when none of them can.</returns>
    private bool Examine(Candidate[] candidates, int[] types)
    {
        int? end = candidates is [.., { Rest.Length: 0 } last] ? last.Index : null;
        foreach (var type in types)
        {
            _ends[type] = end;
        }

        if (candidates.Length == 0 || (end is not null && Array.TrueForAll(candidates, IsSettled)))
        {
            return candidates.Length > 0;
        }

        if (_patience.IsSpent)
        {
            foreach (var candidate in candidates)
            {
                _reach[candidate.Index].IsUnsure = true;
            }

            return true;
        }

        var world = _worlds.Of(candidates, types[0]);
        for (var i = 0; i < candidates.Length; i++)
        {
            if (!IsSettled(candidates[i]))
            {
                Examine(world, i, candidates[i].Index);
            }
        }

        return Enumerable.Range(0, candidates.Length).Any(i => world.CanHold(i) != false);
    }

    private bool IsSettled(Candidate candidate) => _reach[candidate.Index].Decides || _faulty.Contains(_rules[candidate.Index].Id);

    private void Examine(TypeWorld world, int candidate, int rule)
    {
        var taken = new HashSet<int>();
        switch (world.CanDecide(candidate, taken))
        {
            case true:
                _reach[rule].Decides = true;
                break;
            case false:
                _reach[rule].Takers.UnionWith(world.Takers(candidate, taken).Select(taker => taker.Index));
                break;
            case null:
                _reach[rule].IsUnsure = true;
                break;
        }
    }

    private IEnumerable<Finding> FindingsOf(int number)
    {
        var (rule, reach) = (_rules[number], _reach[number]);
        if (reach.Decides)
        {
            return Contradictions.DeadBranches(rule, _worlds.Alone(number), branch => _worlds.IsClosed(number, branch))
                .Select(fault => new Finding(Severity.Warning, rule.Id, fault));
        }

        if (new Contradictions(rule, _worlds.Alone(number)).Find() is { Count: > 0 } faults)
        {
            return faults.Select(fault => new Finding(Severity.Error, rule.Id, fault));
        }

        if (reach.IsUnsure)
        {
            return [];
        }

        reach.Takers.UnionWith(_worlds.TypesOf(number).Select(type => _ends[type]).OfType<int>().Where(end => end < number));
        var takers = string.Join(", ", reach.Takers.Take(MaxNames).Select(taker => _rules[taker].Id));
        return [new(Severity.Warning, rule.Id, new(rule.At, FaultCodes.Unreachable, "by", reach.Takers.Count > MaxNames ? $"{takers}, …" : takers))];
    }

    /// <summary>What was found out about a rule.</summary>
    private sealed class Reach
    {
        /// <summary>Whether there is a report of which it holds and no earlier rule.</summary>
        public bool Decides { get; set; }

        /// <summary>Whether that was not found out.</summary>
        public bool IsUnsure { get; set; }

        /// <summary>The earlier rules that together take all its reports.</summary>
        public SortedSet<int> Takers { get; } = [];
    }
}
