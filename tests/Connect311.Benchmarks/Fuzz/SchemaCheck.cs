using System.Text.Json;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>Holds JSON against the part of JSON Schema that the document uses.</summary>
internal sealed class SchemaCheck(ApiDocument document)
{
    /// <summary>The first thing that does not fit, with its JSON Pointer, or null.</summary>
    public string? FaultOf(JsonElement value, JsonElement schema, string at = "")
    {
        schema = document.Resolved(schema);
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            return choices.EnumerateArray().Any(choice => FaultOf(value, choice, at) is null) ? null : $"{at} fits none of oneOf";
        }

        if (schema.TryGetProperty("type", out var type) && !HasType(value, type))
        {
            return $"{at} is {value.ValueKind}, not {type}";
        }

        return BoundFault(value, schema, at) ?? value.ValueKind switch
        {
            JsonValueKind.Object => ObjectFault(value, schema, at),
            JsonValueKind.Array => ArrayFault(value, schema, at),
            _ => null,
        };
    }

    private static bool HasType(JsonElement value, JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => HasType(value, one))
        : type.GetString() switch
        {
            "null" => value.ValueKind == JsonValueKind.Null,
            "string" => value.ValueKind == JsonValueKind.String,
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "number" => value.ValueKind == JsonValueKind.Number,
            "array" => value.ValueKind == JsonValueKind.Array,
            "object" => value.ValueKind == JsonValueKind.Object,
            _ => false,
        };

    private static string? BoundFault(JsonElement value, JsonElement schema, string at)
    {
        if (value.ValueKind == JsonValueKind.Number
            && ((schema.TryGetProperty("minimum", out var minimum) && value.GetDouble() < minimum.GetDouble())
                || (schema.TryGetProperty("maximum", out var maximum) && value.GetDouble() > maximum.GetDouble())))
        {
            return $"{at} is out of range";
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        return schema.TryGetProperty("maxLength", out var longest) && value.GetString()!.Length > longest.GetInt32() ? $"{at} is too long"
            : schema.TryGetProperty("format", out var format) && format.ValueEquals("date-time") && !value.TryGetDateTimeOffset(out _) ? $"{at} is no time"
            : null;
    }

    private string? ObjectFault(JsonElement value, JsonElement schema, string at)
    {
        if (schema.TryGetProperty("required", out var required)
            && required.EnumerateArray().FirstOrDefault(name => !value.TryGetProperty(name.GetString()!, out _)) is { ValueKind: JsonValueKind.String } missing)
        {
            return $"{at}/{missing.GetString()} is missing";
        }

        if (!schema.TryGetProperty("properties", out var properties))
        {
            return null;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (properties.TryGetProperty(member.Name, out var its) && FaultOf(member.Value, its, $"{at}/{member.Name}") is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private string? ArrayFault(JsonElement value, JsonElement schema, string at)
    {
        if (!schema.TryGetProperty("items", out var items))
        {
            return null;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (FaultOf(item, items, $"{at}/{index++}") is { } fault)
            {
                return fault;
            }
        }

        return null;
    }
}
