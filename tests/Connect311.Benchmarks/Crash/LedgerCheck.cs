using Connect311.Api.ServiceRequests;
using Connect311.Benchmarks.State;

namespace Connect311.Benchmarks.Crash;

/// <summary>Holds what the server gave its word on against what is stored.</summary>
internal sealed class LedgerCheck(Anomalies anomalies)
{
    public const string Missing = "acknowledged actions missing";
    public const string Doubled = "reports doubled";
    public const string Unknown = "reports that nobody sent";

    private const string App = "demo-app";

    private readonly HashSet<string> _told = [];

    public void Run(IReadOnlyCollection<LedgerEntry> ledger, IReadOnlyDictionary<long, RequestFold> stored)
    {
        foreach (var entry in ledger)
        {
            CheckAcknowledged(entry, stored);
        }

        CheckMarks(ledger, stored);
    }

    /// <summary>Changes of hands that were acknowledged stand where the answer said.</summary>
    public void CheckHands(IEnumerable<(TrackingNumber Number, int Version, string Kind)> hands, IReadOnlyDictionary<long, RequestFold> stored)
    {
        foreach (var (number, version, kind) in hands)
        {
            if (stored.GetValueOrDefault(number.Id)?.Kinds.ElementAtOrDefault(version - 1) != kind)
            {
                Tell(Missing, $"{number}: {kind} as version {version}");
            }
        }
    }

    private void CheckAcknowledged(LedgerEntry entry, IReadOnlyDictionary<long, RequestFold> stored)
    {
        if (entry.Number is not { } number)
        {
            return;
        }

        if (!stored.TryGetValue(number.Id, out var request))
        {
            Tell(Missing, $"{entry.Mark} was given {number}, which is not stored");
            return;
        }

        if (request.Description != entry.Mark || (entry.Key is not null && request.KeyHash != IdempotencyKey.HashOf(App, entry.Key)))
        {
            Tell(Missing, $"{entry.Mark} was given {number}, which is another report");
        }

        foreach (var (version, kind) in entry.Acknowledged)
        {
            if (request.Kinds.ElementAtOrDefault(version - 1) != kind)
            {
                Tell(Missing, $"{number}: {kind} as version {version}; stored are {string.Join(", ", request.Kinds)}");
            }
        }

        if (entry.Outcome is not null && request.Outcome != entry.Outcome)
        {
            Tell(Missing, $"{number}: the outcome {entry.Outcome}; stored is {request.Outcome ?? "none"}");
        }
    }

    private void CheckMarks(IReadOnlyCollection<LedgerEntry> ledger, IReadOnlyDictionary<long, RequestFold> stored)
    {
        var sent = ledger.Select(entry => entry.Mark).ToHashSet();
        var seen = new HashSet<string>();
        foreach (var (id, request) in stored)
        {
            var mark = request.Description ?? "";
            if (!sent.Contains(mark))
            {
                Tell(Unknown, $"{new TrackingNumber(id)}: {mark}");
            }

            if (!seen.Add(mark))
            {
                Tell(Doubled, $"{new TrackingNumber(id)}: {mark}");
            }
        }
    }

    /// <summary>What is missing once stays missing; it is counted once.</summary>
    private void Tell(string kind, string what)
    {
        if (_told.Add(what))
        {
            anomalies.Add(kind, what);
        }
    }
}
