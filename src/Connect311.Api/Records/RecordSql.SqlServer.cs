namespace Connect311.Api.Records;

internal sealed partial record RecordSql
{
    public static RecordSql SqlServer { get; } = new()
    {
        Due = """
            SELECT TOP (@Take) Id, ClosedAt AS At, LegalHoldAt
            FROM ServiceRequest
            WHERE ServiceType = @ServiceType AND ClosedAt IS NOT NULL AND ClosedAt <= @Before
              AND ClosedAt >= @AfterAt AND (ClosedAt > @AfterAt OR Id > @AfterId)
              AND (ErasedScopes & @Scope) = 0
            ORDER BY ClosedAt, Id;
            """,
        ToForget = """
            SELECT TOP (@Take) Id, ForgetAskedAt AS At, LegalHoldAt
            FROM ServiceRequest
            WHERE ForgetAskedAt IS NOT NULL AND ForgetAskedAt >= @AfterAt AND (ForgetAskedAt > @AfterAt OR Id > @AfterId)
            ORDER BY ForgetAskedAt, Id;
            """,
        Ledger = """
            SELECT TOP (@Take) RequestId, EventNumber, At, Scopes, Cause, Actor
            FROM Erasure
            WHERE At >= @Since AND At >= @AfterAt
              AND (At > @AfterAt OR RequestId > @AfterId OR (RequestId = @AfterId AND EventNumber > @AfterNumber))
            ORDER BY At, RequestId, EventNumber;
            """,
    };
}
