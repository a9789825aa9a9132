using System.Text.Json;

namespace Connect311.Benchmarks.Fuzz;

/// <summary>Holds JSON against the part of JSON Schema that the document uses; each schema is read once.</summary>
internal sealed class SchemaCheck
{
    private readonly ApiDocument _document;
    private readonly Dictionary<string, SchemaCheck> _references;
    private readonly HashSet<string> _types = [];
    private readonly Dictionary<string, SchemaCheck> _properties = [];
    private readonly string[] _required = [];
    private readonly SchemaCheck[] _choices = [];
    private readonly SchemaCheck? _items;

    /// <summary>Read when it is first needed: a schema may hold itself.</summary>
    private readonly Lazy<SchemaCheck>? _referred;
    private readonly double _minimum = double.NegativeInfinity;
    private readonly double _maximum = double.PositiveInfinity;
    private readonly int _maxLength = int.MaxValue;
    private readonly bool _isTime;

    public SchemaCheck(ApiDocument document, JsonElement schema)
        : this(document, schema, [])
    {
    }

    private SchemaCheck(ApiDocument document, JsonElement schema, Dictionary<string, SchemaCheck> references)
    {
        _document = document;
        _references = references;
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            _referred = new(() => Referred(reference.GetString()!));
            return;
        }

        _types = schema.TryGetProperty("type", out var type) ? [.. Texts(type)] : [];
        _required = schema.TryGetProperty("required", out var required) ? [.. Texts(required)] : [];
        _choices = schema.TryGetProperty("oneOf", out var choices) ? [.. choices.EnumerateArray().Select(Of)] : [];
        _items = schema.TryGetProperty("items", out var items) ? Of(items) : null;
        _minimum = schema.TryGetProperty("minimum", out var minimum) ? minimum.GetDouble() : _minimum;
        _maximum = schema.TryGetProperty("maximum", out var maximum) ? maximum.GetDouble() : _maximum;
        _maxLength = schema.TryGetProperty("maxLength", out var longest) ? longest.GetInt32() : _maxLength;
        _isTime = schema.TryGetProperty("format", out var format) && format.ValueEquals("date-time");
        if (schema.TryGetProperty("properties", out var properties))
        {
            _properties = properties.EnumerateObject().ToDictionary(one => one.Name, one => Of(one.Value));
        }
    }

    /// <summary>The first thing that does not fit, with its place, or null.</summary>
    public string? FaultOf(JsonElement value)
    {
        if (_referred is not null)
        {
            return _referred.Value.FaultOf(value);
        }

        if (_choices.Length == 1)
        {
            return _choices[0].FaultOf(value);
        }

        if (_choices.Length > 1)
        {
            return _choices.Any(choice => choice.FaultOf(value) is null) ? null : " fits none of oneOf";
        }

        return _types.Count > 0 && !TypesOf(value).Any(_types.Contains) ? $" is {value.ValueKind}, not {string.Join(", ", _types)}"
            : value.ValueKind switch
            {
                JsonValueKind.Object => ObjectFault(value),
                JsonValueKind.Array => ArrayFault(value),
                JsonValueKind.Number => value.GetDouble() is var number && number >= _minimum && number <= _maximum ? null : " is out of range",
                JsonValueKind.String => TextFault(value),
                _ => null,
            };
    }

    private static IEnumerable<string> Texts(JsonElement one) => one.ValueKind == JsonValueKind.Array
        ? one.EnumerateArray().Select(item => item.GetString()!)
        : [one.GetString()!];

    private static string[] TypesOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => ["object"],
        JsonValueKind.Array => ["array"],
        JsonValueKind.String => ["string"],
        JsonValueKind.Number => value.TryGetInt64(out _) ? ["integer", "number"] : ["number"],
        JsonValueKind.True or JsonValueKind.False => ["boolean"],
        _ => ["null"],
    };

    private SchemaCheck Of(JsonElement schema) => new(_document, schema, _references);

    private SchemaCheck Referred(string reference)
    {
        lock (_references)
        {
            if (!_references.TryGetValue(reference, out var found))
            {
                _references[reference] = found = Of(_document.Resolve(reference));
            }

            return found;
        }
    }

    private string? TextFault(JsonElement value) =>
        _maxLength < int.MaxValue && value.GetString()!.Length > _maxLength ? " is too long"
        : _isTime && !value.TryGetDateTimeOffset(out _) ? " is no time"
        : null;

    private string? ObjectFault(JsonElement value)
    {
        foreach (var name in _required)
        {
            if (!value.TryGetProperty(name, out _))
            {
                return $"/{name} is missing";
            }
        }

        foreach (var member in _properties.Count == 0 ? default : value.EnumerateObject())
        {
            if (_properties.TryGetValue(member.Name, out var its) && its.FaultOf(member.Value) is { } fault)
            {
                return $"/{member.Name}{fault}";
            }
        }

        return null;
    }

    private string? ArrayFault(JsonElement value)
    {
        if (_items is null)
        {
            return null;
        }

        foreach (var item in value.EnumerateArray())
        {
            if (_items.FaultOf(item) is { } fault)
            {
                return "/-" + fault;
            }
        }

        return null;
    }
}
