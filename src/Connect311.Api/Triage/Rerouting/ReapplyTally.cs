using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage.Rerouting;

/// <summary>Why a request stays as it is.</summary>
internal enum ReapplyEnding
{
    /// <summary>The rules leave it where it is.</summary>
    Same,

    /// <summary>Staff moved it, or said that it stays.</summary>
    HeldByStaff,

    /// <summary>Staff are asked already whether it goes.</summary>
    Proposed,

    /// <summary>The catalogue no longer has its service type.</summary>
    UnknownType,

    /// <summary>Others changed it again and again; give the command once more.</summary>
    Busy,
}

/// <summary>What became of the requests that a rule set was applied to, or would: the same figures for both.</summary>
internal sealed class ReapplyTally
{
    private const int MaxExamples = 10;

    private readonly SortedDictionary<(string From, string To), long> _moves = [];
    private readonly SortedDictionary<string, long> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<ReapplyEnding, long> _endings = [];
    private readonly SortedList<long, ReapplyExample> _examples = [];

    /// <summary>Open requests that were looked at.</summary>
    public long Looked { get; private set; }

    /// <summary>Those that go to another department.</summary>
    public long Moved => _moves.Values.Sum();

    /// <summary>Those that get another queue or priority in their department.</summary>
    public long Requeued { get; private set; }

    public long Of(ReapplyEnding ending) => _endings.GetValueOrDefault(ending);

    /// <summary>From department to department, by their codes.</summary>
    public IEnumerable<(string From, string To, long Count)> Moves => _moves.Select(move => (move.Key.From, move.Key.To, move.Value));

    /// <summary>The service types of those that go to another department, most of them first.</summary>
    public IEnumerable<(string ServiceType, long Count)> Types =>
        _types.OrderByDescending(type => type.Value).Select(type => (type.Key, type.Value));

    /// <summary>Those of the lowest numbers that go elsewhere; a confidential one is not named.</summary>
    public IReadOnlyList<ReapplyExample> Examples => [.. _examples.Values];

    public void Add(ReapplyEnding ending)
    {
        Looked++;
        _endings[ending] = _endings.GetValueOrDefault(ending) + 1;
    }

    public void Add(StaffRow before, StaffRow after)
    {
        Looked++;
        if (before.Department == after.Department)
        {
            Requeued++;
            return;
        }

        var move = (before.Department, after.Department);
        _moves[move] = _moves.GetValueOrDefault(move) + 1;
        _types[before.ServiceType] = _types.GetValueOrDefault(before.ServiceType) + 1;
        if (before.Visibility == Catalog.CatalogWords.Confidential)
        {
            return;
        }

        _examples[before.Id] = new(
            new TrackingNumber(before.Id).ToString(), before.ServiceType, before.Department, after.Department, before.RoutingRule, after.RoutingRule);
        if (_examples.Count > MaxExamples)
        {
            _examples.RemoveAt(MaxExamples);
        }
    }
}

/// <summary>A request that goes elsewhere.</summary>
/// <param name="From">The code of the department that has it.</param>
/// <param name="To">The code of the department that gets it.</param>
/// <param name="RuleBefore">The rule by which the one has it.</param>
/// <param name="Rule">The rule by which the other gets it.</param>
internal sealed record ReapplyExample(string TrackingNumber, string ServiceType, string From, string To, string RuleBefore, string Rule);
