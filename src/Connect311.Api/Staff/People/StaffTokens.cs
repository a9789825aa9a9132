using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.Secrets;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Staff.People;

/// <summary>A token that was found by itself: whose it is, and until when it is good.</summary>
internal sealed record GoodToken
{
    public required string Id { get; init; }

    public required string StaffId { get; init; }

    public required string TokenHash { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public required string Role { get; init; }

    public string? Department { get; init; }
}

/// <summary>
/// Personal access tokens: 256 random bits behind a prefix that scanners of leaked secrets can look for. Only a hash
/// under a key of the key ring is stored, so that whoever reads the database can neither use nor test a token.
/// </summary>
internal sealed class StaffTokens(Database database, SecretKeys keys, AuditLog audit, TimeProvider time)
{
    /// <summary>Every token begins so: <c>c311_staff_</c> and 43 characters of base64url.</summary>
    public const string Prefix = "c311_staff_";

    private const int SecretBytes = 32;
    private const int SecretLength = 43;

    private static readonly StaffTokenSql Sql = StaffTokenSql.Instance;

    /// <summary>Whether a text has the form of a token.</summary>
    public static bool IsToken(string text) =>
        text.Length == Prefix.Length + SecretLength
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && Base64Url.IsValid(text.AsSpan(Prefix.Length));

    /// <summary>HMAC-SHA-256 (base64url): by it a token is known.</summary>
    public string HashOf(string token) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(keys.Staff, Encoding.UTF8.GetBytes(token)));

    /// <summary>The token behind a hash, if it is not revoked and its owner is active; it may have expired.</summary>
    public async Task<GoodToken?> FindGoodAsync(string hash, CancellationToken cancellationToken) =>
        await database.FindAsync<GoodToken>(Sql.FindGood, new StaffTokenSql.HashParameters(hash), cancellationToken) is { } found
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(found.TokenHash), Encoding.UTF8.GetBytes(hash))
            ? found
            : null;

    public Task<StaffToken?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.FindAsync<StaffToken>(Sql.Find, new StaffTokenSql.IdParameters(id), cancellationToken);

    /// <summary>The row of a token that somebody has in hand, whatever became of it.</summary>
    public Task<StaffToken?> FindByTokenAsync(string token, CancellationToken cancellationToken) =>
        database.FindAsync<StaffToken>(Sql.FindByHash, new StaffTokenSql.HashParameters(HashOf(token)), cancellationToken);

    /// <summary>All tokens of a member of staff, revoked and expired ones too.</summary>
    public Task<List<StaffToken>> OfMemberAsync(string staffId, CancellationToken cancellationToken) =>
        database.QueryAsync<StaffToken>(Sql.OfMember, new StaffTokenSql.StaffParameters(staffId), cancellationToken);

    /// <summary>Makes a token for somebody who is active and signs in by token.</summary>
    /// <param name="days">Days until it expires.</param>
    /// <returns>
    /// The row, and the token, which is nowhere else: null where the same creation was stored before. No row where the
    /// owner is deactivated or signs in otherwise.
    /// </returns>
    public async Task<(StaffToken? Row, string? Token)> CreateAsync(
        string staffId, string name, int days, Creation creation, Actor actor, CancellationToken cancellationToken)
    {
        var token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var now = time.Now();
        var row = new StaffToken
        {
            Id = creation.Id,
            StaffId = staffId,
            Name = name,
            BodyHash = creation.BodyHash,
            CreatedAt = now,
            CreatedBy = actor.Id,
            ExpiresAt = now.AddDays(days),
        };
        var details = new Dictionary<string, string>
        {
            ["staff"] = staffId,
            ["expiresAt"] = row.ExpiresAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        try
        {
            return await audit.ActAsync(
                audit.New(actor, AuditAction.CreateToken, AuditTarget.Token(row.Id), details),
                write => write.Change(Sql.Insert, new StaffTokenSql.InsertParameters(
                    row.Id, staffId, name, HashOf(token), row.BodyHash, row.CreatedAt, row.CreatedBy, row.ExpiresAt)),
                cancellationToken)
                ? (row, token)
                : (null, null);
        }
        catch (Exception e) when (DatabaseErrors.IsDuplicateKey(e))
        {
            return (await FindAsync(row.Id, cancellationToken), null);
        }
    }

    /// <returns>False when it was revoked before.</returns>
    public Task<bool> RevokeAsync(StaffToken token, Actor actor, CancellationToken cancellationToken)
    {
        var happened = audit.New(
            actor, AuditAction.RevokeToken, AuditTarget.Token(token.Id), new Dictionary<string, string> { ["staff"] = token.StaffId });
        return audit.ActAsync(
            happened, write => write.Change(Sql.Revoke, new StaffTokenSql.RevokeParameters(token.Id, happened.At)), cancellationToken);
    }

    /// <summary>Notes that a token is used now: to the hour, so that it costs at most one write an hour.</summary>
    public async Task TouchAsync(GoodToken token, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var hour = now - TimeSpan.FromTicks(now.Ticks % TimeSpan.TicksPerHour);
        if (token.LastUsedAt is null || token.LastUsedAt < hour)
        {
            await database.WriteAsync(new Write().Run(Sql.Touch, new StaffTokenSql.TouchParameters(token.Id, hour)), cancellationToken);
        }
    }
}
