using Connect311.Api.Databases;

namespace Connect311.Api.Staff;

internal sealed record ApiKeySql
{
    public static ApiKeySql Instance { get; } = new();

    [Parameters(typeof(HashParameters))]
    public string FindValid { get; } = """
        SELECT Id, Kind, Name, Channel, Department, CreatedAt, RevokedAt
        FROM ApiKey
        WHERE KeyHash = @KeyHash AND RevokedAt IS NULL;
        """;

    public string List { get; } = """
        SELECT Id, Kind, Name, Channel, Department, CreatedAt, RevokedAt
        FROM ApiKey
        ORDER BY CreatedAt, Id;
        """;

    [Parameters(typeof(InsertParameters))]
    public string Insert { get; } = """
        INSERT INTO ApiKey (Id, Kind, Name, Channel, Department, KeyHash, CreatedAt)
        VALUES (@Id, @Kind, @Name, @Channel, @Department, @KeyHash, @CreatedAt);
        """;

    [Parameters(typeof(RevokeParameters))]
    public string Revoke { get; } = """
        UPDATE ApiKey
        SET RevokedAt = @RevokedAt
        WHERE Id = @Id AND RevokedAt IS NULL;
        """;

    internal sealed record HashParameters(string KeyHash);

    internal sealed record InsertParameters(
        string Id, string Kind, string Name, string? Channel, string? Department, string KeyHash, DateTimeOffset CreatedAt);

    internal sealed record RevokeParameters(string Id, DateTimeOffset RevokedAt);
}
