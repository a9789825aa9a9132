using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Connect311.Api.ServiceRequests;

namespace Connect311.Api.Staff.People;

/// <summary>
/// The id of something new, and what was asked for. With an idempotency key the id follows from caller and key, so that
/// the same call sent twice meets its own row.
/// </summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="BodyHash">SHA-256 (base64url) of what was asked for.</param>
internal sealed record Creation(string Id, string BodyHash)
{
    private const int IdLength = 32;

    /// <param name="caller">The id of who asks.</param>
    /// <param name="key">The caller's own name for this call, or null.</param>
    /// <param name="meaning">Everything that was asked for.</param>
    public static Creation Of(string caller, string? key, TimeProvider time, params string?[] meaning) => new(
        key is null
            ? Guid.CreateVersion7(time.GetUtcNow()).ToString("N")
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(IdempotencyKey.HashOf(caller, key))))[..IdLength],
        Base64Url.EncodeToString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(meaning))));

    /// <summary>Whether a text can be an id; every other one is unknown without a look into the database.</summary>
    public static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiHexDigitLower);
}
