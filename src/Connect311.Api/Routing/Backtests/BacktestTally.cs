using System.Runtime.InteropServices;

namespace Connect311.Api.Routing.Backtests;

/// <summary>A stored request whose decision changes, to look at.</summary>
/// <param name="Id">Its number.</param>
/// <param name="RuleSetVersion">The version that decided at intake.</param>
internal sealed record Example(long Id, string ServiceType, string FromRule, int RuleSetVersion, string ToRule);

/// <summary>What a backtest counted so far. Tallies of ranges that follow each other add up to that of all.</summary>
/// <param name="mostExamples">How many examples are kept for each move; the newest are.</param>
internal sealed class BacktestTally(int mostExamples)
{
    private readonly Dictionary<(string From, string To), Move> _moves = [];
    private readonly Dictionary<string, OfType> _types = [];
    private readonly Dictionary<(string Department, string? Queue), Load> _loads = [];

    /// <summary>Requests of the time that was asked for.</summary>
    public long Read { get; set; }

    /// <summary>Those of them whose decisions were compared.</summary>
    public long Compared { get; set; }

    /// <summary>Requests that go to another department.</summary>
    public long Moved { get; set; }

    /// <summary>Requests that stay with their department, and change queue, priority or rule alone.</summary>
    public long ChangedWithin { get; set; }

    /// <summary>Requests whose words or place were erased.</summary>
    public long Erased { get; set; }

    /// <summary>Requests of a rule set version that is no longer there, or does not have their rule.</summary>
    public long RulesGone { get; set; }

    /// <summary>Requests of a service type that is no longer there.</summary>
    public long TypesGone { get; set; }

    public IReadOnlyDictionary<(string From, string To), Move> Moves => _moves;

    public IReadOnlyDictionary<string, OfType> Types => _types;

    public IReadOnlyDictionary<(string Department, string? Queue), Load> Loads => _loads;

    public void Count(Comparison compared)
    {
        Compared++;
        var (isMoved, isWithin) = (compared.IsMoved, compared.IsChangedWithin);
        Moved += isMoved ? 1 : 0;
        ChangedWithin += isWithin ? 1 : 0;
        Add(compared.Past.Department, compared.Decision.Department, 1, isMoved ? [compared.ToExample()] : []);
        Add(compared.ServiceType, 1, isMoved ? 1 : 0, isWithin ? 1 : 0);
        Add((compared.Past.Department, compared.Past.Queue), 1, 0);
        Add((compared.Decision.Department, compared.Decision.Queue), 0, 1);
    }

    /// <summary>Adds what was counted of the range that follows.</summary>
    public void Add(BacktestTally next)
    {
        Read += next.Read;
        Compared += next.Compared;
        Moved += next.Moved;
        ChangedWithin += next.ChangedWithin;
        Erased += next.Erased;
        RulesGone += next.RulesGone;
        TypesGone += next.TypesGone;
        foreach (var (move, counted) in next._moves)
        {
            Add(move.From, move.To, counted.Requests, counted.Examples);
        }

        foreach (var (type, counted) in next._types)
        {
            Add(type, counted.Requests, counted.Moved, counted.ChangedWithin);
        }

        foreach (var (queue, load) in next._loads)
        {
            Add(queue, load.Before, load.After);
        }
    }

    public void Add(string from, string to, long requests, ReadOnlySpan<Example> examples)
    {
        ref var move = ref CollectionsMarshal.GetValueRefOrAddDefault(_moves, (from, to), out _);
        move ??= new(mostExamples);
        move.Requests += requests;
        foreach (var example in examples)
        {
            move.Keep(example);
        }
    }

    public void Add(string serviceType, long requests, long moved, long changedWithin)
    {
        ref var type = ref CollectionsMarshal.GetValueRefOrAddDefault(_types, serviceType, out _);
        type = new(type.Requests + requests, type.Moved + moved, type.ChangedWithin + changedWithin);
    }

    public void Add((string Department, string? Queue) queue, long before, long after)
    {
        ref var load = ref CollectionsMarshal.GetValueRefOrAddDefault(_loads, queue, out _);
        load = new(load.Before + before, load.After + after);
    }

    /// <summary>Requests from one department that go to another, or stay.</summary>
    internal sealed class Move(int mostExamples)
    {
        private readonly Queue<Example> _examples = [];

        public long Requests { get; set; }

        /// <summary>In the order of numbers.</summary>
        public Example[] Examples => [.. _examples];

        public void Keep(Example example)
        {
            _examples.Enqueue(example);
            if (_examples.Count > mostExamples)
            {
                _examples.Dequeue();
            }
        }
    }

    internal readonly record struct OfType(long Requests, long Moved, long ChangedWithin);

    internal readonly record struct Load(long Before, long After);
}
