namespace Connect311.Api.Routing.Backtests;

internal sealed partial record BacktestSql
{
    public static BacktestSql Sqlite { get; } = new()
    {
        StoreParts = """
            INSERT INTO BacktestPart (BacktestId, Kind, Part, Content)
            VALUES (@BacktestId, @Kind, @Part, @Content)
            ON CONFLICT (BacktestId, Kind, Part) DO UPDATE SET Content = excluded.Content;
            """,
        FindOpen = """
            SELECT Id, BodyHash, RuleSetVersion, RulesHash, Status, CreatedAt, CreatedBy, StartedAt, EndedAt, CatalogVersion,
                LastId, DoneId, Total, ReadCount, TallyParts, WorkedMilliseconds
            FROM Backtest
            WHERE IsOpen = 1
            ORDER BY CreatedAt, Id
            LIMIT 1;
            """,
        Page = """
            SELECT Id, BodyHash, RuleSetVersion, RulesHash, Status, CreatedAt, CreatedBy, StartedAt, EndedAt, CatalogVersion,
                LastId, DoneId, Total, ReadCount, TallyParts, WorkedMilliseconds
            FROM Backtest
            WHERE (CreatedAt, Id) < (@CreatedAt, @Id)
            ORDER BY CreatedAt DESC, Id DESC
            LIMIT @Take;
            """,
    };
}
