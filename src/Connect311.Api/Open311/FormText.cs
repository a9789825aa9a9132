using System.Text;
using System.Text.Unicode;

namespace Connect311.Api.Open311;

/// <summary>
/// Reads <c>a=b&amp;c=d</c> of a query or a body. Unlike the framework's reader it tells what is not UTF-8, which that one would change in
/// silence.
/// </summary>
internal static class FormText
{
    /// <summary>The pairs in their order; null where one of them is not UTF-8.</summary>
    public static List<(string Name, string Value)>? Read(ReadOnlySpan<byte> text)
    {
        var pairs = new List<(string, string)>();
        foreach (var range in text.Split((byte)'&'))
        {
            var pair = text[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf((byte)'=');
            var name = Decoded(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : Decoded(pair[(equals + 1)..]);
            if (name is null || value is null)
            {
                return null;
            }

            pairs.Add((name, value));
        }

        return pairs;
    }

    /// <summary>The bytes as text; null where they are none.</summary>
    public static string? TextOf(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;

    private static string? Decoded(ReadOnlySpan<byte> part)
    {
        var bytes = new byte[part.Length];
        var length = 0;
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] == '%' && i + 2 < part.Length && IsHex(part[i + 1]) && IsHex(part[i + 2]))
            {
                bytes[length++] = (byte)(ValueOf(part[i + 1]) * 16 + ValueOf(part[i + 2]));
                i += 2;
            }
            else
            {
                bytes[length++] = part[i] == '+' ? (byte)' ' : part[i];
            }
        }

        return TextOf(bytes.AsSpan(0, length));
    }

    private static bool IsHex(byte letter) => char.IsAsciiHexDigit((char)letter);

    private static int ValueOf(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
