using System.Text.Json;

namespace Connect311.Routing.Documents;

/// <content>Texts, codes, numbers and times.</content>
public sealed partial class ObjectReader
{
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
        Require(name);
        return Code(name, maxLength) ?? "";
    }

    /// <summary>A code, or null when absent or faulty.</summary>
    public string? Code(string name, int maxLength)
    {
        if (Text(name, maxLength) is not { } code)
        {
            return null;
        }

        if (string.IsNullOrWhiteSpace(code))
        {
            Add(name, FaultCodes.Required);
            return null;
        }

        if (!TextRules.IsCode(code))
        {
            Add(name, FaultCodes.InvalidFormat, "expected", TextRules.CodeForm);
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
            if (!TextRules.IsLanguage(language))
            {
                texts.Add(language, FaultCodes.InvalidFormat, "expected", "a language tag such as en or es-MX");
            }
        }

        texts.Require(LocalText.DefaultLanguage);
        byLanguage.TryAdd(LocalText.DefaultLanguage, "");
        return new LocalText(byLanguage, _translations);
    }

    public LocalText RequiredTexts(string name, int maxLength)
    {
        Require(name);
        return Texts(name, maxLength) ?? LocalText.FromEnglish("");
    }

    /// <summary>Whether a JSON string is Unicode text: JSON allows the escape of half a character.</summary>
    public static bool IsText(JsonElement value) => Unescaped(value) is not null;

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
