namespace Connect311.Api.Records;

internal sealed partial record RecordSql
{
    public static RecordSql Sqlite { get; } = new()
    {
        Due = """
            SELECT Id, ClosedAt AS At, LegalHoldAt
            FROM ServiceRequest
            WHERE ServiceType = @ServiceType AND ClosedAt IS NOT NULL AND ClosedAt <= @Before
              AND (ClosedAt, Id) > (@AfterAt, @AfterId)
              AND (ErasedScopes & @Scope) = 0
            ORDER BY ClosedAt, Id
            LIMIT @Take;
            """,
        ToForget = """
            SELECT Id, ForgetAskedAt AS At, LegalHoldAt
            FROM ServiceRequest
            WHERE ForgetAskedAt IS NOT NULL AND (ForgetAskedAt, Id) > (@AfterAt, @AfterId)
            ORDER BY ForgetAskedAt, Id
            LIMIT @Take;
            """,
        Ledger = """
            SELECT RequestId, EventNumber, At, Scopes, Cause, Actor
            FROM Erasure
            WHERE At >= @Since AND (At, RequestId, EventNumber) > (@AfterAt, @AfterId, @AfterNumber)
            ORDER BY At, RequestId, EventNumber
            LIMIT @Take;
            """,
    };
}
