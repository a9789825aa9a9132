using Connect311.Api.Databases;

namespace Connect311.Api.Routing.Backtests;

/// <summary>The statements that keep backtests. Only the holder of the lease moves one on, which each such statement checks.</summary>
internal sealed partial record BacktestSql
{
    [Parameters(typeof(InsertParameters))]
    public string Insert { get; } = """
        INSERT INTO Backtest (
            Id, BodyHash, RuleSetVersion, RulesHash, Status, IsOpen, CreatedAt, CreatedBy, LastId, DoneId, Total, ReadCount,
            TallyParts, WorkedMilliseconds)
        VALUES (@Id, @BodyHash, @RuleSetVersion, @RulesHash, 'queued', 1, @CreatedAt, @CreatedBy, 0, 0, 0, 0, 0, 0);
        """;

    /// <summary>Inserts parts, or puts them in the place of those that are there.</summary>
    [RowsOf(typeof(BacktestPartRow))]
    public required string StoreParts { get; init; }

    [Parameters(typeof(IdParameters))]
    public string Find { get; } = """
        SELECT Id, BodyHash, RuleSetVersion, RulesHash, Status, CreatedAt, CreatedBy, StartedAt, EndedAt, CatalogVersion, LastId,
            DoneId, Total, ReadCount, TallyParts, WorkedMilliseconds
        FROM Backtest
        WHERE Id = @Id;
        """;

    [Parameters(typeof(IdParameters))]
    public string FindParts { get; } = """
        SELECT BacktestId, Kind, Part, Content
        FROM BacktestPart
        WHERE BacktestId = @Id;
        """;

    /// <summary>The oldest that is queued or running.</summary>
    public required string FindOpen { get; init; }

    /// <summary>A page, the newest first.</summary>
    [Parameters(typeof(PageParameters))]
    public required string Page { get; init; }

    /// <summary>Begins, or begins anew: what was counted with another catalogue counts no more.</summary>
    [Parameters(typeof(BeginParameters))]
    public string Begin { get; } = """
        UPDATE Backtest
        SET Status = 'running', StartedAt = @StartedAt, CatalogVersion = @CatalogVersion, LastId = @LastId, DoneId = 0,
            Total = @Total, ReadCount = 0, TallyParts = 0, WorkedMilliseconds = 0
        WHERE Id = @Id AND IsOpen = 1
          AND EXISTS (SELECT 1 FROM Lease WHERE Name = @LeaseName AND Owner = @LeaseOwner AND Token = @LeaseToken);
        """;

    [Parameters(typeof(MoveOnParameters))]
    public string MoveOn { get; } = """
        UPDATE Backtest
        SET Status = @Status, IsOpen = @IsOpen, EndedAt = @EndedAt, DoneId = @DoneId, ReadCount = @ReadCount,
            TallyParts = @TallyParts, WorkedMilliseconds = @WorkedMilliseconds
        WHERE Id = @Id AND Status = 'running'
          AND EXISTS (SELECT 1 FROM Lease WHERE Name = @LeaseName AND Owner = @LeaseOwner AND Token = @LeaseToken);
        """;

    /// <summary>What broke ends as failed, whatever it was about to do.</summary>
    [Parameters(typeof(EndParameters))]
    public string End { get; } = """
        UPDATE Backtest
        SET Status = @Status, IsOpen = 0, EndedAt = @EndedAt
        WHERE Id = @Id AND IsOpen = 1;
        """;

    public static BacktestSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record IdParameters(string Id);

    internal sealed record InsertParameters(
        string Id, string BodyHash, int RuleSetVersion, string RulesHash, DateTimeOffset CreatedAt, string CreatedBy);

    internal sealed record PageParameters(DateTimeOffset CreatedAt, string Id, int Take);

    internal sealed record BeginParameters(
        string Id, DateTimeOffset StartedAt, int CatalogVersion, long LastId, long Total, string LeaseName, string LeaseOwner, long LeaseToken);

    internal sealed record MoveOnParameters(
        string Id,
        string Status,
        bool IsOpen,
        DateTimeOffset? EndedAt,
        long DoneId,
        long ReadCount,
        int TallyParts,
        long WorkedMilliseconds,
        string LeaseName,
        string LeaseOwner,
        long LeaseToken);

    internal sealed record EndParameters(string Id, string Status, DateTimeOffset EndedAt);
}
