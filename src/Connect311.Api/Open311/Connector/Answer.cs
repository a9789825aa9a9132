using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Connect311.Api.Delivery;

namespace Connect311.Api.Open311.Connector;

/// <summary>How a call to a department's system ended.</summary>
/// <param name="Result">Sent, where it answered.</param>
/// <param name="Records">What it answered; empty where it did not.</param>
internal sealed record ConnectorAnswer(SendResult Result, IReadOnlyList<AnswerRecord> Records)
{
    /// <summary>The HTTP status; 0 where there was none.</summary>
    public int Status { get; init; }

    public static ConnectorAnswer Of(SendResult result, int status = 0) => new(result, []) { Status = status };
}

/// <summary>One element of an answer's list: its members by name, those of a member as <c>extras/reason</c>.</summary>
internal sealed class AnswerRecord(IReadOnlyDictionary<string, string> members)
{
    /// <summary>A member; null where it is absent or empty, which mean the same.</summary>
    public string? this[string name] => members.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
}

/// <summary>
/// Reads answers of GeoReport servers, XML and JSON, strictly as data: no entities, no external anything, a bounded depth. Where
/// servers differ (a list with its root or without, numbers as text) it takes either.
/// </summary>
internal static class Answers
{
    private const int MostDepth = 16;

    /// <exception cref="FormatException">It is no such answer.</exception>
    public static IReadOnlyList<AnswerRecord> Read(byte[] body, string format)
    {
        try
        {
            return format == ConnectorOptions.Xml ? ReadXml(body) : ReadJson(body);
        }
        catch (Exception e) when (e is JsonException or XmlException)
        {
            throw new FormatException("The answer cannot be read.", e);
        }
    }

    private static List<AnswerRecord> ReadXml(byte[] body)
    {
        using var reader = XmlReader.Create(
            new MemoryStream(body),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true });
        CheckDepth(reader);
        using var again = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return [.. XElement.Load(again).Elements().Select(element =>
        {
            var members = new Dictionary<string, string>();
            Add(members, "", element);
            return new AnswerRecord(members);
        })];
    }

    private static void CheckDepth(XmlReader reader)
    {
        while (reader.Read())
        {
            if (reader.Depth > MostDepth)
            {
                throw new XmlException("The answer is too deep.");
            }
        }
    }

    private static void Add(Dictionary<string, string> members, string path, XElement element)
    {
        foreach (var child in element.Elements())
        {
            var name = path + child.Name.LocalName;
            if (child.HasElements)
            {
                Add(members, $"{name}/", child);
            }
            else
            {
                members.TryAdd(name, child.Value);
            }
        }
    }

    private static List<AnswerRecord> ReadJson(byte[] body)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MostDepth });
        var root = document.RootElement;

        // Some servers keep the root element, as {"service_requests": [...]}.
        if (root.ValueKind == JsonValueKind.Object && root.EnumerateObject().ToList() is [{ Value.ValueKind: JsonValueKind.Array } only])
        {
            root = only.Value;
        }

        return root.ValueKind == JsonValueKind.Array
            ? [.. root.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(RecordOf)]
            : throw new FormatException("The answer is no list.");
    }

    private static AnswerRecord RecordOf(JsonElement item)
    {
        var members = new Dictionary<string, string>();
        Add(members, "", item);
        return new(members);
    }

    private static void Add(Dictionary<string, string> members, string path, JsonElement item)
    {
        foreach (var member in item.EnumerateObject())
        {
            var name = path + member.Name;
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    Add(members, $"{name}/", member.Value);
                    break;
                case JsonValueKind.String:
                    members.TryAdd(name, member.Value.GetString()!);
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    members.TryAdd(name, member.Value.GetRawText());
                    break;
            }
        }
    }
}
