using Connect311.Routing.Documents;

namespace Connect311.Routing.Conditions;

/// <summary>Reads what is asked of one answer.</summary>
internal static class AnswerReader
{
    private const string Ways = "equals; in; atLeast or above, with atMost or below; answered";

    /// <summary>The test, or null when it is faulty.</summary>
    public static AnswerTest? Read(ObjectReader asked)
    {
        var before = asked.Faults.Count;
        AnswerTest?[] ways = [Equal(asked), In(asked), Within(asked), Answered(asked)];
        asked.End();
        if (asked.Faults.Count == before && ways.Count(way => way is not null) != 1)
        {
            asked.AddHere(FaultCodes.TwoWays, "allowed", Ways);
        }

        return asked.Faults.Count == before ? ways.First(way => way is not null) : null;
    }

    private static AnswerTest.OneOf? Equal(ObjectReader asked) =>
        asked.TextOrNumber("equals", ValueLists.MaxLength) is { } value ? new(value.Texts, value.Numbers) : null;

    private static AnswerTest.OneOf? In(ObjectReader asked)
    {
        var before = asked.Faults.Count;
        if (asked.TextsAndNumbers("in", ValueLists.MaxValues, ValueLists.MaxLength) is not { } values)
        {
            return null;
        }

        if (asked.Faults.Count == before && values is { Texts.Count: 0, Numbers.Count: 0 })
        {
            // An empty list can never match.
            asked.Add("in", FaultCodes.Required);
        }

        return new(values.Texts, values.Numbers);
    }

    private static AnswerTest.Within? Within(ObjectReader asked)
    {
        var (atLeast, above) = (asked.Number("atLeast"), asked.Number("above"));
        var minimum = atLeast ?? above ?? double.MinValue;
        var (atMost, below) = (asked.Number("atMost", minimum), asked.Number("below", minimum));
        if ((atLeast is not null && above is not null) || (atMost is not null && below is not null))
        {
            asked.AddHere(FaultCodes.TwoWays, "allowed", Ways);
        }

        return atLeast is null && above is null && !asked.Has("atMost") && !asked.Has("below")
            ? null
            : new(atLeast, atMost, above, below);
    }

    private static AnswerTest.Answered? Answered(ObjectReader asked) =>
        asked.Has("answered") ? new(asked.Flag("answered", byDefault: true)) : null;
}
