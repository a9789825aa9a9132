using Connect311.Api.Databases;

namespace Connect311.Api.Routing.Backtests;

/// <summary>How far a backtest is.</summary>
internal static class BacktestStatus
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Done = "done";
    public const string Cancelled = "cancelled";
    public const string Failed = "failed";
}

/// <summary>A backtest, without its parts.</summary>
internal sealed record BacktestRow
{
    public required string Id { get; init; }

    /// <summary>SHA-256 (base64url) of what was asked for, so that a call sent twice makes one.</summary>
    public required string BodyHash { get; init; }

    public required int RuleSetVersion { get; init; }

    /// <summary>SHA-256 (base64url) of the document that is tried.</summary>
    public required string RulesHash { get; init; }

    /// <summary>See <see cref="BacktestStatus"/>.</summary>
    public required string Status { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The catalogue that it runs with; null before it began.</summary>
    public int? CatalogVersion { get; init; }

    /// <summary>The newest request when it began.</summary>
    public long LastId { get; init; }

    /// <summary>The last request that the tally holds.</summary>
    public long DoneId { get; init; }

    /// <summary>How many requests there are to be read.</summary>
    public long Total { get; init; }

    public long ReadCount { get; init; }

    /// <summary>In how many parts the tally lies; those behind belong to a longer one from before.</summary>
    public int TallyParts { get; init; }

    public long WorkedMilliseconds { get; init; }

    public bool IsOpen => Status is BacktestStatus.Queued or BacktestStatus.Running;
}

/// <summary>A part of what belongs to a backtest; as for a <see cref="Catalog.CityFileRow"/>, none is an nvarchar(max).</summary>
internal sealed record BacktestPartRow
{
    /// <summary>What was asked for, JSON of a <see cref="BacktestScope"/>.</summary>
    public const string Scope = "scope";

    /// <summary>The document that is tried.</summary>
    public const string Rules = "rules";

    /// <summary>What was counted so far, JSON of a <see cref="StoredTally"/>.</summary>
    public const string Tally = "tally";

    public static RowType<BacktestPartRow> Rows { get; } = new(
        "BacktestPartRow",
        "parts",
        RowColumn<BacktestPartRow>.Text("BacktestId", 32, row => row.BacktestId),
        RowColumn<BacktestPartRow>.Text("Kind", 10, row => row.Kind),
        RowColumn<BacktestPartRow>.Int("Part", row => row.Part),
        RowColumn<BacktestPartRow>.Words("Content", Catalog.CityFileRow.PartLength, row => row.Content));

    public required string BacktestId { get; init; }

    public required string Kind { get; init; }

    public required int Part { get; init; }

    public required string Content { get; init; }

    public static IEnumerable<BacktestPartRow> Split(string backtest, string kind, string text) => Catalog.CityFileRow.PartsOf(text)
        .Select((content, part) => new BacktestPartRow { BacktestId = backtest, Kind = kind, Part = part, Content = content });

    /// <summary>The text of one kind; null where nothing of it is stored.</summary>
    public static string? Join(IEnumerable<BacktestPartRow> rows, string kind) =>
        string.Concat(rows.Where(row => row.Kind == kind).OrderBy(row => row.Part).Select(row => row.Content)) is { Length: > 0 } text ? text : null;
}
