namespace Connect311.Api.Databases;

/// <summary>The statements of leases. They alone read the database's clock: nodes need not agree about the time.</summary>
internal sealed record LeaseSql
{
    public static LeaseSql Sqlite { get; } = new()
    {
        Take = """
            UPDATE Lease
            SET Owner = @Owner, Token = Token + 1,
                ExpiresAt = CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset + @Milliseconds
            WHERE Name = @Name AND ExpiresAt <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset;
            """,
        Renew = """
            UPDATE Lease
            SET ExpiresAt = CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset + @Milliseconds
            WHERE Name = @Name AND Owner = @Owner AND Token = @Token;
            """,
        CountOthers = """
            SELECT COUNT(*)
            FROM Lease
            WHERE Name >= @First AND Name < @End AND Name <> @Name AND ExpiresAt > CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset;
            """,
        Now = "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset AS At;",
    };

    public static LeaseSql SqlServer { get; } = new()
    {
        Take = """
            UPDATE Lease
            SET Owner = @Owner, Token = Token + 1,
                ExpiresAt = DATEADD(millisecond, @ClockOffset + @Milliseconds, SYSUTCDATETIME())
            WHERE Name = @Name AND ExpiresAt <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME());
            """,
        Renew = """
            UPDATE Lease
            SET ExpiresAt = DATEADD(millisecond, @ClockOffset + @Milliseconds, SYSUTCDATETIME())
            WHERE Name = @Name AND Owner = @Owner AND Token = @Token;
            """,
        CountOthers = """
            SELECT COUNT(*)
            FROM Lease
            WHERE Name >= @First AND Name < @End AND Name <> @Name AND ExpiresAt > DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME());
            """,
        Now = "SELECT CAST(DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()) AS datetime2(3)) AS At;",
    };

    [Parameters(typeof(BeginParameters))]
    public string Begin { get; } = """
        INSERT INTO Lease (Name, Owner, Token, ExpiresAt)
        SELECT @Name, '', 0, @LongAgo
        WHERE NOT EXISTS (SELECT 1 FROM Lease WHERE Name = @Name);
        """;

    /// <summary>Takes a lease that nobody holds.</summary>
    [Parameters(typeof(TakeParameters))]
    public required string Take { get; init; }

    [Parameters(typeof(FindParameters))]
    public string FindToken { get; } = """
        SELECT Token
        FROM Lease
        WHERE Name = @Name AND Owner = @Owner;
        """;

    /// <summary>One that expired is renewed too, as long as nobody took it.</summary>
    [Parameters(typeof(RenewParameters))]
    public required string Renew { get; init; }

    /// <summary>How many leases are held whose names begin alike, but for one.</summary>
    [Parameters(typeof(OthersParameters))]
    public required string CountOthers { get; init; }

    /// <summary>The time on which all nodes agree.</summary>
    [Parameters(typeof(NowParameters))]
    public required string Now { get; init; }

    public static LeaseSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record BeginParameters(string Name, DateTimeOffset LongAgo);

    internal sealed record TakeParameters(string Name, string Owner, int Milliseconds, int ClockOffset);

    internal sealed record FindParameters(string Name, string Owner);

    internal sealed record RenewParameters(string Name, string Owner, long Token, int Milliseconds, int ClockOffset);

    /// <param name="First">How the names begin.</param>
    /// <param name="End">The first name behind all that begin so.</param>
    internal sealed record OthersParameters(string First, string End, string Name, int ClockOffset);

    internal sealed record NowParameters(int ClockOffset);
}
