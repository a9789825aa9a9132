using System.Text;

namespace Connect311.Routing;

/// <summary>Phrases to look for in a text: whole words in sequence, letter case and punctuation ignored.</summary>
public sealed class PhraseList(IEnumerable<string> phrases)
{
    private readonly string[] _phrases = [.. phrases.Where(HasWord).Select(Normalized)];

    /// <summary>Whether a phrase holds a letter or a digit; one without is in no text.</summary>
    public static bool HasWord(string phrase) => phrase.Any(char.IsLetterOrDigit);

    public bool IsIn(string text)
    {
        var words = Normalized(text);
        return _phrases.Any(phrase => words.Contains(phrase, StringComparison.Ordinal));
    }

    /// <summary>Words in lower case, one space between them and at either end.</summary>
    private static string Normalized(string text)
    {
        var words = new StringBuilder(text.Length + 2).Append(' ');
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                words.Append(char.ToLowerInvariant(c));
            }
            else if (c is not ('\'' or '\u2019') && words[^1] != ' ')
            {
                words.Append(' ');
            }
        }

        return words[^1] == ' ' ? words.ToString() : words.Append(' ').ToString();
    }
}
