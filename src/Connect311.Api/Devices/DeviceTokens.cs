using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Connect311.Api.Secrets;

namespace Connect311.Api.Devices;

/// <summary>What a device token names.</summary>
/// <param name="Device">The device's id.</param>
/// <param name="Phone">The how manieth phone of the device has it, from 1.</param>
/// <param name="Generation">The how manieth token of that phone it is, from 1.</param>
internal sealed record DeviceToken(string Device, int Phone, int Generation)
{
    /// <summary>The token that the phone has after its next rotation.</summary>
    [JsonIgnore]
    public DeviceToken Next => this with { Generation = Generation + 1 };
}

/// <summary>
/// Makes device tokens and reads them. A token is stored nowhere: it names a device, a phone and a generation under an HMAC of
/// the application's own, so the same is answered as often as it is asked for.
/// </summary>
internal sealed class DeviceTokens(SecretKeys keys)
{
    public const string Header = "X-Device-Token";

    private const int MaxLength = 120;

    public string Of(DeviceToken token)
    {
        var named = string.Create(CultureInfo.InvariantCulture, $"{token.Device}.{token.Phone}.{token.Generation}");
        return $"{named}.{SignatureOf(named)}";
    }

    /// <summary>What a token names, or null where it is none of ours.</summary>
    public DeviceToken? Read(string text)
    {
        var dot = text.Length > MaxLength ? -1 : text.LastIndexOf('.');
        if (dot < 0 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(SignatureOf(text[..dot])), Encoding.UTF8.GetBytes(text[(dot + 1)..])))
        {
            return null;
        }

        var parts = text[..dot].Split('.');
        return new(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    private string SignatureOf(string named) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(keys.Devices, Encoding.UTF8.GetBytes($"token:{named}")));
}
