using System.Globalization;

namespace Connect311.Routing.Documents;

/// <summary>Times on the wire: RFC 3339, the offset always there; digits finer than the clock's are cut off.</summary>
public static class Rfc3339
{
    private const int FinestDigits = 7;

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd'T'HH:mmK",
    ];

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;

        // K accepts an empty offset; a time without one would be read in the server's zone.
        return HasOffset(text)
            && WithDigitsOfClock(text) is { } cut
            && DateTimeOffset.TryParseExact(cut, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    /// <summary>The text with at most seven digits after the point; null when the point has none, which .NET would take.</summary>
    private static string? WithDigitsOfClock(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return text;
        }

        var digits = 0;
        while (point + 1 + digits < text.Length && char.IsAsciiDigit(text[point + 1 + digits]))
        {
            digits++;
        }

        return digits switch
        {
            0 => null,
            > FinestDigits => text.Remove(point + 1 + FinestDigits, digits - FinestDigits),
            _ => text,
        };
    }

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
