using System.Buffers;

namespace Connect311.Routing;

/// <summary>Phrases to look for in a text: whole words in sequence, letter case and punctuation ignored.</summary>
public sealed class PhraseList(IEnumerable<string> phrases)
{
    /// <summary>How much longer than the text its words can be.</summary>
    internal const int AddedByNormalize = 2;

    /// <summary>Longer texts are normalized in a rented array, so that looking allocates nothing.</summary>
    private const int LongestOnStack = 512;

    private readonly SearchValues<string> _phrases =
        SearchValues.Create([.. phrases.Where(HasWord).Select(Normalized)], StringComparison.Ordinal);

    /// <summary>Whether a phrase holds a letter or a digit; one without is in no text.</summary>
    public static bool HasWord(string phrase) => phrase.Any(char.IsLetterOrDigit);

    public bool IsIn(string text)
    {
        var needed = text.Length + AddedByNormalize;
        var rented = needed > LongestOnStack ? ArrayPool<char>.Shared.Rent(needed) : null;
        Span<char> words = rented ?? stackalloc char[LongestOnStack];
        var found = words[..Normalize(text, words)].ContainsAny(_phrases);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return found;
    }

    /// <param name="words">As <see cref="Normalize"/> writes them.</param>
    internal bool IsInWords(ReadOnlySpan<char> words) => words.ContainsAny(_phrases);

    /// <summary>The words of a text in lower case, one space between them and at either end; a phrase is in a text whose words hold its own.</summary>
    internal static string Normalized(string text)
    {
        var words = new char[text.Length + AddedByNormalize];
        return new(words, 0, Normalize(text, words));
    }

    /// <summary>Writes the words in lower case, one space between them and at either end; at most two characters more than the text has.</summary>
    internal static int Normalize(string text, Span<char> words)
    {
        words[0] = ' ';
        var length = 1;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                words[length++] = char.ToLowerInvariant(c);
            }
            else if (c is not ('\'' or '\u2019') && words[length - 1] != ' ')
            {
                words[length++] = ' ';
            }
        }

        if (words[length - 1] != ' ')
        {
            words[length++] = ' ';
        }

        return length;
    }
}
