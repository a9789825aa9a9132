using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Secrets;

namespace Connect311.Api.ServiceRequests.Spool;

/// <summary>What a token names.</summary>
/// <param name="KeyHash">The hash of app and idempotency key, as the request's row has it.</param>
/// <param name="Meaning">Tells the report from others that were sent under the same key.</param>
internal sealed record SpoolToken(string KeyHash, byte[] Meaning);

/// <summary>
/// Makes and reads the tokens of spooled reports. A token carries the hash of app and idempotency key under an HMAC of the
/// application's own, so copies on two nodes have the same one, and any node finds the request by it.
/// </summary>
internal sealed class SpoolTokens(SecretKeys keys)
{
    private const byte Version = 1;
    private const int HashBytes = SHA256.HashSizeInBytes;
    private const int TagBytes = 16;
    private const int SignedBytes = 1 + HashBytes + TagBytes;
    private const int MaxLength = 100;

    /// <param name="keyHash">SHA-256, base64url.</param>
    /// <param name="bodyHash">What was understood of the report.</param>
    public string Of(string keyHash, string bodyHash)
    {
        byte[] named = [Version, .. Base64Url.DecodeFromChars(keyHash), .. MeaningOf(bodyHash)];
        return Base64Url.EncodeToString([.. named, .. TagOf("token", named)]);
    }

    /// <summary>What a token names, or null where it is none of ours.</summary>
    public SpoolToken? Read(string text)
    {
        var bytes = new byte[SignedBytes + TagBytes];
        if (text.Length > MaxLength || !Base64Url.IsValid(text, out var length) || length != bytes.Length)
        {
            return null;
        }

        Base64Url.DecodeFromChars(text, bytes);
        var named = bytes[..SignedBytes];
        return named[0] == Version && CryptographicOperations.FixedTimeEquals(TagOf("token", named), bytes.AsSpan(SignedBytes))
            ? new(Base64Url.EncodeToString(named.AsSpan(1, HashBytes)), named[(1 + HashBytes)..])
            : null;
    }

    /// <summary>Whether a stored report is the one that the token was made for.</summary>
    public bool Means(SpoolToken token, string bodyHash) => CryptographicOperations.FixedTimeEquals(MeaningOf(bodyHash), token.Meaning);

    private byte[] MeaningOf(string bodyHash) => TagOf("meaning", Encoding.UTF8.GetBytes(bodyHash));

    private byte[] TagOf(string purpose, byte[] content) =>
        HMACSHA256.HashData(keys.Spool, (byte[])[.. Encoding.UTF8.GetBytes(purpose + ":"), .. content])[..TagBytes];
}
