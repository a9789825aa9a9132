using Connect311.Api.Databases;

namespace Connect311.Api.Staff.People;

internal sealed record StaffTokenSql
{
    public static StaffTokenSql Instance { get; } = new();

    /// <summary>A token that is good for somebody who is active, with that person's role. Whether it has expired is left to the clock of the caller.</summary>
    [Parameters(typeof(HashParameters))]
    public string FindGood { get; } = """
        SELECT t.Id, t.StaffId, t.TokenHash, t.ExpiresAt, t.LastUsedAt, m.Role, m.Department
        FROM StaffToken t
        JOIN StaffMember m ON m.Id = t.StaffId
        WHERE t.TokenHash = @TokenHash AND t.RevokedAt IS NULL AND m.DeactivatedAt IS NULL;
        """;

    [Parameters(typeof(IdParameters))]
    public string Find { get; } = """
        SELECT Id, StaffId, Name, BodyHash, CreatedAt, CreatedBy, ExpiresAt, LastUsedAt, RevokedAt
        FROM StaffToken
        WHERE Id = @Id;
        """;

    [Parameters(typeof(HashParameters))]
    public string FindByHash { get; } = """
        SELECT Id, StaffId, Name, BodyHash, CreatedAt, CreatedBy, ExpiresAt, LastUsedAt, RevokedAt
        FROM StaffToken
        WHERE TokenHash = @TokenHash;
        """;

    [Parameters(typeof(StaffParameters))]
    public string OfMember { get; } = """
        SELECT Id, StaffId, Name, BodyHash, CreatedAt, CreatedBy, ExpiresAt, LastUsedAt, RevokedAt
        FROM StaffToken
        WHERE StaffId = @StaffId
        ORDER BY Id;
        """;

    /// <summary>Only for somebody who is active and signs in by token.</summary>
    [Parameters(typeof(InsertParameters))]
    public string Insert { get; } = """
        INSERT INTO StaffToken (Id, StaffId, Name, TokenHash, BodyHash, CreatedAt, CreatedBy, ExpiresAt)
        SELECT @Id, m.Id, @Name, @TokenHash, @BodyHash, @CreatedAt, @CreatedBy, @ExpiresAt
        FROM StaffMember m
        WHERE m.Id = @StaffId AND m.DeactivatedAt IS NULL AND m.SignsInBy = 'token';
        """;

    [Parameters(typeof(RevokeParameters))]
    public string Revoke { get; } = """
        UPDATE StaffToken
        SET RevokedAt = @RevokedAt
        WHERE Id = @Id AND RevokedAt IS NULL;
        """;

    [Parameters(typeof(TouchParameters))]
    public string Touch { get; } = """
        UPDATE StaffToken
        SET LastUsedAt = @LastUsedAt
        WHERE Id = @Id AND (LastUsedAt IS NULL OR LastUsedAt < @LastUsedAt);
        """;

    internal sealed record HashParameters(string TokenHash);

    internal sealed record IdParameters(string Id);

    internal sealed record StaffParameters(string StaffId);

    internal sealed record InsertParameters(
        string Id,
        string StaffId,
        string Name,
        string TokenHash,
        string BodyHash,
        DateTimeOffset CreatedAt,
        string CreatedBy,
        DateTimeOffset ExpiresAt);

    internal sealed record RevokeParameters(string Id, DateTimeOffset RevokedAt);

    internal sealed record TouchParameters(string Id, DateTimeOffset LastUsedAt);
}
