namespace Connect311.Api.Photos;

internal sealed partial record PhotoSql
{
    public static PhotoSql Sqlite { get; } = new()
    {
        Begin = """
            UPDATE Photo
            SET Attempts = Attempts + 1, TakenBy = @Owner, TakenUntil = CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset + @Milliseconds
            WHERE Id = @Id AND SourceHash = @SourceHash AND Status = 'processing' AND Attempts < @Most
              AND (TakenUntil IS NULL OR TakenUntil <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset);
            """,
        GiveUp = """
            UPDATE Photo
            SET Status = 'refused', Refusal = @Refusal
            WHERE Id = @Id AND SourceHash = @SourceHash AND Status = 'processing' AND Attempts >= @Most
              AND (TakenUntil IS NULL OR TakenUntil <= CAST(unixepoch('subsec') * 1000 AS INTEGER) + @ClockOffset);
            """,
        Waiting = """
            SELECT Id, SourceHash
            FROM Photo
            WHERE Status = 'processing'
            ORDER BY ReceivedAt, Id
            LIMIT @Take;
            """,
        Due = """
            SELECT Id, Owner, SourceHash, Bytes, Status, Refusal, ReceivedAt, LargeName, SmallName
            FROM Photo
            WHERE CollectAt <= @Now
            ORDER BY CollectAt, Id
            LIMIT @Take;
            """,
        OfRequests = """
            SELECT l.RequestId, l.PhotoId, l.Number, l.EventNumber, l.LapsesAt, l.ReleasedAt, p.Status, p.Refusal
            FROM RequestPhoto l
            LEFT JOIN Photo p ON p.Id = l.PhotoId AND p.Owner IN (l.Owner, l.Device) AND p.ReceivedAt <= l.LapsesAt AND p.Status <> 'gone'
            WHERE l.RequestId IN (SELECT value FROM json_each(@Ids));
            """,
    };
}
