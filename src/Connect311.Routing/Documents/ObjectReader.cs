using System.Globalization;
using System.Text.Json;

namespace Connect311.Routing.Documents;

/// <summary>
/// Reads one JSON object member by member and notes every fault instead of stopping at the first.
/// Absent and null mean the same. What nobody asked for is an unknown member (<see cref="End"/>).
/// </summary>
public sealed class ObjectReader
{
    private readonly JsonElement _object;
    private readonly OrderedDictionary<string, JsonElement> _members = [];
    private readonly HashSet<string> _asked = [];

    public ObjectReader(JsonElement json, string pointer, List<Fault> faults)
    {
        _object = json;
        Pointer = pointer;
        Faults = faults;
        if (json.ValueKind != JsonValueKind.Object)
        {
            AddHere(FaultCodes.WrongType, "expected", "object");
            return;
        }

        // Not JsonElement.TryGetProperty: it throws when it meets a name with a lone surrogate.
        foreach (var member in json.EnumerateObject())
        {
            if (NameOf(member) is { } name)
            {
                _members[name] = member.Value;
            }
        }
    }

    /// <summary>Where this object stands in its document, as a JSON Pointer.</summary>
    public string Pointer { get; }

    public List<Fault> Faults { get; }

    public void Add(string name, string code) => Faults.Add(new(At(name), code));

    public void Add(string name, string code, string param, object? value) =>
        Faults.Add(new(At(name), code, param, value));

    /// <summary>Notes a fault of the object itself.</summary>
    public void AddHere(string code, string param, object? value) => Faults.Add(new(Pointer, code, param, value));

    public bool Has(string name) => Find(name) is not null;

    /// <summary>A text of at most <paramref name="maxLength"/> UTF-16 units, or null when absent or faulty.</summary>
    public string? Text(string name, int maxLength, bool lines = false) =>
        Find(name) is { } value ? TextOf(value, At(name), maxLength, lines) : null;

    /// <summary>A text that must be there and not be blank; empty when it is not.</summary>
    public string RequiredText(string name, int maxLength, bool lines = false)
    {
        Require(name);
        if (Text(name, maxLength, lines) is not { } text)
        {
            return "";
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            Add(name, FaultCodes.Required);
            return "";
        }

        return text;
    }

    /// <summary>A code: lower-case letters, digits, hyphens, dots.</summary>
    public string RequiredCode(string name, int maxLength = 100)
    {
        var code = RequiredText(name, maxLength);
        if (code.Length > 0 && !TextRules.IsCode(code))
        {
            Add(name, FaultCodes.InvalidFormat, "expected", "a-z, 0-9, '-' and '.'");
        }

        return code;
    }

    /// <summary>One of <paramref name="allowed"/>; <paramref name="byDefault"/> when absent.</summary>
    public string? OneOf(string name, IReadOnlyCollection<string> allowed, string? byDefault = null)
    {
        if (Text(name, 100) is not { } value)
        {
            return byDefault;
        }

        if (!allowed.Contains(value))
        {
            Add(name, FaultCodes.UnknownValue, "allowed", string.Join(", ", allowed));
            return byDefault;
        }

        return value;
    }

    public bool Flag(string name, bool byDefault)
    {
        if (Find(name) is not { } value)
        {
            return byDefault;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Add(name, FaultCodes.WrongType, "expected", "boolean");
            return byDefault;
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>A finite number within the bounds, or null when absent or faulty.</summary>
    public double? Number(string name, double minimum = double.MinValue, double maximum = double.MaxValue)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
        {
            Add(name, FaultCodes.WrongType, "expected", "number");
            return null;
        }

        if (number < minimum || number > maximum || !double.IsFinite(number))
        {
            OutOfRange(name, minimum, maximum);
            return null;
        }

        return number;
    }

    /// <summary>A whole number within the bounds, or null when absent or faulty.</summary>
    public int? Whole(string name, int minimum = int.MinValue, int maximum = int.MaxValue)
    {
        if (Number(name, minimum, maximum) is not { } number)
        {
            return null;
        }

        if (number != Math.Floor(number))
        {
            Add(name, FaultCodes.WrongType, "expected", "whole number");
            return null;
        }

        return (int)number;
    }

    /// <summary>A time with its offset (RFC 3339), or null when absent or faulty.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Text(name, 64) is not { } text)
        {
            return null;
        }

        if (Rfc3339.TryParse(text, out var time))
        {
            return time;
        }

        Add(name, FaultCodes.InvalidFormat, "expected", "RFC 3339 time with offset, such as 2026-06-01T14:30:00Z");
        return null;
    }

    /// <summary>A time zone by its IANA name; UTC when faulty.</summary>
    public TimeZoneInfo RequiredTimeZone(string name)
    {
        var id = RequiredText(name, 100);
        if (id.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone))
        {
            return zone;
        }

        if (id.Length > 0)
        {
            Add(name, FaultCodes.UnknownValue, "allowed", "IANA names such as America/New_York");
        }

