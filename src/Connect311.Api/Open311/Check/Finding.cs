using System.Text;

namespace Connect311.Api.Open311.Check;

/// <summary>What a verdict stands on.</summary>
/// <param name="Method">Of the call; null where none was made.</param>
/// <param name="Url">Without the key.</param>
/// <param name="Status">Null where no whole head came.</param>
/// <param name="Words">The few words that prove it, or why it was skipped; nothing that a terminal obeys.</param>
internal sealed record Evidence(string? Method, string? Url, int? Status, string Words)
{
    /// <summary>Characters; a server's own words are cut there.</summary>
    private const int Longest = 160;

    public static Evidence Of(Answer answer, string words) =>
        new(answer.Method, Clean(answer.Url.AbsoluteUri), answer.Status == 0 ? null : answer.Status, Clean(words));

    public static Evidence None(string words) => new(null, null, null, Clean(words));

    /// <summary>One short line of a stranger's text: control and formatting characters, and halves of characters, are blanks.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= Longest)
            {
                return clean.Append('…').ToString();
            }

            clean.Append(IsShown(rune) ? rune.ToString() : " ");
        }

        return clean.ToString().Trim();
    }

    private static bool IsShown(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
        or System.Globalization.UnicodeCategory.PrivateUse or System.Globalization.UnicodeCategory.OtherNotAssigned);
}

/// <summary>How one rule came out.</summary>
/// <param name="Checks">How often it was looked at.</param>
internal sealed record Finding(Rule Rule, Verdict Verdict, Evidence Evidence, int Checks);
