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

    public void Run(IReadOnlyCollection<LedgerEntry> ledger, IReadOnlyDictionary<long, RequestFold> stored)
    {
        foreach (var entry in ledger)
        {
            CheckAcknowledged(entry, stored);
        }

        CheckMarks(ledger, stored);
    }

    private void CheckAcknowledged(LedgerEntry entry, IReadOnlyDictionary<long, RequestFold> stored)
    {
        if (entry.Number is not { } number)
        {
            return;
        }

        if (!stored.TryGetValue(number.Id, out var request))
        {
            anomalies.Add(Missing, $"{entry.Mark} was given {number}, which is not stored");
            return;
        }

        if (request.Description != entry.Mark || (entry.Key is not null && request.KeyHash != IdempotencyKey.HashOf(App, entry.Key)))
        {
            anomalies.Add(Missing, $"{entry.Mark} was given {number}, which is another report");
        }

        foreach (var (version, kind) in entry.Acknowledged)
        {
            if (request.Kinds.ElementAtOrDefault(version - 1) != kind)
            {
                anomalies.Add(Missing, $"{number}: {kind} as version {version}; stored are {string.Join(", ", request.Kinds)}");
            }
        }

        if (entry.Outcome is not null && request.Outcome != entry.Outcome)
        {
            anomalies.Add(Missing, $"{number}: the outcome {entry.Outcome}; stored is {request.Outcome ?? "none"}");
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
                anomalies.Add(Unknown, $"{new TrackingNumber(id)}: {mark}");
            }

            if (!seen.Add(mark))
            {
                anomalies.Add(Doubled, $"{new TrackingNumber(id)}: {mark}");
            }
        }
    }
}
