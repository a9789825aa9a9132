using System.Text.Json;

namespace Connect311.Routing.Documents;

/// <summary>Reads JSON from outside: a member given twice is refused, depth is bounded.</summary>
public static class JsonText
{
    public const int MaxDepth = 32;

    public static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    private static readonly Fault Unreadable = new("", FaultCodes.InvalidFormat, "expected", "JSON, every member once");

    /// <summary>The document, or null when it is none.</summary>
    /// <param name="json">The text.</param>
    /// <param name="fault">What is wrong with a text that is no document; else null.</param>
    /// <param name="line">The line, from 1, of the fault.</param>
    public static JsonElement? Parse(string json, out Fault? fault, out int line)
    {
        (fault, line) = (null, 0);
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            return document.RootElement.Clone();
        }
        catch (JsonException) when (JsonLines.TooDeep(json, MaxDepth) is { } place)
        {
            (fault, line) = (new(place.Pointer, FaultCodes.TooDeep, "maximum", MaxDepth), place.Line);
        }
        catch (JsonException broken) when (broken.LineNumber is { } at)
        {
            (fault, line) = (Unreadable, (int)at + 1);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name that stands there twice or, by a lone surrogate, is no text; the library does not say where.
            (fault, line) = (Unreadable, JsonLines.OfFaultyName(json));
        }

        return null;
    }
}
