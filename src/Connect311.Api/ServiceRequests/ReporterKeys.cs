using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Secrets;

namespace Connect311.Api.ServiceRequests;

/// <summary>
/// The reporter key: an HMAC of the number, so that a replay answers alike. It, and never the number alone, lets
/// somebody see a confidential request and act on their own.
/// </summary>
internal sealed class ReporterKeys(SecretKeys keys)
{
    public const string Header = "X-Reporter-Key";

    public string Of(TrackingNumber number) => Base64Url.EncodeToString(
        HMACSHA256.HashData(keys.Reporter, Encoding.UTF8.GetBytes(number.Id.ToString(CultureInfo.InvariantCulture))));

    public bool Fits(TrackingNumber number, string? key) =>
        key is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(number)), Encoding.UTF8.GetBytes(key));
}
