using System.ComponentModel.DataAnnotations;
using Connect311.Api.Http;

namespace Connect311.Api.Routing.Backtests;

/// <summary>Backtests, the newest first.</summary>
/// <param name="Items">Without their results.</param>
/// <param name="NextCursor">Asks for the next page; null at the end.</param>
internal sealed record BacktestPage(IReadOnlyList<BacktestView> Items, string? NextCursor);

/// <summary>A version of the rule set, tried on the stored requests.</summary>
internal sealed record BacktestView
{
    /// <summary>32 hexadecimal digits.</summary>
    [Required]
    public required string Id { get; init; }

    /// <summary>How far it is.</summary>
    [Required, ExtensibleEnum(typeof(BacktestStatus))]
    public required string Status { get; init; }

    /// <summary>The version of the rule set that is tried.</summary>
    [Required]
    public required int RuleSetVersion { get; init; }

    /// <summary>SHA-256 (base64url) of the document that is tried: that of the moment when this was asked for, though the draft may be edited since.</summary>
    [Required]
    public required string RuleSetHash { get; init; }

    /// <summary>On which requests; null in lists.</summary>
    [Required]
    public required BacktestScope? Scope { get; init; }

    /// <summary>When it was asked for.</summary>
    [Required]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The id of who asked for it.</summary>
    [Required]
    public required string CreatedBy { get; init; }

    /// <summary>When the work on it began; null before.</summary>
    [Required]
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, whichever way; null before.</summary>
    [Required]
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>How much of it is done.</summary>
    [Required]
    public required BacktestAdvance Progress { get; init; }

    /// <summary>What was found so far, and all of it when it is done; null in lists, and before anything was.</summary>
    [Required]
    public required BacktestResult? Result { get; init; }

    public static BacktestView Of(BacktestRow row, BacktestScope? scope = null, BacktestResult? result = null) => new()
    {
        Id = row.Id,
        Status = row.Status,
        RuleSetVersion = row.RuleSetVersion,
        RuleSetHash = row.RulesHash,
        Scope = scope,
        CreatedAt = row.CreatedAt,
        CreatedBy = row.CreatedBy,
        StartedAt = row.StartedAt,
        EndedAt = row.EndedAt,
        Progress = BacktestAdvance.Of(row),
        Result = result,
    };
}

/// <summary>How much of a backtest is done.</summary>
/// <param name="Read">How many requests were read.</param>
/// <param name="Total">How many there are to be read; 0 before it began.</param>
/// <param name="PerSecond">How many were read a second; null before any was.</param>
/// <param name="SecondsLeft">How long it may take still; null when that cannot be told.</param>
internal sealed record BacktestAdvance(
    long Read, long Total, [property: Required] double? PerSecond, [property: Required] double? SecondsLeft)
{
    public static BacktestAdvance Of(BacktestRow row)
    {
        var perSecond = row is { ReadCount: > 0, WorkedMilliseconds: > 0 }
            ? Math.Round(row.ReadCount * 1_000.0 / row.WorkedMilliseconds, 1)
            : (double?)null;
        return new(
            row.ReadCount,
            row.Total,
            perSecond,
            row.IsOpen && perSecond > 0 ? Math.Round((row.Total - row.ReadCount) / perSecond.Value, 1) : null);
    }
}
