using Connect311.Api.Databases;

namespace Connect311.Api.Triage.Disputes;

/// <summary>Which closings are disputed, the oldest dispute first.</summary>
internal sealed record DisputeSql
{
    public static DisputeSql Sqlite { get; } = new()
    {
        Page = """
            SELECT Id, ServiceType, ServiceTypeText, Priority, Outcome, ClosedAt, DisputedAt
            FROM ServiceRequest
            WHERE Department = @Department AND DisputedAt IS NOT NULL AND (DisputedAt, Id) > (@At, @Id)
              AND (@WithConfidential = 1 OR Visibility <> 'confidential')
            ORDER BY DisputedAt, Id
            LIMIT @Take;
            """,
    };

    public static DisputeSql SqlServer { get; } = new()
    {
        Page = """
            SELECT TOP (@Take) Id, ServiceType, ServiceTypeText, Priority, Outcome, ClosedAt, DisputedAt
            FROM ServiceRequest
            WHERE Department = @Department AND DisputedAt IS NOT NULL
              AND DisputedAt >= @At AND (DisputedAt > @At OR Id > @Id)
              AND (@WithConfidential = 1 OR Visibility <> 'confidential')
            ORDER BY DisputedAt, Id;
            """,
    };

    [Parameters(typeof(PageParameters))]
    public required string Page { get; init; }

    public static DisputeSql For(DatabaseEngine engine) => engine switch
    {
        DatabaseEngine.Sqlite => Sqlite,
        DatabaseEngine.SqlServer => SqlServer,
    };

    /// <param name="At">Behind which dispute, with its <paramref name="Id"/>.</param>
    internal sealed record PageParameters(string Department, DateTimeOffset At, long Id, bool WithConfidential, int Take);
}

internal sealed record DisputeRow
{
    public required long Id { get; init; }

    public required string ServiceType { get; init; }

    public string? ServiceTypeText { get; init; }

    public required int Priority { get; init; }

    public string? Outcome { get; init; }

    public required DateTimeOffset ClosedAt { get; init; }

    public required DateTimeOffset DisputedAt { get; init; }
}
