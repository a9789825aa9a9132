using Connect311.Api.Databases;

namespace Connect311.Api.Photos;

/// <summary>The statements of photos. A photo is a request's where the request names it, both have one owner or came from one device, and it came in time.</summary>
internal sealed partial record PhotoSql
{
    [Parameters(typeof(AddParameters))]
    public string Add { get; } = """
        INSERT INTO Photo (Id, Owner, SourceHash, Bytes, Status, ReceivedAt, Attempts, CollectAt)
        VALUES (@Id, @Owner, @SourceHash, @Bytes, 'processing', @ReceivedAt, 0, @CollectAt);
        """;

    [Parameters(typeof(IdParameters))]
    public string Find { get; } = """
        SELECT Id, Owner, SourceHash, Bytes, Status, Refusal, ReceivedAt, LargeName, SmallName
        FROM Photo
        WHERE Id = @Id;
        """;

    /// <summary>
    /// Takes it, to work on it, unless another server does; what ends the program again and again is not begun for ever. By the database's clock: nodes
    /// need not agree about the time.
    /// </summary>
    [Parameters(typeof(BeginParameters))]
    public required string Begin { get; init; }

    /// <summary>Gives up what was begun too often, and is in nobody's hands.</summary>
    [Parameters(typeof(GiveUpParameters))]
    public required string GiveUp { get; init; }

    /// <summary>Takes a begin back that failed for a reason of ours, such as a full disk: the picture is not to blame. Only whoever began.</summary>
    [Parameters(typeof(GiveBackParameters))]
    public string GiveBack { get; } = """
        UPDATE Photo
        SET Attempts = Attempts - 1, TakenBy = NULL, TakenUntil = NULL
        WHERE Id = @Id AND Status = 'processing' AND TakenBy = @Owner;
        """;

    [Parameters(typeof(FinishParameters))]
    public string Finish { get; } = """
        UPDATE Photo
        SET Status = @Status, Refusal = @Refusal, LargeName = @LargeName, SmallName = @SmallName
        WHERE Id = @Id AND SourceHash = @SourceHash AND Status = 'processing';
        """;

    /// <summary>The oldest that wait to be worked on.</summary>
    [Parameters(typeof(TakeParameters))]
    public required string Waiting { get; init; }

    /// <summary>The next that it is time to look at, those first that wait longest.</summary>
    [Parameters(typeof(DueParameters))]
    public required string Due { get; init; }

    /// <summary>A request names it: it stays as long as the request keeps it.</summary>
    [Parameters(typeof(KeepParameters))]
    public string Keep { get; } = """
        UPDATE Photo
        SET CollectAt = @Never
        WHERE Id = @Id AND Status <> 'gone'
          AND EXISTS (SELECT 1 FROM RequestPhoto l WHERE l.PhotoId = @Id AND Photo.Owner IN (l.Owner, l.Device) AND Photo.ReceivedAt <= l.LapsesAt);
        """;

    /// <summary>No request names it, or its request was erased: from here on no request gets it, and its files may go.</summary>
    [Parameters(typeof(DropParameters))]
    public string Drop { get; } = """
        UPDATE Photo
        SET Status = 'gone'
        WHERE Id = @Id AND CollectAt <= @Now
          AND (Status = 'gone'
            OR NOT EXISTS (SELECT 1 FROM RequestPhoto l WHERE l.PhotoId = @Id AND Photo.Owner IN (l.Owner, l.Device) AND Photo.ReceivedAt <= l.LapsesAt));
        """;

    [Parameters(typeof(IdParameters))]
    public string Remove { get; } = """
        DELETE FROM Photo
        WHERE Id = @Id AND Status = 'gone';
        """;

    /// <summary>What some requests name; of a photo that has not come, or not in time, there is no status.</summary>
    [Parameters(typeof(OfRequestsParameters))]
    public required string OfRequests { get; init; }

    /// <summary>The requests that a photo is of.</summary>
    [Parameters(typeof(IdParameters))]
    public string LinksOf { get; } = """
        SELECT l.RequestId, l.EventNumber, l.ReleasedAt, p.LargeName, p.SmallName
        FROM Photo p
        JOIN RequestPhoto l ON l.PhotoId = p.Id AND p.Owner IN (l.Owner, l.Device) AND p.ReceivedAt <= l.LapsesAt
        WHERE p.Id = @Id AND p.Status = 'ready';
        """;

    /// <summary>The requests that name a photo, whether it is theirs or not.</summary>
    [Parameters(typeof(IdParameters))]
    public string Naming { get; } = """
        SELECT RequestId
        FROM RequestPhoto
        WHERE PhotoId = @Id
        ORDER BY RequestId;
        """;

    [Parameters(typeof(ReleaseParameters))]
    public string Release { get; } = """
        UPDATE RequestPhoto
        SET ReleasedAt = @At
        WHERE RequestId = @RequestId AND PhotoId = @Id AND ReleasedAt IS NULL;
        """;

    public static PhotoSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    internal sealed record IdParameters(string Id);

    internal sealed record AddParameters(string Id, string Owner, string SourceHash, int Bytes, DateTimeOffset ReceivedAt, DateTimeOffset CollectAt);

    internal sealed record BeginParameters(string Id, string SourceHash, int Most, string Owner, int Milliseconds, int ClockOffset);

    internal sealed record GiveUpParameters(string Id, string SourceHash, int Most, string Refusal, int ClockOffset);

    internal sealed record GiveBackParameters(string Id, string Owner);

    internal sealed record FinishParameters(string Id, string SourceHash, string Status, string? Refusal, string? LargeName, string? SmallName);

    internal sealed record TakeParameters(int Take);

    internal sealed record DueParameters(DateTimeOffset Now, int Take);

    internal sealed record KeepParameters(string Id, DateTimeOffset Never);

    internal sealed record DropParameters(string Id, DateTimeOffset Now);

    /// <param name="Ids">A JSON array of ids of requests.</param>
    internal sealed record OfRequestsParameters(string Ids);

    internal sealed record ReleaseParameters(long RequestId, string Id, DateTimeOffset At);
}
