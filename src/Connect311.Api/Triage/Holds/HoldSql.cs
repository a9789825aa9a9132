using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Holds;

/// <summary>The statements of holds. Whether one is over is for the database's clock to say: nodes need not agree about the time.</summary>
internal sealed partial record HoldSql
{
    /// <summary>The holds that are active now.</summary>
    [Parameters(typeof(NowParameters))]
    public required string Active { get; init; }

    /// <summary>The newest first, behind an id.</summary>
    [Parameters(typeof(PageParameters))]
    public required string Page { get; init; }

    [Parameters(typeof(FindParameters))]
    public required string Find { get; init; }

    /// <summary>The hold under which a request came in.</summary>
    [Parameters(typeof(RequestParameters))]
    public string OfRequest { get; } = """
        SELECT h.Id, h.Kind, h.Reason, h.Until
        FROM HeldReport r
        JOIN ReportHold h ON h.Id = r.HoldId
        WHERE r.RequestId = @RequestId;
        """;

    /// <summary>
    /// Behind the audit's own row, which every change of holds locks first: of two at once the second one finds what the first
    /// one made.
    /// </summary>
    [Parameters(typeof(AddParameters))]
    public required string Add { get; init; }

    /// <summary>The next that ended by themselves, and still say whom they were about.</summary>
    [Parameters(typeof(OverParameters))]
    public required string Over { get; init; }

    /// <summary>One that is over stays so: nobody can make its time longer.</summary>
    [Parameters(typeof(IdParameters))]
    public string Clear { get; } = """
        UPDATE ReportHold
        SET ValueHash = '', SealedValue = '', Version = Version + 1
        WHERE Id = @Id AND ValueHash <> '';
        """;

    /// <summary>Whom it was about goes with it: nothing is compared with it any more.</summary>
    [Parameters(typeof(EndParameters))]
    public string End { get; } = """
        UPDATE ReportHold
        SET EndedBy = @By, EndedAt = @At, ValueHash = '', SealedValue = '', Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND EndedAt IS NULL;
        """;

    [Parameters(typeof(RequestParameters))]
    public string DeviceOf { get; } = """
        SELECT DeviceHash
        FROM ReportDevice
        WHERE RequestId = @RequestId;
        """;

    public static HoldSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record NowParameters(int ClockOffset);

    /// <param name="Before">Ids grow with time; behind every id for the first page.</param>
    internal sealed record PageParameters(string Before, int Take, bool WithConfidential, int ClockOffset);

    internal sealed record FindParameters(string Id, bool WithConfidential, int ClockOffset);

    internal sealed record OverParameters(string After, int Take, int ClockOffset);

    internal sealed record IdParameters(string Id);

    internal sealed record RequestParameters(long RequestId);

    internal sealed record AddParameters(
        string Id, string Kind, string ValueHash, string SealedValue, string Reason, string By, DateTimeOffset At, int Seconds, int ClockOffset);

    internal sealed record EndParameters(string Id, int Version, string By, DateTimeOffset At);
}
