using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.Secrets;

namespace Connect311.Api.Devices.Moves;

/// <summary>Moves a device with all its reports to another phone, by a code that a person types there.</summary>
internal sealed class MoveDesk(MoveStore moves, DeviceStore devices, SecretKeys keys, TimeProvider time)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(15);

    /// <summary>How often a code may be given; then it is no good any more.</summary>
    public const int Tries = 5;

    /// <summary>How often a code may be drawn that begins as another's.</summary>
    private const int Draws = 10;

    /// <summary>A new code of a device and until when it is good; null where the device is revoked.</summary>
    public async Task<(string Code, DateTimeOffset ExpiresAt)?> AskAsync(string device, CancellationToken cancellationToken)
    {
        for (var left = Draws; left > 0; left--)
        {
            var (code, expiresAt) = (MoveCode.New(), time.Now() + Length);
            if (await moves.AddAsync(device, code[..MoveCode.LocatorLength], HashOf(code), expiresAt, Tries, cancellationToken))
            {
                return (code, expiresAt);
            }
        }

        return null;
    }

    /// <summary>The first token of a device's new phone, or null where the code is none, used up or over.</summary>
    /// <param name="claimKeyHash">Of the app and its key: until the token is used, the same answers the same.</param>
    public async Task<DeviceToken?> ClaimAsync(string code, string claimKeyHash, CancellationToken cancellationToken)
    {
        if (await moves.FindAsync(code[..MoveCode.LocatorLength], cancellationToken) is not { } move
            || await devices.FindAsync(move.DeviceId, cancellationToken) is not { RevokedAt: null } device)
        {
            return null;
        }

        if (move.ClaimKeyHash is not null)
        {
            return Again(move, device, code, claimKeyHash);
        }

        if (!await moves.TryAsync(move.Locator, cancellationToken) || !Fits(move, code))
        {
            return null;
        }

        return await moves.ClaimAsync(move, device, claimKeyHash, cancellationToken)
            ? new(device.Id, device.Phones + 1, 1)
            : await ReadAgainAsync(code, claimKeyHash, cancellationToken);
    }

    /// <summary>Somebody came first; it may have been this very call, whose commit was not heard of.</summary>
    private async Task<DeviceToken?> ReadAgainAsync(string code, string claimKeyHash, CancellationToken cancellationToken) =>
        await moves.FindAsync(code[..MoveCode.LocatorLength], cancellationToken) is { ClaimKeyHash: not null } move
            && await devices.FindAsync(move.DeviceId, cancellationToken) is { RevokedAt: null } device
            ? Again(move, device, code, claimKeyHash)
            : null;

    private DeviceToken? Again(MoveRow move, DeviceRow device, string code, string claimKeyHash) =>
        move.ClaimKeyHash == claimKeyHash && move.Phone is { } phone && phone == device.Phones && !device.IsTaken && Fits(move, code)
            ? new(device.Id, phone, 1)
            : null;

    private bool Fits(MoveRow move, string code) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(move.SecretHash), Encoding.UTF8.GetBytes(HashOf(code)));

    private string HashOf(string code) => Base64Url.EncodeToString(HMACSHA256.HashData(keys.Devices, Encoding.UTF8.GetBytes($"move:{code}")));
}
