namespace Connect311.Routing.Conditions;

/// <summary>The description holds one of the phrases, as whole words in sequence.</summary>
public sealed record WordsCondition(IReadOnlyList<string> Phrases) : Condition
{
    private readonly PhraseList _phrases = new(Phrases);

    public override Verdict Check(RoutingInput input, TimeZoneInfo zone) =>
        Of(input.Description is not null && _phrases.IsIn(input.Description));

    public override string Lost(RoutingInput input, Verdict verdict, TimeZoneInfo zone) =>
        "the description holds none of the rule's words";
}
