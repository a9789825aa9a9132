using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Connect311.Api.ServiceRequests.History.Proof;

/// <summary>
/// The signed hash over a stretch of all events, in the order of their commits. It hashes the root before it: whoever
/// keeps one of them can tell later whether anything before it was edited, removed or put in between.
/// </summary>
internal sealed record DailyRoot
{
    /// <summary>A tree has no more events, so that to show one among them reads few; a busy day has several roots.</summary>
    public const int MostEvents = 8192;

    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    /// <summary>The day (UTC) after whose end it was made, as yyyy-MM-dd.</summary>
    public required string Day { get; init; }

    /// <summary>The position of its first event.</summary>
    public required long FirstPosition { get; init; }

    public required long LastPosition { get; init; }

    /// <summary>The root of the tree of its events, base64url.</summary>
    public required string Tree { get; init; }

    /// <summary>The hash of the root before it; empty for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256 of its canonical form, base64url.</summary>
    public required string Hash { get; init; }

    /// <summary>Which key signed it.</summary>
    public required string KeyId { get; init; }

    /// <summary>ECDSA (P-256, SHA-256, r and s one after the other) of its canonical form, base64url.</summary>
    public required string Signature { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What of an event goes into the tree: its place in the order, and its hash.</summary>
    public static byte[] LeafOf(long position, string hash) =>
        MerkleTree.Leaf(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"position={position}\nhash={hash}\n")));

    /// <summary>What is hashed and signed: one <c>name=value</c> a line, UTF-8, LF.</summary>
    public static byte[] Form(int number, string day, long first, long last, string tree, string previousHash) =>
        Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"connect311-root-1\nnumber={number}\nday={day}\nfirst={first}\nlast={last}\ntree={tree}\nprevious={previousHash}\n"));

    public byte[] Form() => Form(Number, Day, FirstPosition, LastPosition, Tree, PreviousHash);

    /// <summary>Whether it hashes to what it says.</summary>
    public bool HasItsHash() => Base64Url.EncodeToString(SHA256.HashData(Form())) == Hash;
}
