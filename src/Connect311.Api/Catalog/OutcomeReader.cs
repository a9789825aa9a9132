using System.Text.RegularExpressions;
using Connect311.Routing.Documents;

namespace Connect311.Api.Catalog;

/// <summary>Reads an entry of outcomes.json.</summary>
internal static partial class OutcomeReader
{
    private const int MostReasons = 50;

    public static Outcome Read(ObjectReader entry)
    {
        var needs = ReadNeeds(entry);
        var outcome = new Outcome(
            entry.RequiredCode("code", 50),
            entry.RequiredTexts("name", 200),
            entry.RequiredTexts("sentence", 500),
            entry.RequiredText("source", 200))
        {
            Needs = needs,
            Reasons = ReadReasons(entry, needs.Contains(Evidence.Reason)),
        };
        CheckSentence(entry, outcome);
        return outcome;
    }

    private static List<string> ReadNeeds(ObjectReader entry)
    {
        var needs = new List<string>();
        var given = entry.TextList("needs", Evidence.All.Length, 50) ?? [];
        for (var i = 0; i < given.Count; i++)
        {
            if (!Evidence.All.Contains(given[i]))
            {
                entry.Add("needs", FaultCodes.UnknownValue, "allowed", string.Join(", ", Evidence.All));
            }
            else if (needs.Contains(given[i]))
            {
                entry.Add("needs", FaultCodes.Duplicate);
            }
            else
            {
                needs.Add(given[i]);
            }
        }

        return needs;
    }

    private static List<Choice> ReadReasons(ObjectReader entry, bool areNeeded)
    {
        var reasons = new List<Choice>();
        foreach (var reason in entry.Objects("reasons", MostReasons))
        {
            var choice = new Choice(reason.RequiredCode("code", 50), reason.RequiredTexts("name", 200));
            reason.End();
            if (reasons.Exists(known => known.Code == choice.Code) && choice.Code.Length > 0)
            {
                reason.Add("code", FaultCodes.Duplicate);
            }

            reasons.Add(choice);
        }

        if (areNeeded && reasons.Count == 0)
        {
            entry.Require("reasons");
            if (entry.IsEmptyList("reasons"))
            {
                entry.Add("reasons", FaultCodes.Required);
            }
        }
        else if (!areNeeded && reasons.Count > 0)
        {
            entry.Add("reasons", FaultCodes.NotWith, "what", "needs that do not name reason");
        }

        return reasons;
    }

    /// <summary>A word in braces that no closing need fill would be read as it stands.</summary>
    private static void CheckSentence(ObjectReader entry, Outcome outcome)
    {
        foreach (var (language, text) in outcome.Sentence.ByLanguage)
        {
            foreach (var name in Placeholder().Matches(text).Select(match => match.Groups[1].Value))
            {
                if (!Evidence.Placeholders.TryGetValue(name, out var member) || !outcome.Needs.Contains(member))
                {
                    entry.Faults.Add(new(ObjectReader.Below(entry.At("sentence"), language), FaultCodes.Undefined, "what", $"{{{name}}}"));
                }
            }
        }
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Placeholder();
}
