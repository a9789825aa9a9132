using System.Text.Json;
using System.Text.Json.Nodes;
using Connect311.Routing.Documents;

namespace Connect311.Tests.Documents;

/// <summary>Changes one place of a valid document, so that a test shows one fault and nothing else.</summary>
internal static class JsonEdits
{
    public static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;

    /// <summary>The document with another value at the pointer; null takes the member away.</summary>
    public static JsonElement With(string document, string pointer, string? value)
    {
        var root = JsonNode.Parse(document)!;
        var steps = pointer.Split('/')[1..];
        var parent = steps[..^1].Aggregate(root, (node, step) => node is JsonArray array ? array[Number(step)]! : node[step]!);
        switch (parent)
        {
            case JsonArray array when Number(steps[^1]) == array.Count:
                array.Add(JsonNode.Parse(value!));
                break;
            case JsonArray array:
                array[Number(steps[^1])] = JsonNode.Parse(value!);
                break;
            case JsonObject node when value is null:
                Assert.True(node.Remove(steps[^1]), $"{pointer} is not there");
                break;
            default:
                parent[steps[^1]] = JsonNode.Parse(value!);
                break;
        }

        return JsonSerializer.SerializeToElement(root);
    }

    /// <summary>Field and code of each fault, in the order in which they were found.</summary>
    public static string[] Listed(IEnumerable<Fault> faults) => [.. faults.Select(fault => $"{fault.Field} {fault.Code}")];

    private static int Number(string step) => int.Parse(step, System.Globalization.CultureInfo.InvariantCulture);
}
