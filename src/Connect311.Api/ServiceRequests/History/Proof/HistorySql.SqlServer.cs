namespace Connect311.Api.ServiceRequests.History.Proof;

internal sealed partial record HistorySql
{
    public static HistorySql SqlServer { get; } = new()
    {
        Heads = """
            SELECT TOP (@Take) Id, EventCount, HeadHash, ServiceType, Visibility, Department, IsDanger
            FROM ServiceRequest
            WHERE Id > @AfterId
            ORDER BY Id;
            """,
        RootOfPosition = """
            SELECT TOP (1) Number, Day, FirstPosition, LastPosition, Tree, PreviousHash, Hash, KeyId, Signature, CreatedAt
            FROM HistoryRoot
            WHERE LastPosition >= @Position
            ORDER BY LastPosition;
            """,
        Roots = """
            SELECT TOP (@Take) Number, Day, FirstPosition, LastPosition, Tree, PreviousHash, Hash, KeyId, Signature, CreatedAt
            FROM HistoryRoot
            WHERE Number > @AfterNumber
            ORDER BY Number;
            """,
    };
}
