using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Closings;

/// <summary>Keeps what a duplicate repeats as it was seen, so that two closings at once make no circle.</summary>
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

    internal sealed record OriginalParameters(long OriginalId);
}
