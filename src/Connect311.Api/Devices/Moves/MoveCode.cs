using System.Buffers;
using System.Security.Cryptography;

namespace Connect311.Api.Devices.Moves;

/// <summary>
/// A code for a person to type: twelve letters and digits in three groups, none of them like another (Crockford's base 32, without
/// I, L, O and U), the last one a check (Luhn mod N) that finds every single wrong one. The first four find the move, the rest (35 bits) is its secret.
/// </summary>
internal static class MoveCode
{
    public const int LocatorLength = 4;

    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 12;
    private const int Group = 4;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create(Letters);

    /// <summary>A new code, as it is compared.</summary>
    public static string New()
    {
        var drawn = RandomNumberGenerator.GetString(Letters, Length - 1);
        return drawn + CheckOf(drawn);
    }

    /// <summary>A code as it is shown.</summary>
    public static string Shown(string code) => string.Join('-', code.Chunk(Group).Select(group => new string(group)));

    /// <summary>A code as it is compared, however it was typed; null where it cannot be one.</summary>
    /// <param name="isMistyped">Whether it has the form of one, and its check does not fit.</param>
    public static string? Read(string text, out bool isMistyped)
    {
        isMistyped = false;
        var code = string.Concat(text.Where(typed => typed is not ('-' or ' ')).Select(Meant));
        if (code.Length != Length || code.AsSpan().ContainsAnyExcept(Alphabet))
        {
            return null;
        }

        isMistyped = CheckOf(code[..^1]) != code[^1];
        return isMistyped ? null : code;
    }

    private static char Meant(char typed) => char.ToUpperInvariant(typed) switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        var letter => letter,
    };

    private static char CheckOf(string code)
    {
        var sum = 0;
        for (var i = 0; i < code.Length; i++)
        {
            var addend = Letters.IndexOf(code[i], StringComparison.Ordinal) * ((code.Length - i) % 2 == 0 ? 1 : 2);
            sum += (addend / Letters.Length) + (addend % Letters.Length);
        }

        return Letters[(Letters.Length - (sum % Letters.Length)) % Letters.Length];
    }
}
