using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Secrets;

namespace Connect311.Api.Subscriptions;

/// <summary>
/// The signed links by which an address confirms a subscription and ends it. Each names one subscription and one purpose; one to
/// confirm names the asking too, so that an older one is not good any more.
/// </summary>
internal sealed class SubscriptionLinks(SecretKeys keys)
{
    private const int MaxLength = 100;
    private const int SignatureBytes = 16;

    /// <summary>For the asking of that number.</summary>
    public string ToConfirm(string id, int asked) => Sign("confirm", string.Create(CultureInfo.InvariantCulture, $"{id}.{asked}"));

    public string ToEnd(string id) => Sign("end", id);

    /// <summary>What a link to confirm names, or null where it is none of ours.</summary>
    public (string Id, int Asked)? ReadToConfirm(string token) => Read("confirm", token)?.Split('.') is [var id, var asked]
        ? (id, int.Parse(asked, CultureInfo.InvariantCulture))
        : null;

    /// <summary>The subscription that a link ends, or null where it is none of ours.</summary>
    public string? ReadToEnd(string token) => Read("end", token);

    private string Sign(string purpose, string named) => $"{named}.{SignatureOf(purpose, named)}";

    private string? Read(string purpose, string token)
    {
        var dot = token.Length > MaxLength ? -1 : token.LastIndexOf('.');
        return dot >= 0
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(SignatureOf(purpose, token[..dot])), Encoding.UTF8.GetBytes(token[(dot + 1)..]))
            ? token[..dot]
            : null;
    }

    private string SignatureOf(string purpose, string named) => Base64Url.EncodeToString(
        HMACSHA256.HashData(keys.Links, Encoding.UTF8.GetBytes($"subscription-{purpose}:{named}")).AsSpan(0, SignatureBytes));
}
