using Connect311.Routing;

namespace Connect311.Api.Routing.Backtests;

/// <summary>What was decided about a request at intake, and what the tried rules decide.</summary>
/// <param name="Id">Its number.</param>
/// <param name="PastRule">The rule that decided at intake.</param>
/// <param name="PastVersion">The version of the rule set that decided at intake.</param>
internal readonly record struct Comparison(
    long Id, string ServiceType, string PastRule, int PastVersion, PastDecision Past, Decision Decision)
{
    /// <summary>Whether another department gets it.</summary>
    public bool IsMoved => Past.Department != Decision.Department;

    /// <summary>Whether it stays with its department, and queue, priority or rule alone change.</summary>
    public bool IsChangedWithin => !IsMoved
        && (Past.Queue != Decision.Queue
            || (Past.Priority is { } priority && priority != Decision.Priority)
            || PastRule != Decision.Rule);

    public Example ToExample() => new(Id, ServiceType, PastRule, PastVersion, Decision.Rule);
}
