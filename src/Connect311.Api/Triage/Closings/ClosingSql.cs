using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Closings;

/// <summary>Keeps each closing with what became of it, and what a duplicate repeats as it was seen, so that two closings at once make no circle.</summary>
internal sealed record ClosingSql
{
    public static ClosingSql Instance { get; } = new();

    /// <summary>Changes nothing, and locks the row: who else would make it a duplicate waits, and then finds it repeated itself.</summary>
    [Parameters(typeof(OriginalParameters))]
    public string KeepOriginal { get; } = """
        UPDATE ServiceRequest
        SET DuplicateOf = NULL
        WHERE Id = @OriginalId AND DuplicateOf IS NULL;
        """;

    [Parameters(typeof(AddParameters))]
    public string Add { get; } = """
        INSERT INTO Closing (RequestId, EventNumber, At, Department, ClosedBy, IsDisputed, IsUpheld, IsReopened)
        VALUES (@Id, @EventNumber, @At, @Department, @ClosedBy, 0, 0, 0);
        """;

    /// <summary>A photo of what was done; one that the request has already stays as it is.</summary>
    [Parameters(typeof(PhotoParameters))]
    public string AddPhoto { get; } = """
        INSERT INTO RequestPhoto (RequestId, PhotoId, Owner, Number, EventNumber, LapsesAt)
        SELECT @Id, @PhotoId, @Owner, @Number, @EventNumber, @LapsesAt
        WHERE NOT EXISTS (SELECT 1 FROM RequestPhoto l WHERE l.RequestId = @Id AND l.PhotoId = @PhotoId);
        """;

    /// <summary>What becomes of the closing that stands; there is none of what was imported closed.</summary>
    [Parameters(typeof(MarkParameters))]
    public string Mark { get; } = """
        UPDATE Closing
        SET IsDisputed = CASE WHEN @IsDisputed = 1 THEN 1 ELSE IsDisputed END, IsUpheld = @IsUpheld, IsReopened = @IsReopened
        WHERE RequestId = @Id AND IsReopened = 0;
        """;

    internal sealed record OriginalParameters(long OriginalId);

    internal sealed record AddParameters(long Id, int EventNumber, DateTimeOffset At, string Department, string ClosedBy);

    internal sealed record PhotoParameters(long Id, string PhotoId, string Owner, int Number, int EventNumber, DateTimeOffset LapsesAt);

    internal sealed record MarkParameters(long Id, bool IsDisputed, bool IsUpheld, bool IsReopened);
}
