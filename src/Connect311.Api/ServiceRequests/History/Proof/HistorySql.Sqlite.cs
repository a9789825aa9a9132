namespace Connect311.Api.ServiceRequests.History.Proof;

internal sealed partial record HistorySql
{
    public static HistorySql Sqlite { get; } = new()
    {
        Heads = """
            SELECT Id, EventCount, HeadHash, ServiceType, Visibility, Department, IsDanger
            FROM ServiceRequest
            WHERE Id > @AfterId
            ORDER BY Id
            LIMIT @Take;
            """,
        RootOfPosition = """
            SELECT Number, Day, FirstPosition, LastPosition, Tree, PreviousHash, Hash, KeyId, Signature, CreatedAt
            FROM HistoryRoot
            WHERE LastPosition >= @Position
            ORDER BY LastPosition
            LIMIT 1;
            """,
        Roots = """
            SELECT Number, Day, FirstPosition, LastPosition, Tree, PreviousHash, Hash, KeyId, Signature, CreatedAt
            FROM HistoryRoot
            WHERE Number > @AfterNumber
            ORDER BY Number
            LIMIT @Take;
            """,
    };
}
