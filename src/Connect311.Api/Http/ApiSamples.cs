using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connect311.Api.Http;

/// <summary>
/// An example for each body that has none of its own, made of samples of its members. It stands once in the document, by the
/// name of its schema. Samples stand in Http/samples.json by <c>Schema.member</c> or by <c>member</c> alone; for a member that is
/// an object, or a list of them, by <c>member:Schema</c> of the object.
/// </summary>
internal static class ApiSamples
{
    /// <summary>Stands for a text that has no sample, behind the names of its schema and member; a test refuses it.</summary>
    public const string Missing = "needs a sample in src/Connect311.Api/Http/samples.json";

    private const string Time = "2026-06-01T16:00:00.000Z";

    private static readonly JsonObject Samples = Read();

    public static Task Fill(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Components!.Examples ??= new Dictionary<string, IOpenApiExample>();
        foreach (var operation in ApiShapes.Operations(document))
        {
            var answers = operation.Responses!.Values.OfType<OpenApiResponse>().SelectMany(answer => answer.Content?.Values ?? []);
            foreach (var body in answers.Concat(operation.RequestBody?.Content?.Values ?? []))
            {
                Fill(document, body);
            }
        }

        return Task.CompletedTask;
    }

    private static void Fill(OpenApiDocument document, OpenApiMediaType body)
    {
        if (body.Example is null && ApiShapes.NameOf(body.Schema) is { } name)
        {
            document.Components!.Examples!.TryAdd(name, new OpenApiExample { Value = Object(body.Schema!, name, [name]) });
            body.Examples = new Dictionary<string, IOpenApiExample> { ["sample"] = new OpenApiExampleReference(name, document) };
        }
    }

    /// <param name="schema">An object.</param>
    /// <param name="owner">The name of its schema.</param>
    /// <param name="within">The schemas that it stands in: none stands in itself.</param>
    private static JsonObject Object(IOpenApiSchema schema, string owner, HashSet<string> within) =>
        new((schema.Properties ?? new Dictionary<string, IOpenApiSchema>())
            .Select(member => KeyValuePair.Create(member.Key, Member(member.Value, owner, member.Key, within))));

    private static JsonNode? Member(IOpenApiSchema schema, string owner, string name, HashSet<string> within)
    {
        if (Samples.TryGetPropertyValue($"{owner}.{name}", out var own))
        {
            return own?.DeepClone();
        }

        if (ApiShapes.Optional(schema) is { } optional)
        {
            return Inner(optional, name, within);
        }

        var type = (schema.Type ?? JsonSchemaType.Object) & ~JsonSchemaType.Null;
        return Inner(schema, name, within)
            ?? (type == JsonSchemaType.Array && Inner(schema.Items!, name, within) is { } item ? new JsonArray(item)
                : IsNull(schema, name) ? null
                : Alike(Samples[name], type, schema) ?? Plain(schema, type, $"{owner}.{name}"));
    }

    /// <summary>The object that a schema refers to, or null where it refers to none, or to one that it stands in.</summary>
    private static JsonNode? Inner(IOpenApiSchema schema, string name, HashSet<string> within) =>
        ApiShapes.NameOf(schema) is not { } reference ? null
        : Samples[$"{name}:{reference}"] is { } sample ? sample.DeepClone()
        : within.Contains(reference) ? null
        : Object(schema, reference, [.. within, reference]);

    private static bool IsNull(IOpenApiSchema schema, string name) =>
        schema.Type!.Value.HasFlag(JsonSchemaType.Null) && Samples.TryGetPropertyValue(name, out var sample) && sample is null;

    /// <summary>The sample of a name, where it is of the member's type and one of its codes; members of many schemas share a name.</summary>
    private static JsonNode? Alike(JsonNode? sample, JsonSchemaType type, IOpenApiSchema schema)
    {
        var isAlike = sample?.GetValueKind() switch
        {
            JsonValueKind.String => type == JsonSchemaType.String && (Codes(schema) is not { } codes || codes.Contains((string)sample!)),
            JsonValueKind.Number => type is JsonSchemaType.Integer or JsonSchemaType.Number,
            JsonValueKind.True or JsonValueKind.False => type == JsonSchemaType.Boolean,
            JsonValueKind.Array => type == JsonSchemaType.Array,
            JsonValueKind.Object => type == JsonSchemaType.Object,
            _ => false,
        };
        return isAlike ? sample!.DeepClone() : null;
    }

    private static JsonNode? Plain(IOpenApiSchema schema, JsonSchemaType type, string member) => type switch
    {
        JsonSchemaType.Array => Codes(schema.Items!) is { Count: > 0 } codes ? new JsonArray(codes[0]) : new JsonArray(),
        JsonSchemaType.Object => new JsonObject(),
        JsonSchemaType.Boolean => false,
        JsonSchemaType.Integer or JsonSchemaType.Number => 1,
        _ when Codes(schema) is { Count: > 0 } codes => codes[0],
        _ when schema.Format == "date-time" => Time,
        _ when schema.Type!.Value.HasFlag(JsonSchemaType.Null) => null,
        _ => $"{member} {Missing}",
    };

    private static List<string>? Codes(IOpenApiSchema schema) =>
        schema.Extensions?.TryGetValue(ApiSchemas.Codes, out var extension) == true && extension is JsonNodeExtension { Node: JsonArray codes }
            ? [.. codes.Select(code => (string)code!)]
            : null;

    private static JsonObject Read()
    {
        using var stream = typeof(ApiSamples).Assembly.GetManifestResourceStream("samples.json")!;
        return JsonNode.Parse(stream, documentOptions: Json.Reading)!.AsObject();
    }
}
