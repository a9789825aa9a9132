using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Connect311.Api.ServiceRequests.History;

/// <summary>
/// Chains the events of a request: each hashes the one before and its own canonical form (version 1), which holds
/// codes, times and salted digests. Erasing the details and their salt leaves the chain valid.
/// </summary>
internal static class EventChain
{
    /// <summary>Stands before the first event.</summary>
    public const string Start = "";

    private const int SaltBytes = 32;

    public static EventRow Append(long requestId, int number, string previousHash, NewEvent happened)
    {
        Span<byte> salt = stackalloc byte[SaltBytes];
        RandomNumberGenerator.Fill(salt);
        var digests = Digests(salt, happened);
        return new()
        {
            RequestId = requestId,
            Number = number,
            Kind = happened.Kind,
            At = happened.At,
            Data = happened.Data,
            Digests = digests,
            PreviousHash = previousHash,
            Hash = Hash(requestId, number, happened.Kind, happened.At, happened.Data, digests, previousHash),
            Salt = Base64Url.EncodeToString(salt),
            Content = ContentOf(happened.Details),
        };
    }

    /// <summary>The details of an event as they are stored beside it.</summary>
    public static string ContentOf(IReadOnlyDictionary<string, string> details) => JsonSerializer.Serialize(details);

    /// <summary>SHA-256 (base64url) of an event's canonical form: one <c>name=value</c> a line, UTF-8, LF.</summary>
    public static string Hash(
        long requestId, int number, string kind, DateTimeOffset at, string data, string digests, string previousHash)
    {
        var form = string.Create(
            CultureInfo.InvariantCulture,
            $"connect311-event-1\nrequest={requestId}\nnumber={number}\nkind={kind}\nat={at.ToUnixTimeMilliseconds()}\ndata={data}\ndigests={digests}\nprevious={previousHash}\n");
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(form)));
    }

    /// <summary>HMAC-SHA-256 (base64url) of <c>name LF value</c> under the event's salt.</summary>
    public static string Digest(ReadOnlySpan<byte> salt, string name, string value) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes($"{name}\n{value}")));

    private static string Digests(ReadOnlySpan<byte> salt, NewEvent happened)
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in happened.Details.Concat(happened.Sealed))
        {
            digests[name] = Digest(salt, name, value);
        }

        return JsonSerializer.Serialize(digests);
    }
}
