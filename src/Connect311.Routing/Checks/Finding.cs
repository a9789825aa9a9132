using Connect311.Routing.Documents;

namespace Connect311.Routing.Checks;

/// <summary>Whether a finding stands in the way of publishing.</summary>
public enum Severity
{
    Error,
    Warning,
}

/// <summary>Something that a check found in a rule set.</summary>
/// <param name="Rule">The rule's id; null where it is about no rule.</param>
/// <param name="Fault">Where, what, and what a sentence about it names.</param>
public sealed record Finding(Severity Severity, string? Rule, Fault Fault)
{
    /// <summary>The line of the text, from 1; 0 where no text was given.</summary>
    public int Line { get; init; }

    public bool IsError => Severity == Severity.Error;
}
