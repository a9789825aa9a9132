using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connect311.Api.Routing.RuleSets;

/// <summary>
/// The text of a rule set as it is kept: as its author wrote it, so that a file comes back as it was and a finding's line
/// is a line of the file. What comes in a single line is set out in lines.
/// </summary>
internal static class RuleSetText
{
    /// <summary>Bytes; 10,000 rules of 800.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Letters as a person wrote them: it is a file, and no part of a page.</summary>
    private static readonly JsonWriterOptions Lines = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a document.</summary>
    public static string Of(JsonElement json)
    {
        var text = json.GetRawText();
        return text.Contains('\n', StringComparison.Ordinal) ? text : Write(json, Lines);
    }

    /// <summary>The text of a part of a document, in lines that begin so many spaces from the left; the first does not.</summary>
    public static string Indented(JsonElement json, int spaces) =>
        Write(json, Lines).Replace("\n", "\n" + new string(' ', spaces), StringComparison.Ordinal);

    /// <summary>The same text for the same document, however it is laid out.</summary>
    public static string MeaningOf(JsonElement json) => Write(json, Plain);

    private static string Write(JsonElement json, JsonWriterOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, options))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
