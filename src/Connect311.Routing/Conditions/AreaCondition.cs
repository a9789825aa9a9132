namespace Connect311.Routing.Conditions;

/// <summary>The place lies in one of the areas of a set.</summary>
public sealed record AreaCondition(string Set, IReadOnlyList<string> Codes) : Condition
{
    public override Verdict Check(RoutingInput input, TimeZoneInfo zone) =>
        input.Areas is null ? Verdict.NeedsPlace : Of(CodeIn(input) is { } code && Codes.Contains(code));

    public override string Lost(RoutingInput input, Verdict verdict, TimeZoneInfo zone) =>
        verdict == Verdict.NeedsPlace
            ? $"the report has no coordinates, so its {Set} is not known"
            : $"the {Set} is {CodeIn(input) ?? "none"}, the rule asks for {List(Codes)}";

    private string? CodeIn(RoutingInput input)
    {
        for (var i = 0; i < input.Areas!.Count; i++)
        {
            if (input.Areas[i].Set == Set)
            {
                return input.Areas[i].Code;
            }
        }

        return null;
    }
}
