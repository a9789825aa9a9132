using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Connect311.Routing.Conditions;

namespace Connect311.Routing;

/// <summary>A rule that can apply to a service type.</summary>
/// <param name="index">Its place among the rules of the document.</param>
/// <param name="rest">What remains to be checked once the service type is known.</param>
internal sealed class Candidate(int index, Condition[] rest)
{
    public int Index => index;

    public Condition[] Rest => rest;
}

/// <summary>
/// For each service type the rules that can apply to it, in order, as far as one that applies to it without condition.
/// Types with the same rules share one list, so that ten thousand rules for every type take no more room than for one.
/// </summary>
internal sealed class TypeIndex
{
    private readonly IReadOnlyList<(string Code, string? Group)> _types;
    private readonly Candidate[] _candidates;

    /// <summary>For rules that ask for the type inside <c>any</c> or <c>not</c> what is left of them; null for the others.</summary>
    private readonly Reduced?[] _reduced;

    /// <summary>Rules by service type, for those that name any; and the others, which every type has.</summary>
    private readonly List<int>[] _named;
    private readonly List<int> _unnamed = [];

    /// <param name="rules">In their order.</param>
    /// <param name="types">Every service type that reports may have, with its group.</param>
    public TypeIndex(IReadOnlyList<RoutingRule> rules, IReadOnlyList<(string Code, string? Group)> types)
    {
        _types = types;
        _candidates = [.. rules.Select((rule, i) => new Candidate(i, [.. rule.Rest]))];
        _reduced = [.. _candidates.Select(Reduced.Of)];
        _named = [.. types.Select(_ => new List<int>())];
        var names = new TypeNames(types);
        for (var i = 0; i < rules.Count; i++)
        {
            if (names.Admitted(rules[i].OnType) is not { } admitted)
            {
                _unnamed.Add(i);
                continue;
            }

            foreach (var type in admitted)
            {
                _named[type].Add(i);
            }
        }
    }

    /// <summary>The candidates of every type.</summary>
    public FrozenDictionary<string, Candidate[]> ByType()
    {
        var shared = new Dictionary<Candidate[], Candidate[]>(new SameCandidates());
        Candidate[]? unnamed = null;
        return Enumerable.Range(0, _types.Count).ToFrozenDictionary(
            type => _types[type].Code,
            type =>
            {
                if (_named[type].Count == 0 && _unnamed.TrueForAll(rule => _reduced[rule] is null))
                {
                    return unnamed ??= [.. CandidatesOf(type)];
                }

                var candidates = CandidatesOf(type).ToArray();
                return shared.TryAdd(candidates, candidates) ? candidates : shared[candidates];
            });
    }

    /// <summary>What of a rule can apply to a type; null when the type rules it out.</summary>
    /// <param name="rule">The number of the rule.</param>
    /// <param name="type">The number of the type, which what the rule says of types at its top admits.</param>
    public Candidate? CandidateOf(int rule, int type) =>
        _reduced[rule] is { } reduced ? reduced.For(_types[type].Code, _types[type].Group) : _candidates[rule];

    /// <summary>The rules for a type and those for every type, in the order of the document.</summary>
    private IEnumerable<Candidate> CandidatesOf(int type)
    {
        var named = _named[type];
        for (int n = 0, u = 0; n < named.Count || u < _unnamed.Count;)
        {
            var rule = u == _unnamed.Count || (n < named.Count && named[n] < _unnamed[u]) ? named[n++] : _unnamed[u++];
            if (CandidateOf(rule, type) is { } candidate)
            {
                yield return candidate;
                if (candidate.Rest.Length == 0)
                {
                    // Nothing after an unconditional rule can ever be reached.
                    yield break;
                }
            }
        }
    }

    /// <summary>What is left of a rule that asks for the type inside <c>any</c> or <c>not</c>, by how those conditions fare.</summary>
    private sealed class Reduced(Candidate candidate, TypeCondition[] onType)
    {
        private readonly Dictionary<ulong, Candidate?> _byFare = [];

        public static Reduced? Of(Candidate candidate)
        {
            TypeCondition[] onType = [.. candidate.Rest.SelectMany(condition => condition.AndParts()).OfType<TypeCondition>()];
            return onType.Length == 0 ? null : new(candidate, onType);
        }

        public Candidate? For(string serviceType, string? group)
        {
            if (onType.Length > sizeof(ulong) * 8)
            {
                return Reduce(serviceType, group);
            }

            var fare = 0UL;
            for (var i = 0; i < onType.Length; i++)
            {
                fare |= onType[i].Admits(serviceType, group) ? 1UL << i : 0;
            }

            return _byFare.TryGetValue(fare, out var known) ? known : _byFare[fare] = Reduce(serviceType, group);
        }

        private Candidate? Reduce(string serviceType, string? group) =>
            Reduction.Of(candidate.Rest, serviceType, group) is { } open ? new(candidate.Index, open) : null;
    }

    private sealed class SameCandidates : IEqualityComparer<Candidate[]>
    {
        public bool Equals(Candidate[]? x, Candidate[]? y) => x.AsSpan().SequenceEqual(y, ReferenceEqualityComparer.Instance);

        public int GetHashCode(Candidate[] obj)
        {
            var hash = default(HashCode);
            foreach (var candidate in obj)
            {
                hash.Add(RuntimeHelpers.GetHashCode(candidate));
            }

            return hash.ToHashCode();
        }
    }
}
