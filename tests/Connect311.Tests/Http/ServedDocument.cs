using System.Text.Json;

namespace Connect311.Tests.Http;

/// <summary>The OpenAPI document as the server writes it now.</summary>
internal sealed record ServedDocument(JsonElement Root)
{
    public static async Task<ServedDocument> OfAsync(TestApplication application)
    {
        using var anybody = application.Anybody();
        return new(await (await anybody.ReadAsync("/openapi/v1.json")).JsonAsync());
    }

    /// <summary>Every operation by its method and path, such as <c>get /v1/catalog</c>.</summary>
    public Dictionary<string, JsonElement> Operations() => Root.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name} {path.Name}", operation.Value)))
        .ToDictionary();

    public IEnumerable<JsonProperty> Schemas() => Root.GetProperty("components").GetProperty("schemas").EnumerateObject();

    /// <summary>What a reference leads to; anything else as it stands.</summary>
    public JsonElement Resolved(JsonElement node) => node.TryGetProperty("$ref", out var reference)
        ? reference.GetString()!["#/".Length..].Split('/').Aggregate(Root, (found, name) => found.GetProperty(name))
        : node;

    /// <summary>The reference of a body's schema, or null where it has none of that type, or one without a name.</summary>
    public string? SchemaOf(JsonElement answer, string mediaType) =>
        Resolved(answer).TryGetProperty("content", out var content)
            && content.TryGetProperty(mediaType, out var media)
            && media.GetProperty("schema").TryGetProperty("$ref", out var reference)
            ? reference.GetString()
            : null;

    /// <summary>Every body that is sent or answered, by where it stands.</summary>
    public IEnumerable<(string Where, JsonElement Media)> Bodies()
    {
        var sent = Operations().Where(operation => operation.Value.TryGetProperty("requestBody", out _))
            .Select(operation => (Where: $"{operation.Key} body", Holder: operation.Value.GetProperty("requestBody")));
        var answered = Operations().SelectMany(operation => operation.Value.GetProperty("responses").EnumerateObject()
            .Select(answer => (Where: $"{operation.Key} {answer.Name}", Holder: Resolved(answer.Value))));
        return sent.Concat(answered).Where(one => one.Holder.TryGetProperty("content", out _))
            .SelectMany(one => one.Holder.GetProperty("content").EnumerateObject().Select(media => ($"{one.Where} {media.Name}", media.Value)));
    }
}
