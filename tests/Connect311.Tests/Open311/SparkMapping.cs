using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Connect311.Tests.Open311;

/// <summary>
/// The Spark mapping of GeoReport v2, from the specification and its JSON schemas alone: the root is dropped, an element of one repeated kind
/// is an array even of one, an empty element is null; ids and codes are texts, places and order numbers, flags booleans.
/// </summary>
internal static class SparkMapping
{
    private static readonly HashSet<string> Lists =
        ["requests", "services", "attributes", "values", "service_requests", "service_request_updates", "errors", "endpoints", "formats", "notes", "areas", "media_urls"];

    private static readonly HashSet<string> Numbers = ["lat", "long", "order"];

    private static readonly HashSet<string> Flags = ["metadata", "variable", "required"];

    public static JsonNode? Of(XElement element)
    {
        var name = element.Name.LocalName;
        if (Lists.Contains(name))
        {
            Assert.Single(element.Elements().Select(item => item.Name.LocalName).Append(ItemOf(name)).Distinct());
            return new JsonArray([.. element.Elements().Select(Of)]);
        }

        return element.HasElements ? new JsonObject(element.Elements().Select(member => KeyValuePair.Create(member.Name.LocalName, Of(member))))
            : element.IsEmpty || element.Value.Length == 0 ? null
            : Numbers.Contains(name) || (name == "code" && element.Parent!.Name.LocalName == "error") ? JsonValue.Create(decimal.Parse(element.Value, NumberStyles.Float, CultureInfo.InvariantCulture))
            : Flags.Contains(name) ? JsonValue.Create(element.Value switch { "true" => true, "false" => false, var other => throw new FormatException(other) })
            : JsonValue.Create(element.Value);
    }

    private static string ItemOf(string list) => list.StartsWith("service_request", StringComparison.Ordinal) ? list["service_".Length..].TrimEnd('s') : list.TrimEnd('s');
}
