namespace Connect311.Api.Open311.Check;

/// <summary>One line of the checklist that can be seen from outside.</summary>
/// <param name="Id">Stable, such as <c>C6.4</c>: a report of today can be compared with one of last year.</param>
/// <param name="Says">What must hold, as a sentence.</param>
/// <param name="IsRequired">The specification says so; otherwise it is silent, and the rule is a recommendation.</param>
internal sealed record Rule(string Id, string Says, bool IsRequired = true)
{
    /// <summary>The chapter of the checklist, such as <c>C6</c>.</summary>
    public string Chapter => Id[..Id.IndexOf('.', StringComparison.Ordinal)];

    public static Rule Advice(string id, string says) => new(id, says, IsRequired: false);
}

/// <summary>How a rule came out; a higher one outweighs a lower one.</summary>
internal enum Verdict
{
    Skipped,
    Pass,
    Warn,
    Fail,
}

/// <summary>The words of a verdict, in every kind of report.</summary>
internal static class VerdictNames
{
    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.Skipped => "skipped",
        Verdict.Pass => "pass",
        Verdict.Warn => "warn",
        Verdict.Fail => "fail",
    };
}
