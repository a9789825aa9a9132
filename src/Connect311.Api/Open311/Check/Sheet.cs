namespace Connect311.Api.Open311.Check;

/// <summary>Takes down how each rule came out: one that is broken once is broken, by the first call that shows it.</summary>
/// <param name="strict">Recommendations count as rules.</param>
/// <param name="secret">Is shown nowhere, not even where the server says it again.</param>
internal sealed class Sheet(bool strict, string? secret = null)
{
    private readonly Dictionary<string, Finding> _findings = [];

    /// <param name="rule">Which rule was looked at.</param>
    /// <param name="answer">The call that shows it.</param>
    /// <param name="fault">What is wrong; null where it holds.</param>
    /// <param name="seen">What was seen where it holds.</param>
    public bool Judge(Rule rule, Answer answer, string? fault, string seen = "")
    {
        var verdict = fault is null ? Verdict.Pass : rule.IsRequired || strict ? Verdict.Fail : Verdict.Warn;
        Take(new(rule, verdict, Evidence.Of(answer, Hidden(fault ?? seen)), Checks: 1));
        return fault is null;
    }

    /// <summary>Judges a rule by all items of an answer; without any it says nothing.</summary>
    public void JudgeEach(Rule rule, Seen seen, IReadOnlyCollection<Node> items, Func<Node, string?> faultOf)
    {
        if (items.Count > 0)
        {
            Judge(rule, seen.Answer, items.Select(faultOf).FirstOrDefault(fault => fault is not null), $"{items.Count} looked at");
        }
    }

    /// <summary>Says why a rule could not be looked at; whatever was seen of it elsewhere outweighs it.</summary>
    public void Skip(Rule rule, string why) => Take(new(rule, Verdict.Skipped, Evidence.None(why), Checks: 0));

    /// <summary>Says it of several.</summary>
    public void Skip(IEnumerable<Rule> rules, string why)
    {
        foreach (var rule in rules)
        {
            Skip(rule, why);
        }
    }

    /// <summary>One finding a rule, in the order of the book.</summary>
    public IReadOnlyList<Finding> Findings() =>
    [
        .. RuleBook.All.Select(rule => _findings.GetValueOrDefault(rule.Id)
            ?? new Finding(rule, Verdict.Skipped, Evidence.None("nothing that the server has shows it"), Checks: 0)),
    ];

    private string Hidden(string words) =>
        string.IsNullOrEmpty(secret) ? words : words.Replace(secret, "[key]", StringComparison.OrdinalIgnoreCase);

    private void Take(Finding finding)
    {
        var before = _findings.GetValueOrDefault(finding.Rule.Id);
        var worse = before is null || finding.Verdict > before.Verdict ? finding : before;
        _findings[finding.Rule.Id] = worse with { Checks = (before?.Checks ?? 0) + finding.Checks };
    }
}
