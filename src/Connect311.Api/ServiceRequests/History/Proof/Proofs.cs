using System.Buffers.Text;
using System.Text.Json;

namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>How much of an event a proof gives away.</summary>
internal enum ProofDepth
{
    /// <summary>Hashes and departments: for anybody.</summary>
    Hashes,

    /// <summary>Codes, times and digests as well: for whoever reported it.</summary>
    Codes,

    /// <summary>The salts too, by which values are compared with their digests: for staff.</summary>
    Salts,
}

/// <summary>Makes proofs of histories as they stand.</summary>
internal sealed class Proofs(HistoryStore store)
{
    public async Task<HistoryProof> OfAsync(HeadRow head, ProofDepth depth, CancellationToken cancellationToken)
    {
        var lines = await store.LinesAsync(head, cancellationToken);
        var faults = HistoryVerifier.Verify(head, lines);
        var ways = await WaysAsync(lines, cancellationToken);
        return new()
        {
            TrackingNumber = new TrackingNumber(head.Id).ToString(),
            Form = HistoryProof.EventForm,
            Verified = faults.Count == 0,
            Faults = [.. faults.Select(fault => new ProofFault(fault.Number, fault.Code, fault.Message))],
            HeadHash = head.HeadHash,
            Events = [.. lines.Select((line, i) => EventOf(line, depth, ways[i]))],
            Roots = [.. ways.Where(way => way.Root is not null).Select(way => way.Root!).DistinctBy(root => root.Number).Select(SignedRoot.Of)],
        };
    }

    /// <summary>The root of each event, with its path; none while its day is not over.</summary>
    private async Task<List<(DailyRoot? Root, IReadOnlyList<string> Path)>> WaysAsync(List<HistoryLine> lines, CancellationToken cancellationToken)
    {
        var ways = new List<(DailyRoot?, IReadOnlyList<string>)>();
        var (root, leaves) = ((DailyRoot?)null, (List<byte[]>)[]);
        foreach (var line in lines)
        {
            if (root is null || line.Position > root.LastPosition || line.Position < root.FirstPosition)
            {
                root = await store.FindRootAsync(line.Position, cancellationToken);
                leaves = root is null ? [] : await store.LeavesAsync(root.FirstPosition, root.LastPosition, cancellationToken);
            }

            var index = root is null ? 0 : (int)(line.Position - root.FirstPosition);
            ways.Add(index < leaves.Count ? (root, [.. MerkleTree.Path(leaves, index).Select(hash => Base64Url.EncodeToString(hash))]) : (null, []));
        }

        return ways;
    }

    private static ProofEvent EventOf(HistoryLine line, ProofDepth depth, (DailyRoot? Root, IReadOnlyList<string> Path) way) => new()
    {
        Number = line.Number,
        Kind = line.Kind,
        At = line.At,
        Department = DepartmentOf(line.Data),
        Position = line.Position,
        Data = depth == ProofDepth.Hashes ? null : line.Data,
        Digests = depth == ProofDepth.Hashes ? null : line.Digests,
        Salt = depth == ProofDepth.Salts ? line.Salt : null,
        PreviousHash = line.PreviousHash,
        Hash = line.Hash,
        ErasedAt = line.ErasedAt,
        Root = way.Root?.Number,
        Path = way.Path,
    };

    /// <summary>The department that an event names; none where its data is no longer what it was.</summary>
    private static string DepartmentOf(string data)
    {
        try
        {
            return EventData.Read(data)?.Department ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
