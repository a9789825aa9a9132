using Connect311.Api.Databases;

namespace Connect311.Api.Http;

/// <summary>The write by which a database that refused one proves that it takes them again; its row lies among the leases.</summary>
internal sealed record HealthSql
{
    public static HealthSql Instance { get; } = new();

    [Parameters(typeof(ProofParameters))]
    public string Begin { get; } = """
        INSERT INTO Lease (Name, Owner, Token, ExpiresAt)
        SELECT @Name, @Owner, 0, @At
        WHERE NOT EXISTS (SELECT 1 FROM Lease WHERE Name = @Name);
        """;

    [Parameters(typeof(ProofParameters))]
    public string Prove { get; } = """
        UPDATE Lease
        SET Owner = @Owner, Token = Token + 1, ExpiresAt = @At
        WHERE Name = @Name;
        """;

    internal sealed record ProofParameters(string Name, string Owner, DateTimeOffset At);
}
