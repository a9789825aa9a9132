using Connect311.Api.Databases;

namespace Connect311.Api.ServiceLevels;

/// <summary>How the clocks of a request are written.</summary>
internal sealed record ClockSql
{
    public static ClockSql Instance { get; } = new();

    /// <summary>A step behind the one that changed the request, and that looked at its version.</summary>
    [Parameters(typeof(SetParameters))]
    public string Set { get; } = """
        UPDATE ServiceRequest
        SET AcknowledgeDueAt = @AcknowledgeDueAt, InspectDueAt = @InspectDueAt, DueAt = @DueAt, HeldDueAt = @HeldDueAt,
            PausedAt = @PausedAt, Targets = @Targets, TargetsVersion = @TargetsVersion, ClockMarks = @ClockMarks,
            NextMarkAt = @NextMarkAt
        WHERE Id = @Id;
        """;

    internal sealed record SetParameters
    {
        public required long Id { get; init; }

        public required DateTimeOffset? AcknowledgeDueAt { get; init; }

        public required DateTimeOffset? InspectDueAt { get; init; }

        public required DateTimeOffset DueAt { get; init; }

        public required DateTimeOffset? HeldDueAt { get; init; }

        public required DateTimeOffset? PausedAt { get; init; }

        public required string? Targets { get; init; }

        public required int TargetsVersion { get; init; }

        public required int ClockMarks { get; init; }

        public required DateTimeOffset? NextMarkAt { get; init; }
    }
}

internal static class ClockWrites
{
    /// <summary>Writes the clocks of a request; null leaves them as they are.</summary>
    public static Write Set(this Write write, RequestClocks? clocks, long id) => clocks is null
        ? write
        : write.Run(ClockSql.Instance.Set, new ClockSql.SetParameters
        {
            Id = id,
            AcknowledgeDueAt = clocks.AcknowledgeDueAt,
            InspectDueAt = clocks.InspectDueAt,
            DueAt = clocks.ShownDueAt ?? Clock.Never,
            HeldDueAt = clocks.HeldDueAt,
            PausedAt = clocks.PausedAt,
            Targets = clocks.Targets,
            TargetsVersion = clocks.TargetsVersion ?? 0,
            ClockMarks = (int)clocks.Marks,
            NextMarkAt = clocks.NextMarkAt,
        });
}
