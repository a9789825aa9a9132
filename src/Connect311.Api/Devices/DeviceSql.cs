using Connect311.Api.Databases;

namespace Connect311.Api.Devices;

/// <summary>The statements of devices.</summary>
internal sealed record DeviceSql
{
    public static DeviceSql Sqlite { get; } = new()
    {
        Unseen = """
            SELECT Id
            FROM Device
            WHERE LastSeenAt < @Before
            ORDER BY LastSeenAt, Id
            LIMIT @Take;
            """,
    };

    public static DeviceSql SqlServer { get; } = new()
    {
        Unseen = """
            SELECT TOP (@Take) Id
            FROM Device
            WHERE LastSeenAt < @Before
            ORDER BY LastSeenAt, Id;
            """,
    };

    [Parameters(typeof(InsertParameters))]
    public string Insert { get; } = """
        INSERT INTO Device (Id, KeyHash, CreatedAt, LastSeenAt, Phone, Generation, Phones, LinkCount)
        VALUES (@Id, @KeyHash, @At, @Day, 0, 0, 1, 0);
        """;

    [Parameters(typeof(IdParameters))]
    public string Find { get; } = """
        SELECT Id, LastSeenAt, Phone, Generation, Phones, RevokedAt
        FROM Device
        WHERE Id = @Id;
        """;

    [Parameters(typeof(KeyParameters))]
    public string FindByKey { get; } = """
        SELECT Id, LastSeenAt, Phone, Generation, Phones, RevokedAt
        FROM Device
        WHERE KeyHash = @KeyHash;
        """;

    /// <summary>The first use of a token, or the first of a day: only as the device was seen, for two tokens may come at once.</summary>
    [Parameters(typeof(TakeParameters))]
    public string Take { get; } = """
        UPDATE Device
        SET Phone = @Phone, Generation = @Generation, LastSeenAt = @Day
        WHERE Id = @Id AND RevokedAt IS NULL AND Phone = @SeenPhone AND Generation = @SeenGeneration AND Phones = @SeenPhones;
        """;

    [Parameters(typeof(RevokeParameters))]
    public string Revoke { get; } = """
        UPDATE Device
        SET RevokedAt = @At
        WHERE Id = @Id AND RevokedAt IS NULL;
        """;

    /// <summary>The next that were not seen for long, those first that were not for longest.</summary>
    [Parameters(typeof(UnseenParameters))]
    public required string Unseen { get; init; }

    [Parameters(typeof(BeforeParameters))]
    public string CountUnseen { get; } = """
        SELECT COUNT(*)
        FROM Device
        WHERE LastSeenAt < @Before;
        """;

    /// <summary>One that was seen meanwhile stays.</summary>
    [Parameters(typeof(DeleteParameters))]
    public string Delete { get; } = """
        DELETE FROM Device
        WHERE Id = @Id AND LastSeenAt < @Before;
        """;

    [Parameters(typeof(IdParameters))]
    public string DeleteLinks { get; } = """
        DELETE FROM DeviceLink
        WHERE DeviceId = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string DeleteMove { get; } = """
        DELETE FROM DeviceMove
        WHERE DeviceId = @Id;
        """;

    public static DeviceSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record IdParameters(string Id);

    internal sealed record KeyParameters(string KeyHash);

    internal sealed record InsertParameters(string Id, string KeyHash, DateTimeOffset At, DateTimeOffset Day);

    internal sealed record TakeParameters(
        string Id, int Phone, int Generation, DateTimeOffset Day, int SeenPhone, int SeenGeneration, int SeenPhones);

    internal sealed record RevokeParameters(string Id, DateTimeOffset At);

    internal sealed record UnseenParameters(DateTimeOffset Before, int Take);

    internal sealed record BeforeParameters(DateTimeOffset Before);

    internal sealed record DeleteParameters(string Id, DateTimeOffset Before);
}
