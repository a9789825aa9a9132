using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace Connect311.Tests.Open311.Check;

using Fields = IReadOnlyList<(string Name, string Value)>;

/// <summary>A call as the small server reads it.</summary>
/// <param name="Path">Below the endpoint, without the suffix, such as <c>services/pothole</c>.</param>
/// <param name="Suffix">Without the dot; empty for none.</param>
internal sealed record TestCall(string Method, string Path, string Suffix, Fields Query, Fields Form, string Accept, string ContentType)
{
    public bool IsPost => Method == "POST";

    public bool IsJson => Suffix == "json" || (Suffix.Length == 0 && Accept.Contains("json", StringComparison.Ordinal));

    /// <summary>A field of the form, or else of the query; null for what is empty or not sent.</summary>
    public string? this[string name] =>
        Form.Concat(Query).Where(field => field.Name == name && field.Value.Length > 0).Select(field => field.Value).FirstOrDefault();

    public bool Has(string name) => this[name] is not null;

    public TestCall Without(params string[] names) => this with
    {
        Form = [.. Form.Where(field => !names.Contains(field.Name))],
        Query = [.. Query.Where(field => !names.Contains(field.Name))],
    };

    public TestCall With(string name, string value)
    {
        var rest = Without(name);
        return IsPost ? rest with { Form = [.. rest.Form, (name, value)] } : rest with { Query = [.. rest.Query, (name, value)] };
    }
}

/// <summary>What it answers: a tree, which is written in the format that was asked for.</summary>
internal sealed record TestReply(int Status, XElement Tree)
{
    /// <summary>Replaces what the tree would be written as.</summary>
    public Func<string, string>? Rewrite { get; init; }

    public string? ContentType { get; init; }

    public Encoding Encoding { get; init; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public static TestReply Error(int status, string description) => new(status, new XElement(
        "errors", new XElement("error", new XElement("code", status), new XElement("description", description))));

    /// <summary>Changes the tree.</summary>
    public TestReply Changed(Action<XElement> change)
    {
        var tree = new XElement(Tree);
        change(tree);
        return this with { Tree = tree };
    }

    public string Written(bool asJson)
    {
        var text = asJson ? SparkWriter.Json(Tree) : SparkWriter.Xml(Tree);
        return Rewrite is null ? text : Rewrite(text);
    }
}

/// <summary>Writes a tree as XML and as its Spark mapping; it shares no line with what is tested.</summary>
internal static class SparkWriter
{
    private static readonly string[] Lists = ["endpoints", "formats", "services", "attributes", "values", "service_requests", "errors"];
    private static readonly string[] Bare = ["lat", "long", "order", "metadata", "variable", "required"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Xml(XElement tree) => $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{tree}";

    public static string Json(XElement tree) => Lists.Contains(tree.Name.LocalName) && !tree.HasElements ? "[]" : Value(tree);

    private static string Value(XElement element)
    {
        var name = element.Name.LocalName;
        if (Lists.Contains(name) && element.HasElements)
        {
            return $"[{string.Join(',', element.Elements().Select(Value))}]";
        }

        if (element.HasElements)
        {
            return $"{{{string.Join(',', element.Elements().Select(child => $"\"{child.Name.LocalName}\":{Value(child)}"))}}}";
        }

        return element.Value.Length == 0 ? "null" : Bare.Contains(name) && IsBare(element.Value) ? element.Value : JsonSerializer.Serialize(element.Value, Readable);
    }

    private static bool IsBare(string text) =>
        text is "true" or "false" || double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _);
}
