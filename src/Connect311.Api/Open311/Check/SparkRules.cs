using System.Globalization;
using System.Xml;

namespace Connect311.Api.Open311.Check;

/// <summary>C0: the JSON is the Spark mapping of the XML, read from two calls of which each says what it then knows.</summary>
internal static class SparkRules
{
    /// <summary>Definitions that are compared.</summary>
    private const int MostDefinitions = 3;

    private static readonly Rule Equal = new("C0.12", "The JSON says what the XML says, name by name");
    private static readonly Rule Empty = new("C0.13", "An empty element of the XML is null in the JSON, and is there in both");

    public static readonly Rule[] All = [Equal, Empty];

    /// <summary>What tells items of a list apart that may have changed between two calls.</summary>
    private static readonly Dictionary<string, string> KeyOf = new() { ["services"] = "service_code", ["service_requests"] = "service_request_id" };

    public static async Task CheckAsync(Probe probe, CancellationToken cancellationToken)
    {
        await CompareAsync(probe, "services", "services", cancellationToken);
        var services = await probe.GetAsync(Face.Xml, "services", "services", cancellationToken);
        foreach (var service in DefinitionRules.Chosen(services, MostDefinitions))
        {
            await CompareAsync(probe, DefinitionRules.PathOf(service), "service_definition", cancellationToken);
        }

        await CompareAsync(probe, "requests", "service_requests", cancellationToken);
        var requests = await probe.GetAsync(Face.Xml, "requests", "service_requests", cancellationToken);
        if (RequestRules.Chosen(requests) is { } request)
        {
            await CompareAsync(probe, RequestRules.PathOf(request), "service_requests", cancellationToken);
        }

        await CompareAsync(probe, $"requests/{ErrorRules.Nothing}", "service_requests", cancellationToken);
    }

    public static void Compare(Sheet sheet, Seen xml, Seen json)
    {
        if (xml.Root is null || json.Root is null || xml.Answer.Status != json.Answer.Status)
        {
            return;
        }

        var found = new Differences();
        found.Compare(xml.Root, json.Root, xml.Root.Name);
        sheet.Judge(Equal, json.Answer, found.Value, "equal");
        sheet.Judge(Empty, json.Answer, found.Emptiness, "null where the XML is empty");
    }

    private static async Task CompareAsync(Probe probe, string path, string root, CancellationToken cancellationToken) => Compare(
        probe.Sheet,
        await probe.GetAsync(Face.Xml, path, root, cancellationToken),
        await probe.GetAsync(Face.Json, path, root, cancellationToken));

    /// <summary>The first difference in what is said, and the first in how nothing is said.</summary>
    private sealed class Differences
    {
        public string? Value { get; private set; }

        public string? Emptiness { get; private set; }

        public void Compare(Node xml, Node json, string path)
        {
            if (xml.Children.Count == 0 && json.Children.Count == 0)
            {
                CompareLeaves(xml, json, path);
            }
            else if (KeyOf.TryGetValue(xml.Name, out var key))
            {
                CompareByKey(xml, json, key);
            }
            else if (Names.ItemOf.ContainsKey(xml.Name))
            {
                CompareInOrder(xml, json, path);
            }
            else
            {
                foreach (var name in xml.Children.Concat(json.Children).Select(child => child.Name).Distinct())
                {
                    CompareMembers(xml.Child(name), json.Child(name), $"{path}/{name}");
                }
            }
        }

        private void CompareLeaves(Node xml, Node json, string path)
        {
            if (xml.IsEmpty && json.IsEmpty)
            {
                Emptiness ??= json.Text is null ? null : $"{path} is \"\"";
            }
            else if (!IsSame(xml.Name, xml.Text ?? "", json.Text ?? ""))
            {
                Value ??= $"{path}: {xml.Text ?? "nothing"} in XML, {json.Text ?? "nothing"} in JSON";
            }
        }

        private void CompareMembers(Node? xml, Node? json, string path)
        {
            if (xml is not null && json is not null)
            {
                Compare(xml, json, path);
            }
            else if ((xml ?? json)!.IsEmpty)
            {
                Emptiness ??= $"{path} is {(xml is null ? "null in JSON and not there in XML" : "empty in XML and not there in JSON")}";
            }
            else
            {
                Value ??= $"{path} is in {(xml is null ? "JSON" : "XML")} alone";
            }
        }

        private void CompareInOrder(Node xml, Node json, string path)
        {
            if (xml.Children.Count != json.Children.Count)
            {
                Value ??= $"{path}: {xml.Children.Count} in XML, {json.Children.Count} in JSON";
                return;
            }

            for (var i = 0; i < xml.Children.Count; i++)
            {
                // What an error says in words may name the format.
                if (xml.Name != "errors")
                {
                    Compare(xml.Children[i], json.Children[i], $"{path}/{i}");
                }
                else if (xml.Children[i]["code"] != json.Children[i]["code"])
                {
                    Value ??= $"errors/{i}/code: {xml.Children[i]["code"]} in XML, {json.Children[i]["code"]} in JSON";
                }
            }
        }

        /// <summary>Items that both hold, and that did not change in between.</summary>
        private void CompareByKey(Node xml, Node json, string key)
        {
            var others = json.Children.Where(item => item[key] is not null).ToLookup(item => item[key]);
            foreach (var item in xml.Children)
            {
                if (others[item[key]].FirstOrDefault() is { } other && item["updated_datetime"] == other["updated_datetime"])
                {
                    Compare(item, other, item[key]!);
                }
            }
        }

        private static bool IsSame(string name, string xml, string json) => Plain(xml) == Plain(json)
            || (Names.Numbers.Contains(name) && Number(xml) is { } number && number == Number(json));

        private static double? Number(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

        /// <summary>As XML can hold it, which knows one kind of line break and few control characters.</summary>
        private static string Plain(string text) =>
            string.Concat(text.ReplaceLineEndings("\n").Where(c => char.IsSurrogate(c) || XmlConvert.IsXmlChar(c))).Trim();
    }
}
