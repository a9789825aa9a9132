using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connect311.Routing.Documents;

namespace Connect311.Api.Http;

/// <summary>JSON as the wire has it: camelCase, nulls written, numbers as numbers.</summary>
internal static class Json
{
    /// <summary>For reading documents from outside: a member given twice is refused, depth is bounded.</summary>
    public static readonly JsonDocumentOptions Reading = JsonText.Reading;

    public static readonly JsonSerializerOptions Options = Configured(new(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configured(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.NumberHandling = JsonNumberHandling.Strict;

        // Names in any script stay readable; what a browser could take for markup is still escaped.
        options.Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
        if (!options.Converters.OfType<TimeConverter>().Any())
        {
            options.Converters.Add(new TimeConverter());
        }

        return options;
    }

    /// <summary>RFC 3339 in UTC with milliseconds, such as 2026-06-01T14:30:00.000Z.</summary>
    private sealed class TimeConverter : JsonConverter<DateTimeOffset>
    {
        private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
        {
            Span<char> text = stackalloc char[24];
            value.UtcDateTime.TryFormat(text, out _, Form, System.Globalization.CultureInfo.InvariantCulture);
            writer.WriteStringValue(text);
        }
    }
}
