namespace Connect311.Routing.Conditions;

/// <summary>The description holds one of the phrases, as whole words in sequence.</summary>
internal sealed record WordsCondition(IReadOnlyList<string> Phrases) : Condition
{
    private readonly PhraseList _phrases = new(Phrases);

    internal override string Asks => $"the description says {string.Join(" or ", Phrases.Select(phrase => $"\"{phrase}\""))}";

    internal override Verdict Check(ref Situation report) =>
        Of(report.Input.Description is not null && _phrases.IsInWords(report.Words));

    internal override string Finds(ref Situation report) => report.Input.Description is null
        ? "the report has no description"
        : Check(ref report) == Verdict.Holds ? "the description holds words of the rule" : "the description holds none of the rule's words";
}
