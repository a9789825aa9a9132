using System.Text.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connect311.Api.Http;

/// <summary>
/// The shapes from which generators make clean clients in Kotlin, Swift and TypeScript. It is the last word on operations and
/// schemas, so that no route has to think of it.
/// </summary>
internal static class ApiShapes
{
    public static Task Tidy(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var answered = Answered(document);
        foreach (var (name, schema) in document.Components!.Schemas!)
        {
            Tidy((OpenApiSchema)schema, isAnswered: answered.Contains(name));
        }

        foreach (var operation in Operations(document))
        {
            operation.OperationId = JsonNamingPolicy.CamelCase.ConvertName(operation.OperationId!);
        }

        return Task.CompletedTask;
    }

    public static IEnumerable<OpenApiOperation> Operations(OpenApiDocument document) =>
        document.Paths.Values.SelectMany(path => path.Operations!.Values);

    /// <summary>The name of what a schema refers to, or null.</summary>
    public static string? NameOf(IOpenApiSchema? schema) => (schema as OpenApiSchemaReference)?.Reference.Id;

    /// <summary>The object of a member that may be null, or null where the member is none.</summary>
    public static OpenApiSchemaReference? Optional(IOpenApiSchema schema) =>
        schema.OneOf is { Count: 2 } choices && choices.Any(choice => choice.Type == JsonSchemaType.Null)
            ? choices.OfType<OpenApiSchemaReference>().SingleOrDefault()
            : null;

    private static void Tidy(OpenApiSchema schema, bool isAnswered)
    {
        foreach (var (name, member) in schema.Properties?.ToList() ?? [])
        {
            if (Optional(member) is { } reference)
            {
                schema.Properties![name] = isAnswered ? OrNull(reference) : reference;

                // Absent and null mean the same; some generators make a client that fails on a null where something is required.
                schema.Required?.Remove(name);
            }
            else if (member is OpenApiSchema open)
            {
                Open(open);
            }
        }
    }

    /// <summary>
    /// The description stands outside, where generators look for it. What is only sent is a plain reference (see above), because Apple's
    /// generator leaves out a member that has the type null.
    /// </summary>
    private static OpenApiSchema OrNull(OpenApiSchemaReference reference)
    {
        var description = reference.Description;
        reference.Description = null;
        return new() { Description = description, OneOf = [reference, new OpenApiSchema { Type = JsonSchemaType.Null }] };
    }

    /// <summary>Without a word on its members an object has none in TypeScript, and a list no items anywhere.</summary>
    private static void Open(OpenApiSchema schema)
    {
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Object) && schema.Properties is not { Count: > 0 })
        {
            schema.AdditionalProperties ??= new OpenApiSchema();
        }

        if (schema.Type is { } list && list.HasFlag(JsonSchemaType.Array))
        {
            schema.Items ??= new OpenApiSchema();
        }
    }

    /// <summary>The names of all schemas that answers are made of.</summary>
    private static HashSet<string> Answered(OpenApiDocument document)
    {
        var found = new HashSet<string>();
        var waiting = new Stack<IOpenApiSchema?>(Operations(document)
            .SelectMany(operation => operation.Responses!.Values)
            .SelectMany(answer => answer.Content?.Values ?? [])
            .Select(media => media.Schema));
        while (waiting.TryPop(out var schema))
        {
            if (NameOf(schema) is { } name)
            {
                if (found.Add(name))
                {
                    waiting.Push(document.Components!.Schemas![name]);
                }
            }
            else if (schema is not null)
            {
                Push(waiting, schema);
            }
        }

        return found;
    }

    private static void Push(Stack<IOpenApiSchema?> waiting, IOpenApiSchema schema)
    {
        waiting.Push(schema.Items);
        waiting.Push(schema.AdditionalProperties);
        foreach (var part in (schema.Properties?.Values ?? []).Concat(schema.OneOf ?? []))
        {
            waiting.Push(part);
        }
    }
}
