namespace Connect311.Routing.Conditions;

/// <summary>The description holds one of the phrases, as whole words in sequence.</summary>
internal sealed record WordsCondition(IReadOnlyList<string> Phrases) : Condition
{
    private readonly PhraseList _phrases = new(Phrases);

    internal override Clause Asks => new(ClauseCode.AsksWords, (ClauseValue.Words, Phrases));

    internal override Verdict Check(ref Situation report) =>
        Of(report.Input.Description is not null && _phrases.IsInWords(report.Words));

    internal override Clause Finds(ref Situation report)
    {
        if (report.Input.Description is not { } description)
        {
            return new(ClauseCode.NoDescription);
        }

        return PhrasesIn(description) is { Count: > 0 } found ? new(ClauseCode.Words, (ClauseValue.Words, found)) : new(ClauseCode.NoWords);
    }

    /// <summary>Those of the phrases that a text holds.</summary>
    internal IReadOnlyList<string> PhrasesIn(string text) => [.. Phrases.Where(phrase => new PhraseList([phrase]).IsIn(text))];
}
