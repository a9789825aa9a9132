using System.Collections;
using System.Collections.Concurrent;

namespace Connect311.Routing.Areas;

/// <summary>Every area set of a city, asked in one call. Safe for any number of threads.</summary>
public sealed class AreaSets : IReadOnlyList<AreaSet>
{
    private readonly AreaSet[] _sets;
    private readonly AreaGrid[] _grids;

    /// <summary>The answers given so far, by the number of the area in each set: there are not many more than areas, and none is made twice.</summary>
    private readonly ConcurrentDictionary<int[], AreaHit[]> _answers = new(AreaNumbers.Comparer);
    private readonly ConcurrentDictionary<int[], AreaHit[]>.AlternateLookup<ReadOnlySpan<int>> _answerOf;

    public AreaSets(IEnumerable<AreaSet> sets)
    {
        _sets = [.. sets];
        _grids = [.. _sets.Select(set => set.Grid)];
        _answerOf = _answers.GetAlternateLookup<ReadOnlySpan<int>>();
    }

    public int Count => _sets.Length;

    public AreaSet this[int index] => _sets[index];

    /// <summary>
    /// The areas that hold a point, one of each set at most, in the order of the sets; none for a point outside all.
    /// What <see cref="AreaSet.Find"/> says of edges and water holds here. It allocates nothing for places like one before.
    /// </summary>
    /// <param name="latitude">Degrees, WGS 84.</param>
    /// <param name="longitude">Degrees, WGS 84.</param>
    /// <returns>A list that many callers share.</returns>
    public IReadOnlyList<AreaHit> Find(double latitude, double longitude)
    {
        Span<int> areas = stackalloc int[_grids.Length];
        for (var set = 0; set < areas.Length; set++)
        {
            areas[set] = _grids[set].Find(longitude, latitude);
        }

        return _answerOf.TryGetValue(areas, out var answer) ? answer : Remember(areas);
    }

    public IEnumerator<AreaSet> GetEnumerator() => ((IEnumerable<AreaSet>)_sets).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private AreaHit[] Remember(ReadOnlySpan<int> areas)
    {
        var hits = new List<AreaHit>(areas.Length);
        for (var set = 0; set < areas.Length; set++)
        {
            if (areas[set] != AreaGrid.Nowhere)
            {
                hits.Add(_sets[set].Areas[areas[set]]);
            }
        }

        return _answers.GetOrAdd(areas.ToArray(), [.. hits]);
    }

    /// <summary>Compares the numbers of areas one by one, also before they are an array.</summary>
    private sealed class AreaNumbers : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
    {
        public static readonly AreaNumbers Comparer = new();

        public bool Equals(int[]? one, int[]? other) => one.AsSpan().SequenceEqual(other);

        public bool Equals(ReadOnlySpan<int> one, int[] other) => one.SequenceEqual(other);

        public int GetHashCode(int[] areas) => GetHashCode(areas.AsSpan());

        public int GetHashCode(ReadOnlySpan<int> areas)
        {
            var hash = 17;
            foreach (var area in areas)
            {
                hash = (hash * 31) + area;
            }

            return hash;
        }

        public int[] Create(ReadOnlySpan<int> areas) => areas.ToArray();
    }
}
