using Connect311.Api.Databases;

namespace Connect311.Api.Subscriptions;

/// <summary>The statements of subscriptions.</summary>
internal sealed record SubscriptionSql
{
    public static SubscriptionSql Sqlite { get; } = new()
    {
        Pending = """
            SELECT Id
            FROM Subscription
            WHERE EndedAt IS NULL AND ConfirmedAt IS NULL AND AskedAt < @Before
            ORDER BY AskedAt
            LIMIT @Take;
            """,
    };

    public static SubscriptionSql SqlServer { get; } = new()
    {
        Pending = """
            SELECT TOP (@Take) Id
            FROM Subscription
            WHERE EndedAt IS NULL AND ConfirmedAt IS NULL AND AskedAt < @Before
            ORDER BY AskedAt;
            """,
    };

    [Parameters(typeof(IdParameters))]
    public string Find { get; } = """
        SELECT Id, Target, RequestId, AddressHash, SealedAddress, Language, Topics, QuietFrom, QuietUntil, TimeZone, Asked, AskedAt,
            ConfirmedAt, EndedAt, RefusedAt
        FROM Subscription
        WHERE Id = @Id;
        """;

    /// <summary>Only where there is none of that id: two may come at once.</summary>
    [Parameters(typeof(SubscriptionRow))]
    public string Insert { get; } = """
        INSERT INTO Subscription (Id, Target, RequestId, AddressHash, SealedAddress, Language, Topics, QuietFrom, QuietUntil, TimeZone,
            Asked, AskedAt, ConfirmedAt, EndedAt, RefusedAt)
        SELECT @Id, @Target, @RequestId, @AddressHash, @SealedAddress, @Language, @Topics, @QuietFrom, @QuietUntil, @TimeZone,
            @Asked, @AskedAt, @ConfirmedAt, @EndedAt, @RefusedAt
        WHERE NOT EXISTS (SELECT 1 FROM Subscription WHERE Id = @Id);
        """;

    /// <summary>Asks an address again that did not confirm, or that ended it; only as it was seen, and none that refused.</summary>
    [Parameters(typeof(AskParameters))]
    public string AskAgain { get; } = """
        UPDATE Subscription
        SET AddressHash = @AddressHash, SealedAddress = @SealedAddress, Language = @Language, Topics = @Topics, QuietFrom = @QuietFrom, QuietUntil = @QuietUntil,
            TimeZone = @TimeZone, Asked = @Asked, AskedAt = @AskedAt, ConfirmedAt = NULL, EndedAt = NULL
        WHERE Id = @Id AND Asked = @Asked - 1 AND (ConfirmedAt IS NULL OR EndedAt IS NOT NULL) AND RefusedAt IS NULL;
        """;

    /// <summary>Other choices of an address that has confirmed.</summary>
    [Parameters(typeof(ChooseParameters))]
    public string Choose { get; } = """
        UPDATE Subscription
        SET Language = @Language, Topics = @Topics, QuietFrom = @QuietFrom, QuietUntil = @QuietUntil, TimeZone = @TimeZone
        WHERE Id = @Id AND ConfirmedAt IS NOT NULL AND EndedAt IS NULL;
        """;

    /// <summary>What a device had, and what the same phone or browser had as another device: it would be told twice.</summary>
    [Parameters(typeof(SameParameters))]
    public string DeleteSame { get; } = """
        DELETE FROM Subscription
        WHERE RequestId IS NULL AND (Id = @Id OR AddressHash = @AddressHash);
        """;

    /// <summary>How many addresses are or were to be told of a report.</summary>
    [Parameters(typeof(RequestParameters))]
    public string CountOfRequest { get; } = """
        SELECT COUNT(*)
        FROM Subscription
        WHERE RequestId = @Id;
        """;

    /// <summary>
    /// How often an address was asked to confirm lately, by whatever report, and did not. A report that asked it again counts with all its
    /// askings: rather one too few is asked than one too many.
    /// </summary>
    [Parameters(typeof(AskedParameters))]
    public string CountAsked { get; } = """
        SELECT COALESCE(SUM(Asked), 0)
        FROM Subscription
        WHERE AddressHash = @AddressHash AND AskedAt > @Since AND ConfirmedAt IS NULL;
        """;

    /// <summary>The same of those that asked before one: two may ask at once, and neither sees the other.</summary>
    [Parameters(typeof(AskedBeforeParameters))]
    public string CountAskedBefore { get; } = """
        SELECT COALESCE(SUM(Asked), 0)
        FROM Subscription
        WHERE AddressHash = @AddressHash AND AskedAt > @Since AND ConfirmedAt IS NULL
          AND (AskedAt < @AskedAt OR (AskedAt = @AskedAt AND Id < @Id));
        """;

