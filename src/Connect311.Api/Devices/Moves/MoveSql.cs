using Connect311.Api.Databases;

namespace Connect311.Api.Devices.Moves;

/// <summary>The statements of moves; all are the same for both engines.</summary>
internal sealed record MoveSql
{
    public static MoveSql Instance { get; } = new();

    /// <summary>The first lock of every move; nothing moves from a device that is revoked.</summary>
    [Parameters(typeof(DeviceParameters))]
    public string Lock { get; } = """
        UPDATE Device
        SET LinkCount = LinkCount
        WHERE Id = @DeviceId AND RevokedAt IS NULL;
        """;

    /// <summary>A new code ends the one before; one that was given already is not asked for again.</summary>
    [Parameters(typeof(DeviceParameters))]
    public string Delete { get; } = """
        DELETE FROM DeviceMove
        WHERE DeviceId = @DeviceId;
        """;

    [Parameters(typeof(InsertParameters))]
    public string Insert { get; } = """
        INSERT INTO DeviceMove (Locator, DeviceId, SecretHash, ExpiresAt, TriesLeft)
        VALUES (@Locator, @DeviceId, @SecretHash, @ExpiresAt, @TriesLeft);
        """;

    [Parameters(typeof(LocatorParameters))]
    public string Find { get; } = """
        SELECT Locator, DeviceId, SecretHash, ExpiresAt, TriesLeft, ClaimKeyHash, Phone
        FROM DeviceMove
        WHERE Locator = @Locator;
        """;

    /// <summary>Counts a try before it is looked at: of many at once, no more than are left are looked at.</summary>
    [Parameters(typeof(TryParameters))]
    public string Try { get; } = """
        UPDATE DeviceMove
        SET TriesLeft = TriesLeft - 1
        WHERE Locator = @Locator AND ClaimKeyHash IS NULL AND TriesLeft > 0 AND ExpiresAt > @Now;
        """;

    [Parameters(typeof(PhoneParameters))]
    public string AddPhone { get; } = """
        UPDATE Device
        SET Phones = Phones + 1
        WHERE Id = @DeviceId AND RevokedAt IS NULL AND Phones = @SeenPhones;
        """;

    [Parameters(typeof(ClaimParameters))]
    public string Claim { get; } = """
        UPDATE DeviceMove
        SET ClaimKeyHash = @ClaimKeyHash, Phone = @Phone
        WHERE Locator = @Locator AND SecretHash = @SecretHash AND ClaimKeyHash IS NULL;
        """;

    /// <summary>Those that were over for long.</summary>
    [Parameters(typeof(BeforeParameters))]
    public string DeleteOver { get; } = """
        DELETE FROM DeviceMove
        WHERE ExpiresAt < @Before;
        """;

    internal sealed record DeviceParameters(string DeviceId);

    internal sealed record InsertParameters(string Locator, string DeviceId, string SecretHash, DateTimeOffset ExpiresAt, int TriesLeft);

    internal sealed record LocatorParameters(string Locator);

    internal sealed record TryParameters(string Locator, DateTimeOffset Now);

    internal sealed record PhoneParameters(string DeviceId, int SeenPhones);

    internal sealed record ClaimParameters(string Locator, string SecretHash, string ClaimKeyHash, int Phone);

    internal sealed record BeforeParameters(DateTimeOffset Before);
}
