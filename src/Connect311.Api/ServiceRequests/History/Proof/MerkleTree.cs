using System.Security.Cryptography;

namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>
/// One hash over many, of which each can be shown to be among them by a few others. Hashes, their order and the shape
/// of the tree are those of Certificate Transparency (RFC 9162, 2.1).
/// </summary>
internal static class MerkleTree
{
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    public static byte[] Leaf(ReadOnlySpan<byte> entry) => SHA256.HashData([LeafPrefix, .. entry]);

    /// <param name="leaves">At least one.</param>
    public static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        var level = leaves;
        while (level.Count > 1)
        {
            level = Above(level);
        }

        return level[0];
    }

    /// <summary>The hashes beside the way from a leaf to the root, the lowest first.</summary>
    public static List<byte[]> Path(IReadOnlyList<byte[]> leaves, int index)
    {
        var path = new List<byte[]>();
        for (var level = leaves; level.Count > 1; level = Above(level), index /= 2)
        {
            // The last one of an odd level has nobody beside it and rises as it is.
            if ((index ^ 1) < level.Count)
            {
                path.Add(level[index ^ 1]);
            }
        }

        return path;
    }

    /// <summary>The root to which a leaf and its path lead; RFC 9162, 2.1.3.2.</summary>
    /// <returns>Null for a path that no leaf of such a tree has.</returns>
    public static byte[]? RootOf(byte[] leaf, int index, int count, IReadOnlyList<byte[]> path)
    {
        var (hash, last, used) = (leaf, count - 1, 0);
        for (; last > 0; index /= 2, last /= 2)
        {
            if ((index ^ 1) > last)
            {
                continue;
            }

            if (used == path.Count)
            {
                return null;
            }

            hash = index % 2 == 0 ? Node(hash, path[used]) : Node(path[used], hash);
            used++;
        }

        return used == path.Count ? hash : null;
    }

    private static List<byte[]> Above(IReadOnlyList<byte[]> level)
    {
        var above = new List<byte[]>((level.Count + 1) / 2);
        for (var i = 0; i < level.Count; i += 2)
        {
            above.Add(i + 1 < level.Count ? Node(level[i], level[i + 1]) : level[i]);
        }

        return above;
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([NodePrefix, .. left, .. right]);
}