        return TimeZoneInfo.Utc;
    }

    /// <summary>A text per language (<c>{ "en": "..." }</c>); English is required in it.</summary>
    public LocalText? Texts(string name, int maxLength)
    {
        if (Object(name) is not { } texts)
        {
            return null;
        }

        var byLanguage = new Dictionary<string, string>();
        foreach (var (language, _) in texts.Members())
        {
            byLanguage[language] = texts.RequiredText(language, maxLength, lines: true);
        }

        texts.Require(LocalText.DefaultLanguage);
        byLanguage.TryAdd(LocalText.DefaultLanguage, "");
        return new LocalText(byLanguage);
    }

    public LocalText RequiredTexts(string name, int maxLength)
    {
        Require(name);
        return Texts(name, maxLength) ?? LocalText.FromEnglish("");
    }

    /// <summary>The object under <paramref name="name"/>, or null when absent or not an object.</summary>
    public ObjectReader? Object(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        var reader = new ObjectReader(value, At(name), Faults);
        return value.ValueKind == JsonValueKind.Object ? reader : null;
    }

    /// <summary>The objects of the array under <paramref name="name"/>; empty when absent or no array.</summary>
    public IEnumerable<ObjectReader> Objects(string name, int maximum = int.MaxValue)
    {
        foreach (var (element, pointer) in Elements(name, maximum))
        {
            var reader = new ObjectReader(element, pointer, Faults);
            if (element.ValueKind == JsonValueKind.Object)
            {
                yield return reader;
            }
        }
    }

    /// <summary>The texts of the array under <paramref name="name"/>; null when absent.</summary>
    public IReadOnlyList<string>? TextList(string name, int maximum, int maxLength)
    {
        if (!Has(name))
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var (element, pointer) in Elements(name, maximum))
        {
            if (TextOf(element, pointer, maxLength, lines: false) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }

    /// <summary>Notes a fault when <paramref name="name"/> is absent or null.</summary>
    public void Require(string name)
    {
        if (_object.ValueKind == JsonValueKind.Object && !Has(name))
        {
            Add(name, FaultCodes.Required);
        }
    }

    public IEnumerable<(string Name, JsonElement Value)> Members()
    {
        foreach (var (name, value) in _members)
        {
            _asked.Add(name);
            yield return (name, value);
        }
    }

    /// <summary>Ends the reading: every member that nobody asked for is a fault, or kept in <paramref name="aside"/>.</summary>
    public void End(Dictionary<string, JsonElement>? aside = null)
    {
        foreach (var (name, value) in _members)
        {
            if (_asked.Contains(name))
            {
                continue;
            }

            if (aside is null)
            {
                Add(name, FaultCodes.UnknownMember);
            }
            else
            {
                aside[At(name)] = value;
            }
        }
    }

    /// <summary>The pointer of a member of this object.</summary>
    public string At(string name) => Below(Pointer, name);

    /// <summary>The pointer of a member of the object at <paramref name="pointer"/>.</summary>
    public static string Below(string pointer, string name) => $"{pointer}/{Escaped(name)}";

    /// <summary>Whether a JSON string is Unicode text: JSON allows the escape of half a character.</summary>
    public static bool IsText(JsonElement value) => Unescaped(value) is not null;

    private static string Escaped(string name) =>
        name.AsSpan().ContainsAny('~', '/')
            ? name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
            : name;

    private JsonElement? Find(string name)
    {
        _asked.Add(name);
        return _members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private IEnumerable<(JsonElement Element, string Pointer)> Elements(string name, int maximum)
    {
        if (Find(name) is not { } value)
        {
            yield break;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Add(name, FaultCodes.WrongType, "expected", "array");
            yield break;
        }

        if (value.GetArrayLength() > maximum)
        {
            Add(name, FaultCodes.TooMany, "maximum", maximum);
            yield break;
        }

        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            yield return (element, string.Create(CultureInfo.InvariantCulture, $"{At(name)}/{index++}"));
        }
    }

    private string? TextOf(JsonElement value, string pointer, int maxLength, bool lines)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Faults.Add(new(pointer, FaultCodes.WrongType, "expected", "string"));
            return null;
        }

        if (Unescaped(value) is not { } text)
        {
            Faults.Add(new(pointer, FaultCodes.InvalidText));
            return null;
        }

        if (text.Length > maxLength)
        {
            Faults.Add(new(pointer, FaultCodes.TooLong, "maximum", maxLength));
            return null;
        }

        if (TextRules.Broken(text, lines) is { } broken)
        {
            Faults.Add(new(pointer, broken));
            return null;
        }

        return text;
    }

    private string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // A name with a lone surrogate: JSON allows the escape, Unicode does not.
            Faults.Add(new(Pointer, FaultCodes.InvalidText));
            return null;
        }
    }

    private static string? Unescaped(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void OutOfRange(string name, double minimum, double maximum) =>
        Faults.Add(new(At(name), FaultCodes.OutOfRange, new Dictionary<string, object?>
        {
            ["minimum"] = minimum,
            ["maximum"] = maximum,
        }));
}
