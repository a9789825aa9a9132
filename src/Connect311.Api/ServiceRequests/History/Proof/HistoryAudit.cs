using System.Buffers.Text;
using System.Globalization;

namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>Verifies every history of a database, and the roots over all of them.</summary>
internal sealed class HistoryAudit(HistoryStore store, RootKey key)
{
    private const int RequestsPerRead = 500;
    private const int RootsPerRead = 100;

    /// <summary>Verifies one history.</summary>
    /// <returns>Null where there is no such request.</returns>
    public async Task<HistoryReport?> VerifyAsync(TrackingNumber number, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(number, cancellationToken) is not { } head)
        {
            return null;
        }

        var report = new HistoryReport();
        Add(report, head, await store.LinesAsync(head, cancellationToken));
        return report;
    }

    /// <summary>Verifies all, in the order of the numbers, then the roots in theirs.</summary>
    /// <param name="progress">Is told the number of requests verified so far.</param>
    public async Task<HistoryReport> VerifyAllAsync(Action<long> progress, CancellationToken cancellationToken)
    {
        var report = new HistoryReport();
        var batch = await store.NextAsync(0, RequestsPerRead, cancellationToken);
        while (batch.Count > 0)
        {
            foreach (var (head, lines) in batch)
            {
                Add(report, head, lines);
            }

            progress(report.Requests);
            batch = await store.NextAsync(batch[^1].Head.Id, RequestsPerRead, cancellationToken);
        }

        await VerifyRootsAsync(report, cancellationToken);
        return report;
    }

    private static void Add(HistoryReport report, HeadRow head, List<HistoryLine> lines)
    {
        report.Requests++;
        report.Events += lines.Count;
        report.Erased += lines.Count(line => line.ErasedAt is not null);
        report.Faults.AddRange(HistoryVerifier.Verify(head, lines).Select(fault => (new TrackingNumber(head.Id).ToString(), fault)));
    }

    private async Task VerifyRootsAsync(HistoryReport report, CancellationToken cancellationToken)
    {
        DailyRoot? before = null;
        var roots = await store.RootsAsync(0, RootsPerRead, cancellationToken);
        while (roots.Count > 0)
        {
            foreach (var root in roots)
            {
                report.Roots++;
                if (await FaultOfAsync(root, before, cancellationToken) is { } fault)
                {
                    report.Faults.Add((string.Create(CultureInfo.InvariantCulture, $"root {root.Number}"), fault));
                }

                before = root;
            }

            roots = await store.RootsAsync(before!.Number, RootsPerRead, cancellationToken);
        }
    }

    private async Task<HistoryFault?> FaultOfAsync(DailyRoot root, DailyRoot? before, CancellationToken cancellationToken)
    {
        if (!root.HasItsHash() || (root.KeyId == key.Id && !key.HasSigned(root)))
        {
            return new(null, HistoryFaultCode.Edited, $"The root of {root.Day} was edited: it is not what was signed.");
        }

        if (root.Number != (before?.Number ?? 0) + 1 || root.PreviousHash != (before?.Hash ?? EventChain.Start)
            || root.FirstPosition != (before?.LastPosition ?? 0) + 1)
        {
            return new(null, HistoryFaultCode.Removed, $"The root of {root.Day} follows another than the one before it: roots were removed.");
        }

        var leaves = await store.LeavesAsync(root.FirstPosition, root.LastPosition, cancellationToken);
        if (leaves.Count != root.LastPosition - root.FirstPosition + 1)
        {
            return new(null, HistoryFaultCode.Removed, $"Of the events {root.FirstPosition} to {root.LastPosition} that were signed with {root.Day} only {leaves.Count} are left.");
        }

        return Base64Url.EncodeToString(MerkleTree.Root(leaves)) == root.Tree
            ? null
            : new(null, HistoryFaultCode.Edited, $"The events {root.FirstPosition} to {root.LastPosition} are others than were signed with {root.Day}.");
    }
}

/// <summary>What a verification found.</summary>
internal sealed class HistoryReport
{
    public long Requests { get; set; }

    public long Events { get; set; }

    /// <summary>Events whose values were erased; no fault.</summary>
    public long Erased { get; set; }

    public int Roots { get; set; }

    /// <summary>The number, or the root, with what is wrong about it.</summary>
    public List<(string Subject, HistoryFault Fault)> Faults { get; } = [];
}
