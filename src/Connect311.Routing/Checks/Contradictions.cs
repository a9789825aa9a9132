using Connect311.Routing.Conditions;
using Connect311.Routing.Documents;

namespace Connect311.Routing.Checks;

/// <summary>Looks at one rule by itself: whether any report fulfils it, and which of its conditions stand in the way.</summary>
/// <param name="rule">The rule.</param>
/// <param name="worlds">The service types that it is for, as if there were no other rule.</param>
internal sealed class Contradictions(RoutingRule rule, IEnumerable<(Candidate Candidate, TypeWorld World)> worlds)
{
    private readonly List<(Candidate Candidate, TypeWorld World)> _worlds = [];

    /// <summary>What is wrong with a rule that never holds: each condition that never does, or else two that exclude each other; nothing when it may hold.</summary>
    public IReadOnlyList<Fault> Find()
    {
        foreach (var place in worlds)
        {
            _worlds.Add(place);
            if (place.World.CanHold(0) != false)
            {
                return [];
            }
        }

        if (_worlds.Count == 0)
        {
            return [new($"{rule.At}/when", FaultCodes.NeverHolds)];
        }

        var conditions = rule.Rest.Select(condition => condition.At).ToList();
        var never = conditions.Where(at => !MayHold(at)).ToList();
        return never.Count > 0
            ? [.. never.Select(at => new Fault(at, FaultCodes.NeverHolds))]
            : [Pair(conditions) ?? new Fault($"{rule.At}/when", FaultCodes.NeverHolds)];
    }

    /// <summary>Ways of an <c>any</c> that no report can fulfil; where the service type is asked for inside of it, those that the type alone closes.</summary>
    /// <param name="rule">The rule, which does decide.</param>
    /// <param name="worlds">The service types that it is for, as if there were no other rule.</param>
    /// <param name="isClosed">Whether every service type that the rule is for rules a condition out.</param>
    public static IEnumerable<Fault> DeadBranches(
        RoutingRule rule, IEnumerable<(Candidate Candidate, TypeWorld World)> worlds, Func<Condition, bool> isClosed)
    {
        var byType = rule.Rest.ToLookup(Reduction.IsNeeded);
        var branches = BranchesOf(byType[false]);
        foreach (var (_, world) in branches.Count == 0 ? [] : worlds)
        {
            branches.RemoveAll(branch => world.CanHold([branch]) != false);
            if (branches.Count == 0)
            {
                break;
            }
        }

        return BranchesOf(byType[true]).Where(isClosed).Concat(branches).Select(branch => new Fault(branch.At, FaultCodes.NeverHolds));
    }

    private static List<Condition> BranchesOf(IEnumerable<Condition> conditions) =>
        [.. conditions.SelectMany(condition => condition.AndParts()).OfType<AnyCondition>().SelectMany(any => any.Conditions)];

    private Fault? Pair(List<string> conditions) => (
        from one in Enumerable.Range(0, conditions.Count)
        from other in Enumerable.Range(one + 1, conditions.Count - one - 1)
        where !MayHold(conditions[one], conditions[other])
        select new Fault(conditions[other], FaultCodes.Contradiction, "other", conditions[one])).FirstOrDefault();

    /// <summary>Whether conditions of the rule may hold together; what the service type settles holds.</summary>
    private bool MayHold(params string[] at) => _worlds.Exists(place =>
        place.World.CanHold(place.Candidate.Rest.Where(condition => at.Contains(condition.At))) != false);
}
