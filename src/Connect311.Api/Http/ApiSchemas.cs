using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Connect311.Api.Triage.Actions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connect311.Api.Http;

/// <summary>What the generator cannot know of a type: codes that may grow, times as we write them, any JSON.</summary>
internal static class ApiSchemas
{
    /// <summary>The extension that lists codes to which later versions may add.</summary>
    public const string Codes = "x-extensible-enum";

    /// <summary>The name of a type's schema, or null for one that stands where it is used.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        type.Type == typeof(JsonElement) ? null
        : type.Type == typeof(Progress) ? "ProgressRemark" // Swift's Foundation has a Progress.
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    public static Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        AddType(schema, context.JsonTypeInfo.Type);
        AddCodes(schema, context.JsonPropertyInfo?.AttributeProvider);
        if (context.ParameterDescription?.ParameterDescriptor is IParameterInfoParameterDescriptor { ParameterInfo: var parameter })
        {
            AddCodes(schema, parameter);
            ReadAsNumber(schema, parameter);
        }

        return Task.CompletedTask;
    }

    /// <summary>Our converter of times hides from the generator that they are texts.</summary>
    private static void AddType(OpenApiSchema schema, Type type)
    {
        if (type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
        }
        else if (type == typeof(DateTimeOffset?))
        {
            schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
        }
    }

    private static void AddCodes(OpenApiSchema schema, ICustomAttributeProvider? member)
    {
        if (member?.GetCustomAttributes(typeof(ExtensibleEnumAttribute), inherit: false).FirstOrDefault() is not ExtensibleEnumAttribute { Codes: var codes })
        {
            return;
        }

        var described = schema.Items as OpenApiSchema ?? schema;
        described.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        described.Extensions[Codes] = new JsonNodeExtension(
            new JsonArray([.. codes.Select(code => (JsonNode)JsonValue.Create(code))]));
    }

    /// <summary>A number that we read as text, so that a faulty one gets our answer, is still a number to others.</summary>
    private static void ReadAsNumber(OpenApiSchema schema, ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            (schema.Type, schema.Format) = range.OperandType == typeof(double)
                ? (JsonSchemaType.Number, "double")
                : (JsonSchemaType.Integer, "int32");
        }
    }
}
