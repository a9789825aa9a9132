using System.Text.Json;

namespace Connect311.Api.Open311.Check;

/// <summary>Reads JSON of a stranger into the same tree as its XML, and notes where it is no Spark mapping.</summary>
internal static class JsonReading
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <param name="root">The name of the root in XML, which the mapping drops.</param>
    public static Reading Of(string text, string root)
    {
        try
        {
            using var json = JsonDocument.Parse(text, Options);
            return new Walk(isErrors: root == "errors").Read(json.RootElement, root);
        }
        catch (JsonException error)
        {
            return Reading.Unreadable(error.Message);
        }
        catch (InvalidOperationException)
        {
            return Reading.Unreadable("It holds text with half a character.");
        }
    }

    /// <param name="isErrors">The code of an error may be a number, as in the specification's samples.</param>
    private sealed class Walk(bool isErrors)
    {
        private string? _shape;
        private string? _types;

        public Reading Read(JsonElement json, string root)
        {
            if (json.ValueKind == JsonValueKind.Object && json.EnumerateObject().ToList() is [var only] && only.Name == root)
            {
                _shape = $"the root element {root} is not dropped";
                json = only.Value;
            }

            return new(Of(root, json), Fault: null, Namespaces: null, _shape, _types);
        }

        private Node Of(string name, JsonElement json)
        {
            if (Names.Known.Contains(name) && Names.ItemOf.ContainsKey(name) != (json.ValueKind == JsonValueKind.Array)
                && json.ValueKind != JsonValueKind.Null)
            {
                _shape ??= $"{name} is {Kind(json)}";
            }

            return json.ValueKind switch
            {
                JsonValueKind.Array => new(name, null, [.. json.EnumerateArray().Select(item => Of(Names.ItemOf.GetValueOrDefault(name, name), item))]),
                JsonValueKind.Object => new(name, null, [.. json.EnumerateObject().Select(member => Of(member.Name, member.Value))]),
                _ => Leaf(name, json),
            };
        }

        private Node Leaf(string name, JsonElement json)
        {
            var isRight = json.ValueKind switch
            {
                JsonValueKind.Number => (!Names.Texts.Contains(name) || (isErrors && name == "code")) && !Names.Booleans.Contains(name)
                    && (name != "order" || json.TryGetInt64(out _)),
                JsonValueKind.True or JsonValueKind.False => Names.Booleans.Contains(name),
                JsonValueKind.String => !Names.Numbers.Contains(name) && !Names.Booleans.Contains(name),
                _ => true,
            };
            if (!isRight)
            {
                _types ??= $"{name} is {Kind(json)}: {json.GetRawText()}";
            }

            return new(name, json.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => json.GetString(),
                _ => json.GetRawText(),
            }, []);
        }

        private static string Kind(JsonElement json) => json.ValueKind switch
        {
            JsonValueKind.Array => "an array",
            JsonValueKind.Object => "an object",
            JsonValueKind.Number => "a number",
            JsonValueKind.String => "a string",
            _ => json.ValueKind.ToString().ToLowerInvariant(),
        };
    }
}
