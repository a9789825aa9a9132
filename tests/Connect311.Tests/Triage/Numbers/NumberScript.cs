using Connect311.Api.Databases;

namespace Connect311.Tests.Triage.Numbers;

/// <summary>What the script of the numbers fills, and how.</summary>
internal static class NumberScript
{
    public const string Acknowledgements = "SELECT Id, AcknowledgedAt FROM ServiceRequest ORDER BY Id;";

    public const string Closings = """
        SELECT RequestId, EventNumber, At, Department, ClosedBy, IsDisputed, IsUpheld, IsReopened
        FROM Closing
        ORDER BY RequestId, EventNumber;
        """;

    public static readonly string[] Forgetting = ["DELETE FROM Closing;", "UPDATE ServiceRequest SET AcknowledgedAt = NULL;"];

    /// <summary>The statements of the script that change rows.</summary>
    public static IEnumerable<string> Filling(DatabaseEngine engine) =>
        SchemaScripts.For(engine).Single(script => script.Name.EndsWith("_numbers.sql", StringComparison.Ordinal)).Batches
            .SelectMany(batch => $"{batch}\n".Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(statement => statement.StartsWith("UPDATE", StringComparison.Ordinal) || statement.StartsWith("INSERT", StringComparison.Ordinal));

    internal sealed record Acknowledgement
    {
        public required long Id { get; init; }

        public DateTimeOffset? AcknowledgedAt { get; init; }
    }

    internal sealed record Closing
    {
        public required long RequestId { get; init; }

        public required int EventNumber { get; init; }

        public required DateTimeOffset At { get; init; }

        public required string Department { get; init; }

        public string? ClosedBy { get; init; }

        public required bool IsDisputed { get; init; }

        public required bool IsUpheld { get; init; }

        public required bool IsReopened { get; init; }
    }
}
