using Connect311.Api.Databases;

namespace Connect311.Api.Staff.People;

/// <summary>The statements of staff. Each change is guarded by the version that was seen.</summary>
internal sealed partial record StaffMemberSql
{
    [Parameters(typeof(IdParameters))]
    public string Find { get; } = """
        SELECT Id, Name, Role, Department, SignsInBy, BodyHash, CreatedAt, CreatedBy, ClaimsAt, DeactivatedAt, Version
        FROM StaffMember
        WHERE Id = @Id;
        """;

    /// <summary>Members behind an id, in the order of ids.</summary>
    [Parameters(typeof(PageParameters))]
    public required string Page { get; init; }

    [Parameters(typeof(InsertParameters))]
    public string Insert { get; } = """
        INSERT INTO StaffMember (Id, Name, Role, Department, SignsInBy, BodyHash, CreatedAt, CreatedBy, ClaimsAt, Version)
        VALUES (@Id, @Name, @Role, @Department, @SignsInBy, @BodyHash, @CreatedAt, @CreatedBy, @ClaimsAt, 1);
        """;

    /// <summary>Leaves an active admin: who is the last one stays one.</summary>
    [Parameters(typeof(ChangeParameters))]
    public string Change { get; } = """
        UPDATE StaffMember
        SET Name = @Name, Role = @Role, Department = @Department, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
          AND (@Role = 'admin' OR Role <> 'admin' OR DeactivatedAt IS NOT NULL
            OR EXISTS (SELECT 1 FROM StaffMember o WHERE o.Role = 'admin' AND o.DeactivatedAt IS NULL AND o.Id <> @Id));
        """;

    /// <summary>Leaves an active admin, unless the last one may go.</summary>
    [Parameters(typeof(DeactivateParameters))]
    public string Deactivate { get; } = """
        UPDATE StaffMember
        SET DeactivatedAt = @DeactivatedAt, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND DeactivatedAt IS NULL
          AND (@LastMayGo = 1 OR Role <> 'admin'
            OR EXISTS (SELECT 1 FROM StaffMember o WHERE o.Role = 'admin' AND o.DeactivatedAt IS NULL AND o.Id <> @Id));
        """;

    [Parameters(typeof(RevokeTokensParameters))]
    public string RevokeTokens { get; } = """
        UPDATE StaffToken
        SET RevokedAt = @DeactivatedAt
        WHERE StaffId = @Id AND RevokedAt IS NULL;
        """;

    [Parameters(typeof(ReactivateParameters))]
    public string Reactivate { get; } = """
        UPDATE StaffMember
        SET DeactivatedAt = NULL, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND DeactivatedAt IS NOT NULL;
        """;

    /// <summary>Takes what the issuer says now; what it said earlier changes nothing.</summary>
    [Parameters(typeof(MirrorParameters))]
    public string Mirror { get; } = """
        UPDATE StaffMember
        SET Name = @Name, Role = @Role, Department = @Department, ClaimsAt = @ClaimsAt, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND ClaimsAt < @ClaimsAt;
        """;

    public static StaffMemberSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record IdParameters(string Id);

    /// <summary>A filter that is null narrows nothing.</summary>
    internal sealed record PageParameters(string After, string? Role, string? Department, bool? Active, int Take);

    internal sealed record InsertParameters(
        string Id,
        string Name,
        string Role,
        string? Department,
        string SignsInBy,
        string BodyHash,
        DateTimeOffset CreatedAt,
        string CreatedBy,
        DateTimeOffset? ClaimsAt);

    internal sealed record ChangeParameters(string Id, int Version, string Name, string Role, string? Department);

    internal sealed record DeactivateParameters(string Id, int Version, DateTimeOffset DeactivatedAt, bool LastMayGo);

    internal sealed record RevokeTokensParameters(string Id, DateTimeOffset DeactivatedAt);

    internal sealed record ReactivateParameters(string Id, int Version);

    internal sealed record MirrorParameters(
        string Id, int Version, string Name, string Role, string? Department, DateTimeOffset ClaimsAt);
}
