using System.Text.Json;
using Connect311.Routing.Documents;

namespace Connect311.Routing.Checks;

/// <summary>What can be known about a rule set without any report. Pure: the same document and words, the same findings.</summary>
public static class RuleSetChecks
{
    /// <summary>Everything: unknown codes, windows that never occur, contradictions, rules that never decide, types that only the fallback takes.</summary>
    /// <returns>In the order of the document; what is about the whole document last.</returns>
    public static IReadOnlyList<Finding> Run(RuleSetDocument document, Vocabulary words)
    {
        List<Finding> errors = [.. RunCodes(document, words), .. TimeChecks.Run(document)];
        var faulty = errors.Select(finding => finding.Rule).OfType<string>().ToHashSet();
        var order = document.Rules.Select((rule, i) => (rule.Id, i)).ToDictionary(rule => rule.Id, rule => rule.i);
        return [.. errors.Concat(new ReachChecks(document, words, faulty).Run())
            .OrderBy(finding => finding.Rule is { } rule ? order[rule] : order.Count)];
    }

    /// <summary>Unknown and retired codes alone.</summary>
    public static IReadOnlyList<Finding> RunCodes(RuleSetDocument document, Vocabulary words) => new CodeChecks(document, words).Run();

    /// <summary>Reads a rule set and checks it; every finding has its line.</summary>
    /// <param name="json">The text of the document.</param>
    /// <param name="words">What there is.</param>
    public static CheckedRuleSet Check(string json, Vocabulary words)
    {
        if (JsonText.Parse(json, out var unreadable, out var line) is not { } root)
        {
            return new(null, [new(Severity.Error, null, unreadable!) { Line = line }]);
        }

        var faults = new List<Fault>();
        var document = RuleSetReader.Read(root, faults);
        var findings = document is null ? Unread(root, faults) : Run(document, words);
        var lines = JsonLines.LinesOf(json, [.. findings.Select(finding => finding.Fault.Field)]);
        var placed = findings.Zip(lines, (finding, at) => finding with { Line = at });
        return new(document, [.. document is null ? placed.OrderBy(finding => finding.Line) : placed]);
    }

    /// <summary>What keeps a document from being read; its rules may still have ids.</summary>
    private static List<Finding> Unread(JsonElement root, List<Fault> faults)
    {
        var ids = new RuleIds(root);
        return [.. faults.Select(fault => new Finding(Severity.Error, ids.At(fault.Field), fault))];
    }
}

/// <summary>A rule set that was read and checked.</summary>
/// <param name="Document">The rule set; null when it cannot be read.</param>
/// <param name="Findings">What was found, in the order of the document.</param>
public sealed record CheckedRuleSet(RuleSetDocument? Document, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether nothing stands in the way of publishing it.</summary>
    public bool IsSound => !Findings.Any(finding => finding.IsError);
}
