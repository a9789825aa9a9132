namespace Connect311.Api.ServiceLevels;

/// <summary>When a target is nearly missed: so much of its running time is used, or so little is left.</summary>
/// <param name="Share">The share of the budget that is used by then, above 0 and below 1; or null.</param>
/// <param name="Left">The running time that is left by then; or null.</param>
internal sealed record NearRule(double? Share, TimeSpan? Left)
{
    public static NearRule Default { get; } = new(0.8, null);

    /// <summary>The running time that is left of a budget when it is time to warn; null where the budget is too short for that.</summary>
    public TimeSpan? LeftOf(TimeSpan budget) => Share is { } share
        ? TimeSpan.FromMilliseconds(Math.Round(budget.TotalMilliseconds * (1 - share)))
        : Left < budget ? Left : null;
}
