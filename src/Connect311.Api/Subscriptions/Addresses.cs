using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Api.Http;
using Connect311.Api.Secrets;
using Microsoft.AspNetCore.DataProtection;

namespace Connect311.Api.Subscriptions;

/// <summary>Where something is sent to.</summary>
/// <param name="To">A mail address, a phone number (E.164), a device token, or the endpoint of a browser.</param>
/// <param name="P256dh">The browser's public key, base64url of an uncompressed P-256 point; null for all else.</param>
/// <param name="Auth">The browser's secret, base64url of 16 bytes; null for all else.</param>
internal sealed record Address(
    string To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? P256dh = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Auth = null);

/// <summary>Keeps where messages go: encrypted, and looked up by keyed hash only.</summary>
internal sealed class Addresses(IDataProtectionProvider protection, SecretKeys keys)
{
    private const int IdBytes = 16;

    private readonly IDataProtector _protector = protection.CreateProtector("subscriptions");

    /// <summary>The address as it is stored.</summary>
    public string Seal(Address address) =>
        Convert.ToBase64String(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(address, Json.Options)));

    /// <summary>What <see cref="Seal"/> sealed.</summary>
    public Address Open(string sealedAddress) =>
        JsonSerializer.Deserialize<Address>(_protector.Unprotect(Convert.FromBase64String(sealedAddress)), Json.Options)!;

    /// <summary>The keyed hash of an address, the same for all that mean the same.</summary>
    public string HashOf(string target, string to)
    {
        var compared = target == TargetKind.Email ? to.ToUpperInvariant() : to;
        return Base64Url.EncodeToString(HMACSHA256.HashData(keys.Contacts, Encoding.UTF8.GetBytes($"subscription {target} {compared}")));
    }

    /// <summary>The id of an address's subscription to a request: the same as often as it is asked for.</summary>
    public static string IdOf(long requestId, string target, string addressHash)
    {
        var named = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{requestId} {target} {addressHash}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(named)).AsSpan(0, IdBytes));
    }
}
