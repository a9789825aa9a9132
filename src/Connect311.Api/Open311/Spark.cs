using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Xml;
using Connect311.Api.Http;

namespace Connect311.Api.Open311;

/// <summary>
/// Writes an answer as JSON, and XML from that JSON: so one is always the other's Spark mapping. The root stands in the XML alone; a list
/// is an element of elements, whose name follows from its own; null is an empty element.
/// </summary>
internal static class Spark
{
    private const string Requests = "service_request";
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly JsonSerializerOptions Options = Configured(new(Json.Options));

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        OmitXmlDeclaration = true,
        NewLineHandling = NewLineHandling.None,
    };

    /// <summary>The writer's own says <c>utf-8</c>; some clients compare.</summary>
    public static ReadOnlySpan<byte> Declaration => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8;

    public static byte[] ToJson(object value) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Options);

    /// <param name="root">The name of the root element.</param>
    public static byte[] ToXml(string root, object value) => [.. Declaration, .. ToElement(root, value)];

    /// <summary>The same as an element of a document that others write.</summary>
    /// <param name="root">The name of the element.</param>
    public static byte[] ToElement(string root, object value)
    {
        var json = JsonSerializer.SerializeToElement(value, value.GetType(), Options);
        using var xml = new MemoryStream();
        using (var writer = XmlWriter.Create(xml, Settings))
        {
            Write(writer, root, json);
        }

        return xml.ToArray();
    }

    /// <summary>A text as both forms can hold it: without what XML 1.0 has no characters for, line breaks in one form, null for an empty one.</summary>
    public static string? Cleaned(string text)
    {
        var plain = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var cleaned = IsXml(plain) ? plain : string.Concat(plain.Where((_, at) => IsXmlAt(plain, at)));
        return string.IsNullOrWhiteSpace(cleaned) ? null : cleaned;
    }

    /// <summary>A time as it is written: UTC, in seconds.</summary>
    public static string TextOf(DateTimeOffset time) => time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);

    /// <summary>What the elements of a list are called: <c>service</c> in <c>services</c>, <c>request</c> in <c>service_requests</c>.</summary>
    private static string ItemOf(string list) => list.StartsWith(Requests, StringComparison.Ordinal) ? list["service_".Length..^1] : list[..^1];

    private static void Write(XmlWriter writer, string name, JsonElement json)
    {
        writer.WriteStartElement(name);
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    Write(writer, member.Name, member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    Write(writer, ItemOf(name), item);
                }

                break;
            case JsonValueKind.String:
                writer.WriteString(json.GetString());
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                writer.WriteString(json.GetRawText());
                break;
        }

        writer.WriteEndElement();
    }

    private static bool IsXml(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsXmlAt(text, at))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsXmlAt(string text, int at) =>
        XmlConvert.IsXmlChar(text[at])
        || (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
        || (char.IsLowSurrogate(text[at]) && at > 0 && char.IsHighSurrogate(text[at - 1]));

    private static JsonSerializerOptions Configured(JsonSerializerOptions options)
    {
        options.Converters.Clear();
        options.Converters.Add(new TextConverter());
        options.Converters.Add(new TimeConverter());
        return options;
    }

    private sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(Cleaned(value));
    }

    private sealed class TimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(TextOf(value));
    }
}
