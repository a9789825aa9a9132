using System.Collections.Concurrent;

namespace Connect311.Benchmarks;

/// <summary>What was found wrong, counted by kind, with the first few of each kind in words.</summary>
internal sealed class Anomalies
{
    private const int ExamplesPerKind = 5;

    private readonly ConcurrentDictionary<string, Kind> _kinds = [];

    /// <param name="kinds">Those that are listed even when none was found.</param>
    public Anomalies(params IEnumerable<string> kinds)
    {
        foreach (var kind in kinds)
        {
            _kinds[kind] = new();
        }
    }

    public long Total => _kinds.Values.Sum(kind => kind.Count);

    public IEnumerable<(string Kind, long Count)> Counts =>
        _kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => (kind.Key, kind.Value.Count));

    public IEnumerable<(string Kind, string Example)> Examples =>
        _kinds.OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .SelectMany(kind => kind.Value.Examples.Select(example => (kind.Key, example)));

    public long Of(string kind) => _kinds.TryGetValue(kind, out var found) ? found.Count : 0;

    public void Add(string kind, string example) => _kinds.GetOrAdd(kind, _ => new()).Add(example);

    private sealed class Kind
    {
        private readonly Lock _lock = new();
        private readonly List<string> _examples = [];

        public long Count { get; private set; }

        public IReadOnlyList<string> Examples
        {
            get
            {
                lock (_lock)
                {
                    return [.. _examples];
                }
            }
        }

        public void Add(string example)
        {
            lock (_lock)
            {
                Count++;
                if (_examples.Count < ExamplesPerKind)
                {
                    _examples.Add(example);
                }
            }
        }
    }
}
