namespace Connect311.Api.Photos;

internal sealed partial record PhotoSql
{
    public static PhotoSql SqlServer { get; } = new()
    {
        Begin = """
            UPDATE Photo
            SET Attempts = Attempts + 1, TakenBy = @Owner, TakenUntil = DATEADD(millisecond, @ClockOffset + @Milliseconds, SYSUTCDATETIME())
            WHERE Id = @Id AND SourceHash = @SourceHash AND Status = 'processing' AND Attempts < @Most
              AND (TakenUntil IS NULL OR TakenUntil <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()));
            """,
        GiveUp = """
            UPDATE Photo
            SET Status = 'refused', Refusal = @Refusal
            WHERE Id = @Id AND SourceHash = @SourceHash AND Status = 'processing' AND Attempts >= @Most
              AND (TakenUntil IS NULL OR TakenUntil <= DATEADD(millisecond, @ClockOffset, SYSUTCDATETIME()));
            """,
        Waiting = """
            SELECT TOP (@Take) Id, SourceHash
            FROM Photo
            WHERE Status = 'processing'
            ORDER BY ReceivedAt, Id;
            """,
        Due = """
            SELECT TOP (@Take) Id, Owner, SourceHash, Bytes, Status, Refusal, ReceivedAt, LargeName, SmallName
            FROM Photo
            WHERE CollectAt <= @Now
            ORDER BY CollectAt, Id;
            """,
        OfRequests = """
            SELECT l.RequestId, l.PhotoId, l.Number, l.EventNumber, l.LapsesAt, l.ReleasedAt, p.Status, p.Refusal
            FROM OPENJSON(@Ids) WITH (Id bigint '$') i
            JOIN RequestPhoto l ON l.RequestId = i.Id
            LEFT JOIN Photo p ON p.Id = l.PhotoId AND p.Owner IN (l.Owner, l.Device) AND p.ReceivedAt <= l.LapsesAt AND p.Status <> 'gone';
            """,
    };
}
