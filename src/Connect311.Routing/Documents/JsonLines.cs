using System.Text;
using System.Text.Json;

namespace Connect311.Routing.Documents;

/// <summary>Finds the line on which a value of a JSON text begins.</summary>
public static class JsonLines
{
    /// <summary>The line, from 1, of the value that the pointer names, or of the nearest one around it.</summary>
    /// <param name="json">A readable JSON text.</param>
    /// <param name="pointer">A JSON Pointer (RFC 6901).</param>
    public static int LineOf(string json, string pointer) => LinesOf(json, [pointer])[0];

    /// <summary>The lines of many pointers, found in one pass.</summary>
    /// <param name="json">A readable JSON text.</param>
    /// <param name="pointers">JSON Pointers (RFC 6901).</param>
    /// <returns>For each pointer what <see cref="LineOf"/> says.</returns>
    public static int[] LinesOf(string json, IReadOnlyList<string> pointers)
    {
        var lines = new Dictionary<string, int>();
        foreach (var pointer in pointers)
        {
            // Where a value is missing, what is around it stands in.
            for (var at = pointer; lines.TryAdd(at, 0) && at.Length > 0;)
            {
                at = at[..at.LastIndexOf('/')];
            }
        }

        var walk = new JsonWalk(Encoding.UTF8.GetBytes(json));
        var wanted = lines.GetAlternateLookup<ReadOnlySpan<char>>();
        while (walk.Next())
        {
            if (wanted.ContainsKey(walk.Pointer))
            {
                wanted[walk.Pointer] = walk.Line;
            }
        }

        return [.. pointers.Select(pointer => NearestLine(lines, pointer))];
    }

    /// <summary>Where a text is first nested deeper than allowed; null when it is not, as far as it is readable.</summary>
    public static (string Pointer, int Line)? TooDeep(string json, int maximum)
    {
        var walk = new JsonWalk(Encoding.UTF8.GetBytes(json));
        try
        {
            while (walk.Next())
            {
                if (walk.Depth > maximum)
                {
                    return (walk.Pointer.ToString(), walk.Line);
                }
            }
        }
        catch (JsonException)
        {
            // Broken before it was too deep.
        }

        return null;
    }

    private static int NearestLine(Dictionary<string, int> lines, string pointer)
    {
        var at = pointer;
        while (lines[at] == 0)
        {
            at = at[..at.LastIndexOf('/')];
        }

        return lines[at];
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
}
