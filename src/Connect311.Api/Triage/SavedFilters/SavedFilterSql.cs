using Connect311.Api.Databases;

namespace Connect311.Api.Triage.SavedFilters;

/// <summary>The statements of the filters that people keep.</summary>
internal sealed record SavedFilterSql
{
    public static SavedFilterSql Instance { get; } = new();

    [Parameters(typeof(PersonParameters))]
    public string List { get; } = """
        SELECT Name, Content, UpdatedAt
        FROM QueueFilter
        WHERE StaffId = @StaffId
        ORDER BY Name;
        """;

    [Parameters(typeof(NameParameters))]
    public string Find { get; } = """
        SELECT Name, Content, UpdatedAt
        FROM QueueFilter
        WHERE StaffId = @StaffId AND Name = @Name;
        """;

    [Parameters(typeof(ChangeParameters))]
    public string Change { get; } = """
        UPDATE QueueFilter
        SET Content = @Content, UpdatedAt = @At
        WHERE StaffId = @StaffId AND Name = @Name;
        """;

    /// <summary>Adds one that is not there, as long as there is room.</summary>
    [Parameters(typeof(AddParameters))]
    public string Add { get; } = """
        INSERT INTO QueueFilter (StaffId, Name, Content, UpdatedAt)
        SELECT @StaffId, @Name, @Content, @At
        WHERE NOT EXISTS (SELECT 1 FROM QueueFilter f WHERE f.StaffId = @StaffId AND f.Name = @Name)
          AND (SELECT COUNT(*) FROM QueueFilter f WHERE f.StaffId = @StaffId) < @Most;
        """;

    [Parameters(typeof(NameParameters))]
    public string Remove { get; } = """
        DELETE FROM QueueFilter
        WHERE StaffId = @StaffId AND Name = @Name;
        """;

    internal sealed record PersonParameters(string StaffId);

    internal sealed record NameParameters(string StaffId, string Name);

    internal sealed record ChangeParameters(string StaffId, string Name, string Content, DateTimeOffset At);

    internal sealed record AddParameters(string StaffId, string Name, string Content, DateTimeOffset At, int Most);
}
