namespace Connect311.Api.Routing.Backtests;

internal sealed partial record BacktestSql
{
    public static BacktestSql SqlServer { get; } = new()
    {
        StoreParts = """
            UPDATE BacktestPart
            SET Content = REPLACE(p.Content, NCHAR(1), N'''')
            FROM BacktestPart
            INNER JOIN @parts p ON p.BacktestId = BacktestPart.BacktestId AND p.Kind = BacktestPart.Kind AND p.Part = BacktestPart.Part;
            INSERT INTO BacktestPart (BacktestId, Kind, Part, Content)
            SELECT p.BacktestId, p.Kind, p.Part, REPLACE(p.Content, NCHAR(1), N'''') AS Content
            FROM @parts p
            WHERE NOT EXISTS (
                SELECT 1
                FROM BacktestPart o
                WHERE o.BacktestId = p.BacktestId AND o.Kind = p.Kind AND o.Part = p.Part)
            ORDER BY p.BacktestId, p.Kind, p.Part;
            """,
        FindOpen = """
            SELECT TOP (1) Id, BodyHash, RuleSetVersion, RulesHash, Status, CreatedAt, CreatedBy, StartedAt, EndedAt,
                CatalogVersion, LastId, DoneId, Total, ReadCount, TallyParts, WorkedMilliseconds
            FROM Backtest
            WHERE IsOpen = 1
            ORDER BY CreatedAt, Id;
            """,
        Page = """
            SELECT TOP (@Take) Id, BodyHash, RuleSetVersion, RulesHash, Status, CreatedAt, CreatedBy, StartedAt, EndedAt,
                CatalogVersion, LastId, DoneId, Total, ReadCount, TallyParts, WorkedMilliseconds
            FROM Backtest
            WHERE CreatedAt <= @CreatedAt AND (CreatedAt < @CreatedAt OR Id < @Id)
            ORDER BY CreatedAt DESC, Id DESC;
            """,
    };
}
