using Connect311.Api.ServiceLevels;

namespace Connect311.Api.Catalog;

/// <summary>When a target is nearly missed, and what becomes of a request whose target is missed, or nearly.</summary>
/// <param name="Rules">In order; the first that fits decides.</param>
internal sealed record Escalations(NearRule Near, IReadOnlyList<EscalationRule> Rules)
{
    /// <summary>A city without rules of its own marks, and does no more.</summary>
    public static Escalations None { get; } = new(NearRule.Default, []);

    /// <summary>The rule for what happened, or null.</summary>
    /// <param name="at">The kind of the event: missed or nearly missed.</param>
    public EscalationRule? Find(string at, TargetKind target, string department) =>
        Rules.FirstOrDefault(rule => rule.Fits(at, target, department));
}

/// <summary>What becomes of a request.</summary>
/// <param name="Id">Its name; in the event that tells of it.</param>
/// <param name="At">The kind of the event: missed or nearly missed.</param>
/// <param name="Targets">Of which targets; empty for all.</param>
/// <param name="Departments">In whose hands it is; empty for all.</param>
internal sealed record EscalationRule(string Id, string At, IReadOnlyList<TargetKind> Targets, IReadOnlyList<string> Departments)
{
    /// <summary>Where it stands in its file, as a JSON Pointer.</summary>
    public required string Field { get; init; }

    /// <summary>The priority that it has at least from then on, 1 to 4; null leaves it.</summary>
    public int? Priority { get; init; }

    /// <summary>The named queue that it is put into; null leaves it where it is.</summary>
    public string? Queue { get; init; }

    /// <summary>Whether the operators see it in their queue too.</summary>
    public bool ShowsOperator { get; init; }

    public bool Fits(string at, TargetKind target, string department) =>
        At == at
        && (Targets.Count == 0 || Targets.Contains(target))
        && (Departments.Count == 0 || Departments.Contains(department));
}
