using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Connect311.Routing.Documents;

/// <summary>Finds the line on which a value of a JSON text begins.</summary>
public static class JsonLines
{
    /// <summary>The line, from 1, of the value that the pointer names, or of the nearest one around it.</summary>
    /// <param name="json">A readable JSON text.</param>
    /// <param name="pointer">A JSON Pointer (RFC 6901).</param>
    public static int LineOf(string json, string pointer)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        var start = reader.TokenStartIndex;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            if (!Enter(ref reader, step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
            {
                break;
            }

            start = reader.TokenStartIndex;
        }

        return LineAt(bytes, start);
    }

    /// <summary>The line, from 1, of the first name that stands twice in its object or is no text.</summary>
    /// <param name="json">A JSON text that is readable but for such a name.</param>
    public static int OfFaultyName(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        var names = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                names.Push([]);
            }
            else if (reader.TokenType == JsonTokenType.EndObject)
            {
                names.Pop();
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && (NameAt(ref reader) is not { } name || !names.Peek().Add(name)))
            {
                break;
            }
        }

        return LineAt(bytes, reader.TokenStartIndex);
    }

    private static string? NameAt(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: JSON allows the escape, Unicode does not.
            return null;
        }
    }

    private static int LineAt(byte[] bytes, long start) => bytes.AsSpan(0, (int)start).Count((byte)'\n') + 1;

    /// <summary>Moves from the start of an object or array to the value of one step.</summary>
    private static bool Enter(ref Utf8JsonReader reader, string step)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return false;
        }

        var isObject = reader.TokenType == JsonTokenType.StartObject;
        for (var index = 0; reader.Read(); index++)
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                return false;
            }

            var found = isObject
                ? NameAt(ref reader) == step
                : step == index.ToString(CultureInfo.InvariantCulture);
            if (isObject)
            {
                reader.Read();
            }

            if (found)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
