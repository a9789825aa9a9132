using System.Text;

namespace Connect311.Api.Open311.Check;

/// <summary>Reads UTF-8 to the letter.</summary>
internal static class Utf8
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The text without a byte order mark, and whether it was UTF-8 throughout; what was not stands as U+FFFD.</returns>
    public static (string Text, bool IsValid) Read(byte[] bytes)
    {
        try
        {
            return (Strict.GetString(bytes).TrimStart('\uFEFF'), true);
        }
        catch (DecoderFallbackException)
        {
            return (Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'), false);
        }
    }
}
