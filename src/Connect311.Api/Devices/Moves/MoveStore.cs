using Connect311.Api.Databases;

namespace Connect311.Api.Devices.Moves;

/// <summary>A code as it is stored.</summary>
internal sealed record MoveRow
{
    public required string Locator { get; init; }

    public required string DeviceId { get; init; }

    public required string SecretHash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required int TriesLeft { get; init; }

    /// <summary>Who gave it: the hash of the app and its idempotency key; null before.</summary>
    public string? ClaimKeyHash { get; init; }

    /// <summary>Which phone of the device the device moved to; null before.</summary>
    public int? Phone { get; init; }
}

/// <summary>Keeps the codes by which devices move. A device has one at a time.</summary>
internal sealed class MoveStore(Database database, TimeProvider time)
{
    private readonly MoveSql _sql = MoveSql.Instance;

    /// <summary>Stores a code; the one before is no good any more.</summary>
    /// <returns>False when the device is revoked, or another has a code that begins alike: then another one has to be drawn.</returns>
    public async Task<bool> AddAsync(string device, string locator, string secretHash, DateTimeOffset expiresAt, int tries, CancellationToken cancellationToken)
    {
        var of = new MoveSql.DeviceParameters(device);
        try
        {
            return await database.WriteAsync(
                new Write().Change(_sql.Lock, of).Run(_sql.Delete, of)
                    .Run(_sql.Insert, new MoveSql.InsertParameters(locator, device, secretHash, expiresAt, tries)),
                cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            return false;
        }
    }

    public Task<MoveRow?> FindAsync(string locator, CancellationToken cancellationToken) =>
        database.FindAsync<MoveRow>(_sql.Find, new MoveSql.LocatorParameters(locator), cancellationToken);

    /// <summary>Counts a try.</summary>
    /// <returns>False when none is left, or the code was given or is over: then it may not be looked at.</returns>
    public Task<bool> TryAsync(string locator, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Change(_sql.Try, new MoveSql.TryParameters(locator, time.Now())), cancellationToken);

    /// <summary>Uses a code up, for a new phone of its device.</summary>
    /// <param name="seen">The device as it was read.</param>
    /// <returns>False when somebody else came first.</returns>
    public Task<bool> ClaimAsync(MoveRow move, DeviceRow seen, string claimKeyHash, CancellationToken cancellationToken) => database.WriteAsync(
        new Write()
            .Change(_sql.AddPhone, new MoveSql.PhoneParameters(seen.Id, seen.Phones))
            .Change(_sql.Claim, new MoveSql.ClaimParameters(move.Locator, move.SecretHash, claimKeyHash, seen.Phones + 1)),
        cancellationToken);

    /// <summary>Deletes the codes that were over before.</summary>
    public Task DeleteOverAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(new Write().Run(_sql.DeleteOver, new MoveSql.BeforeParameters(before)), cancellationToken);
}
