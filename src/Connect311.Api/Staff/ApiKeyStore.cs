using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Connect311.Api.Databases;
using Connect311.Api.Staff.Audit;

namespace Connect311.Api.Staff;

/// <summary>A key as it is listed; the key itself is shown once, when it is made.</summary>
internal sealed record ApiKey
{
    public required string Id { get; init; }

    /// <summary><see cref="Role.App"/> or <see cref="Role.Department"/>.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public string? Channel { get; init; }

    public string? Department { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }
}

/// <summary>Keys of client apps and of departments' systems, kept as hashes of 256 random bits. Every change is audited.</summary>
internal sealed class ApiKeyStore(Database database, AuditLog audit, TimeProvider time)
{
    private const int KeyBytes = 32;

    private static readonly ApiKeySql Sql = ApiKeySql.Instance;

    public Task<ApiKey?> FindAsync(string key, CancellationToken cancellationToken) =>
        database.FindAsync<ApiKey>(Sql.FindValid, new ApiKeySql.HashParameters(HashOf(key)), cancellationToken);

    public Task<List<ApiKey>> ListAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<ApiKey>(Sql.List, null, cancellationToken);

    /// <returns>The id, and the key, which is nowhere else.</returns>
    public async Task<(string Id, string Key)> CreateAsync(
        Actor actor, string kind, string name, string? channel, string? department, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        var key = $"c311_{kind}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes))}";
        var details = new Dictionary<string, string> { ["kind"] = kind, ["for"] = department ?? channel! };
        await audit.ActAsync(
            audit.New(actor, AuditAction.CreateKey, AuditTarget.Key(id), details),
            write => write.Run(Sql.Insert, new ApiKeySql.InsertParameters(id, kind, name, channel, department, HashOf(key), time.Now())),
            cancellationToken);
        return (id, key);
    }

    /// <returns>False when no valid key has that id.</returns>
    public Task<bool> RevokeAsync(Actor actor, string id, CancellationToken cancellationToken) => audit.ActAsync(
        audit.New(actor, AuditAction.RevokeKey, AuditTarget.Key(id)),
        write => write.Change(Sql.Revoke, new ApiKeySql.RevokeParameters(id, time.Now())),
        cancellationToken);

    private static string HashOf(string key) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
