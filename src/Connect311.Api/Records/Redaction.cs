using System.Text.RegularExpressions;

namespace Connect311.Api.Records;

/// <summary>Masks what tells of a person in free words: mail addresses, phone numbers, and plates that are called so.</summary>
internal static partial class Redaction
{
    public const string Mask = "[withheld]";

    /// <summary>The words with a mask for each, and how many there were.</summary>
    public static (string Text, int Masked) Of(string text)
    {
        var masked = 0;
        foreach (var form in new[] { Mail(), Phone(), Plate() })
        {
            text = form.Replace(text, match =>
            {
                masked++;
                return $"{match.Groups["before"].Value}{Mask}";
            });
        }

        return (text, masked);
    }

    [GeneratedRegex(@"[\w.+%-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63}){1,8}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Mail();

    /// <summary>Seven to fifteen digits (ITU-T E.164), with what people put between them.</summary>
    [GeneratedRegex(@"(?<before>^|[^\w+])\+?\(?\d([ ().\-/]{0,2}\d){6,14}\b", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Phone();

    [GeneratedRegex(@"(?<before>\b(license plate|licence plate|plate|placa|tag)s?( number| no\.?| #)?( is| was| es)?[ :#]{1,3})[A-Z0-9][A-Z0-9 \-]{2,8}[A-Z0-9]\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Plate();
}