    [Parameters(typeof(ConfirmParameters))]
    public string Confirm { get; } = """
        UPDATE Subscription
        SET ConfirmedAt = @At
        WHERE Id = @Id AND Asked = @Asked AND AskedAt > @Since AND ConfirmedAt IS NULL AND EndedAt IS NULL;
        """;

    /// <summary>Whoever has the address ends it, before or behind its end: one that never confirmed is not asked about that report again.</summary>
    [Parameters(typeof(EndParameters))]
    public string Stop { get; } = """
        UPDATE Subscription
        SET EndedAt = COALESCE(EndedAt, @At), SealedAddress = NULL, RefusedAt = CASE WHEN ConfirmedAt IS NULL THEN @At ELSE NULL END
        WHERE Id = @Id AND RefusedAt IS NULL;
        """;

    /// <summary>The address is erased with it.</summary>
    [Parameters(typeof(EndParameters))]
    public string End { get; } = """
        UPDATE Subscription
        SET EndedAt = @At, SealedAddress = NULL
        WHERE Id = @Id AND EndedAt IS NULL;
        """;

    /// <summary>Nobody is at that address any more; a phone may have another by now, and that one stays.</summary>
    [Parameters(typeof(EndAddressParameters))]
    public string EndAddress { get; } = """
        UPDATE Subscription
        SET EndedAt = @At, SealedAddress = NULL
        WHERE Id = @Id AND AddressHash = @AddressHash AND EndedAt IS NULL;
        """;

    [Parameters(typeof(IdParameters))]
    public string DeleteOfDevice { get; } = """
        DELETE FROM Subscription
        WHERE Id = @Id AND RequestId IS NULL;
        """;

    /// <summary>
    /// With whoever reported it go their addresses. That something was asked stays, by numbers, so that no asking is taken for one of before;
    /// and the hash of an address that never confirmed: it may be somebody else's, who must not be asked ever again by forgetting.
    /// </summary>
    [Parameters(typeof(ForgetParameters))]
    public string ForgetOfRequest { get; } = """
        UPDATE Subscription
        SET SealedAddress = NULL, Topics = NULL, QuietFrom = NULL, QuietUntil = NULL, TimeZone = NULL, EndedAt = COALESCE(EndedAt, @At),
            AddressHash = CASE WHEN ConfirmedAt IS NULL THEN AddressHash ELSE '' END
        WHERE RequestId = @Id;
        """;

    [Parameters(typeof(RequestParameters))]
    public string DeleteOfRequest { get; } = """
        DELETE FROM Subscription
        WHERE RequestId = @Id;
        """;

    /// <summary>Addresses that were asked and said nothing for long.</summary>
    [Parameters(typeof(PendingParameters))]
    public required string Pending { get; init; }

    [Parameters(typeof(BeforeParameters))]
    public string CountPending { get; } = """
        SELECT COUNT(*)
        FROM Subscription
        WHERE EndedAt IS NULL AND ConfirmedAt IS NULL AND AskedAt < @Before;
        """;

    public static SubscriptionSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record IdParameters(string Id);

    internal sealed record RequestParameters(long Id);

    internal sealed record ForgetParameters(long Id, DateTimeOffset At);

    internal sealed record SameParameters(string Id, string AddressHash);

    internal sealed record ChooseParameters(string Id, string Language, string? Topics, int? QuietFrom, int? QuietUntil, string? TimeZone);

    internal sealed record AskParameters(
        string Id, string AddressHash, string? SealedAddress, string Language, string? Topics, int? QuietFrom, int? QuietUntil, string? TimeZone, int Asked,
        DateTimeOffset AskedAt);

    internal sealed record AskedParameters(string AddressHash, DateTimeOffset Since);

    internal sealed record AskedBeforeParameters(string Id, string AddressHash, DateTimeOffset Since, DateTimeOffset AskedAt);

    internal sealed record ConfirmParameters(string Id, int Asked, DateTimeOffset Since, DateTimeOffset At);

    internal sealed record EndParameters(string Id, DateTimeOffset At);

    internal sealed record EndAddressParameters(string Id, string AddressHash, DateTimeOffset At);

    internal sealed record PendingParameters(DateTimeOffset Before, int Take);

    internal sealed record BeforeParameters(DateTimeOffset Before);
}
