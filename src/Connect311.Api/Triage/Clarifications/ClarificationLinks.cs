using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Secrets;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Triage.Clarifications;

/// <summary>
/// The signed links by which residents answer without an app. Each names one request and one query of staff, and is good until
/// that is answered, given up or expired.
/// </summary>
internal sealed class ClarificationLinks(SecretKeys keys)
{
    private const string Purpose = "clarification";
    private const int MaxLength = 200;

    /// <param name="eventNumber">The number of the event with which staff asked.</param>
    public string TokenOf(TrackingNumber number, int eventNumber)
    {
        var named = string.Create(CultureInfo.InvariantCulture, $"{number.Id}.{eventNumber}");
        return $"{named}.{SignatureOf(named)}";
    }

    /// <summary>What a token names, or null where it is none of ours.</summary>
    public (TrackingNumber Number, int EventNumber)? Read(string token)
    {
        var dot = token.Length > MaxLength ? -1 : token.LastIndexOf('.');
        if (dot < 0 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(SignatureOf(token[..dot])), Encoding.UTF8.GetBytes(token[(dot + 1)..])))
        {
            return null;
        }

        var parts = token[..dot].Split('.');
        return (new(long.Parse(parts[0], CultureInfo.InvariantCulture)), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private string SignatureOf(string named) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(keys.Links, Encoding.UTF8.GetBytes($"{Purpose}:{named}")));
}
