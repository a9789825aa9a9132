using Connect311.Routing.Conditions;

namespace Connect311.Routing.Checks;

/// <summary>The reports of service types with the same rules, which ask the same questions that those rules look at.</summary>
internal sealed class TypeWorld
{
    private readonly Candidate[] _candidates;
    private readonly Universe _universe;
    private readonly Search _search;
    private readonly Half[] _halves;

    /// <param name="candidates">The rules.</param>
    /// <param name="type">One of the types.</param>
    /// <param name="words">What there is.</param>
    /// <param name="patience">When to give up.</param>
    public TypeWorld(Candidate[] candidates, KnownServiceType type, Vocabulary words, Patience patience)
    {
        _candidates = candidates;
        patience.LookAt(candidates);
        _universe = new(candidates, type, words);
        _search = new(_universe.Usual, patience);
        _halves = [new(_universe, isPlaced: true, candidates), new(_universe, isPlaced: false, candidates)];
    }

    /// <summary>Whether there can be a report of which a rule holds; null when that was not found out.</summary>
    public bool? CanHold(int candidate) => CanHold(half => [half.Holds[candidate]], _ => []);

    /// <summary>Whether there can be a report of which all of some conditions hold.</summary>
    public bool? CanHold(IEnumerable<Condition> conditions) =>
        CanHold(half => conditions.Select(condition => _universe.Holds(condition, half.IsPlaced)), _ => []);

    /// <summary>Whether there can be a report that a rule decides: it holds, and every earlier one fails.</summary>
    /// <param name="candidate">The number of the rule in this world.</param>
    /// <param name="taken">Gets the numbers of earlier rules that, if there is none, take all its reports together.</param>
    public bool? CanDecide(int candidate, HashSet<int> taken) =>
        CanHold(half => [half.Holds[candidate]], half => half.Fails.AsSpan(0, candidate), taken);

    /// <summary>Of earlier rules that together take all reports of a rule as many as it needs (QuickXplain, Junker 2004).</summary>
    public IEnumerable<Candidate> Takers(int candidate, IEnumerable<int> taken) =>
        Takers(candidate, [], [.. taken.Order()], isNew: false).Select(taker => _candidates[taker]);

    private IEnumerable<int> Takers(int candidate, int[] with, int[] among, bool isNew)
    {
        if (isNew && CanHold(half => with.Select(taker => half.Fails[taker]).Prepend(half.Holds[candidate]), _ => []) == false)
        {
            return [];
        }

        if (among.Length <= 1)
        {
            return among;
        }

        var (first, second) = (among[..(among.Length / 2)], among[(among.Length / 2)..]);
        int[] ofSecond = [.. Takers(candidate, [.. with, .. first], second, isNew: true)];
        return Takers(candidate, [.. with, .. ofSecond], first, isNew: ofSecond.Length > 0).Concat(ofSecond);
    }

    private bool? CanHold(Func<Half, IEnumerable<Claim>> few, Func<Half, ReadOnlySpan<Claim>> many, HashSet<int>? taken = null)
    {
        bool? can = false;
        foreach (var half in _halves)
        {
            var along = new List<int>();
            switch (_search.CanHold(_universe.Facts.Concat(few(half)), many(half), along))
            {
                case true:
                    return true;
                case null:
                    can = null;
                    break;
                case false:
                    taken?.UnionWith(along);
                    break;
            }
        }

        return can;
    }

    /// <summary>The reports with coordinates, or those without.</summary>
    private sealed class Half(Universe universe, bool isPlaced, Candidate[] candidates)
    {
        public bool IsPlaced => isPlaced;

        public Claim[] Holds { get; } =
            [.. candidates.Select(candidate => Claim.All(candidate.Rest.Select(condition => universe.Holds(condition, isPlaced))))];

        /// <summary>What is so when a rule neither decides nor waits for a place or an answer.</summary>
        public Claim[] Fails { get; } =
            [.. candidates.Select(candidate => Claim.Any(candidate.Rest.Select(condition => universe.Fails(condition, isPlaced))))];
    }
}
