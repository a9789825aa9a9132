using System.Text.RegularExpressions;

namespace Connect311.Api.Lookup;

/// <summary>
/// What residents wrote, as it may be published: whatever looks like a phone number, a mail address or the plate of a car stands as […]. It
/// hides a number too many rather than one too few.
/// </summary>
internal static partial class PublishedText
{
    private const string Hidden = "[…]";

    /// <summary>A number of fewer digits calls nobody.</summary>
    private const int PhoneDigits = 7;

    public static string Masked(string text)
    {
        var masked = Mail().Replace(text, Hidden);
        masked = Phone().Replace(masked, match => match.Value.Count(char.IsDigit) < PhoneDigits ? match.Value : Hidden);
        masked = Plate().Replace(masked, match => IsPlate(match.Value) ? Hidden : match.Value);
        return NamedPlate().Replace(masked, match => $"{match.Groups[1].Value}{Hidden}");
    }

    /// <summary>Letters and digits together, six at least, and no word that begins or ends in a few of the others.</summary>
    private static bool IsPlate(string text) =>
        text.Count(char.IsAsciiLetterOrDigit) is >= 6 and <= 8
        && text.Count(char.IsAsciiDigit) >= 2
        && text.Count(char.IsAsciiLetterUpper) >= 2;

    [GeneratedRegex(@"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(\.[\w-]+)+", RegexOptions.NonBacktracking)]
    private static partial Regex Mail();

    [GeneratedRegex(@"\+?\(?\p{Nd}[\p{Nd}\p{Zs}\p{Pd}\t\r\n()./·]*\p{Nd}", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b[A-Z0-9]{1,5}[ -][A-Z0-9]{0,4}[0-9][A-Z0-9]{0,4}\b|\b[A-Z0-9]{0,4}[0-9][A-Z0-9]{0,4}[ -][A-Z]{2,4}\b|\b[A-Z0-9]{6,8}\b", RegexOptions.NonBacktracking)]
    private static partial Regex Plate();

    [GeneratedRegex(@"(\b(?:plate|plates|license|licence|tag|placa|matr[ií]cula)(?: number| no\.?| nr\.?| #)?(?: is| es)?[:#]? ?)(?:[A-Za-z]{1,4}[ -])?[A-Za-z0-9]*[0-9][A-Za-z0-9-]*", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex NamedPlate();
}
