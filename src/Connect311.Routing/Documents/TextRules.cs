using System.Buffers;

namespace Connect311.Routing.Documents;

/// <summary>What a text from outside may hold.</summary>
public static class TextRules
{
    /// <summary>What a code is made of, in words.</summary>
    public const string CodeForm = "a-z, 0-9, '-' and '.'";

    private static readonly SearchValues<char> CodeLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    private static readonly SearchValues<char> TagLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>The code of the first rule that <paramref name="text"/> breaks, or null.</summary>
    /// <param name="text">Any text; its length counts in UTF-16 units.</param>
    /// <param name="lines">Whether line breaks and tabs are allowed.</param>
    public static string? Broken(ReadOnlySpan<char> text, bool lines)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF')
            {
                if (c is not ('\n' or '\r' or '\t'))
                {
                    return FaultCodes.ControlCharacter;
                }

                if (!lines)
                {
                    return FaultCodes.LineBreak;
                }
            }
            else if (char.IsSurrogate(c) && !IsPair(text, ref i))
            {
                return FaultCodes.InvalidText;
            }
        }

        return null;
    }

    /// <summary>Whether <paramref name="code"/> is made of lower-case letters, digits, hyphens and dots.</summary>
    public static bool IsCode(ReadOnlySpan<char> code) =>
        code.Length > 0 && !code.ContainsAnyExcept(CodeLetters);

    /// <summary>Whether <paramref name="tag"/> has the form of a language tag (BCP 47): parts of at most eight letters and digits, hyphens between.</summary>
    public static bool IsLanguage(ReadOnlySpan<char> tag)
    {
        foreach (var range in tag.Split('-'))
        {
            var part = tag[range];
            if (part.Length is 0 or > 8 || part.ContainsAnyExcept(TagLetters))
            {
                return false;
            }
        }

        return tag.Length <= 35 && !tag.IsEmpty && char.IsAsciiLetter(tag[0]);
    }

    private static bool IsPair(ReadOnlySpan<char> text, ref int i)
    {
        if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
        {
            return false;
        }

        i++;
        return true;
    }
}
