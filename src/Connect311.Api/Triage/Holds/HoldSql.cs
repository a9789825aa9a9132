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

    [Parameters(typeof(AddParameters))]
    public required string Add { get; init; }

    [Parameters(typeof(EndParameters))]
    public string End { get; } = """
        UPDATE ReportHold
        SET EndedBy = @By, EndedAt = @At, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND EndedAt IS NULL;
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

    internal sealed record RequestParameters(long RequestId);

    internal sealed record AddParameters(
        string Id, string Kind, string ValueHash, string SealedValue, string Reason, string By, DateTimeOffset At, int Seconds, int ClockOffset);

    internal sealed record EndParameters(string Id, int Version, string By, DateTimeOffset At);
}
