using System.Globalization;

namespace Connect311.Api.Open311.Check;

/// <summary>C3, and what of C2 it shows: the definitions of services.</summary>
internal static class DefinitionRules
{
    /// <summary>Definitions that are looked at, spread over the list.</summary>
    public const int Most = 6;

    private static readonly Rule There = new("C2.7", "A service with metadata=true has a definition with attributes");
    private static readonly Rule NotThere = new("C2.8", "A service with metadata=false has no attributes");
    private static readonly Rule Root = new("C3.1", "GET services/[service_code] answers service_definition with the service_code that was asked for");
    private static readonly Rule Wrapper = new("C3.2", "Attributes stand in attributes");
    private static readonly Rule Fields = new("C3.3", "Each attribute has variable, code, datatype, required, datatype_description, order and description");
    private static readonly Rule Booleans = new("C3.4", "variable and required are true or false");
    private static readonly Rule Datatype = new("C3.5", "datatype is string, number, datetime, text, singlevaluelist or multivaluelist");
    private static readonly Rule Order = new("C3.6", "order is a positive whole number, and no other attribute of the service has it");
    private static readonly Rule Values = new("C3.7", "A list has values, each with a key of its own and a name");
    private static readonly Rule Unique = new("C3.8", "No code of an attribute is there twice");
    private static readonly Rule Unknown = new("C3.9", "An unknown service_code is 404");
    private static readonly Rule Plain = Rule.Advice("C3.10", "A service with metadata=false is answered 200 with empty attributes");

    public static readonly Rule[] All = [There, NotThere, Root, Wrapper, Fields, Booleans, Datatype, Order, Values, Unique, Unknown, Plain];

    private static readonly string[] FieldsOfOne = ["variable", "code", "datatype", "required", "datatype_description", "order", "description"];
    private static readonly string[] Flags = ["variable", "required"];
    private static readonly string[] Datatypes = ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"];

    /// <summary>Services with metadata, spread over the list.</summary>
    public static IReadOnlyList<Node> Chosen(Seen services, int most)
    {
        var all = services.Items.Where(service => service["metadata"] == "true" && service["service_code"] is not null).ToList();
        return all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[i * all.Count / most])];
    }

    public static string PathOf(Node service) => $"services/{Uri.EscapeDataString(service["service_code"]!)}";

    /// <summary>The attributes of a definition; those without a wrapper too, as older servers have them.</summary>
    public static IReadOnlyList<Node> AttributesOf(Seen definition) => !definition.IsOk ? []
        : [.. definition.Root!.Items("attributes").Concat(definition.Root.Children).Where(node => node.Name == "attribute")];

    public static async Task CheckAsync(Probe probe, Face face, CancellationToken cancellationToken)
    {
        var services = await probe.GetAsync(face, "services", "services", cancellationToken);
        foreach (var service in Chosen(services, Most))
        {
            var seen = await probe.GetAsync(face, PathOf(service), "service_definition", cancellationToken);
            var attributes = AttributesOf(seen);
            probe.Sheet.Judge(There, seen.Answer, !seen.IsOk ? seen.Instead : attributes.Count == 0 ? "it has no attributes" : null, $"{attributes.Count} attributes");
            Judge(probe.Sheet, service, seen);
        }

        if (services.Items.FirstOrDefault(service => service["metadata"] == "false" && service["service_code"] is not null) is { } plain)
        {
            await CheckPlainAsync(probe, face, plain, cancellationToken);
        }

        ErrorRules.JudgeRefused(probe.Sheet, Unknown, await probe.GetAsync(face, $"services/{ErrorRules.Nothing}", "service_definition", cancellationToken), 404);
    }

    private static async Task CheckPlainAsync(Probe probe, Face face, Node service, CancellationToken cancellationToken)
    {
        var seen = await probe.GetAsync(face, PathOf(service), "service_definition", cancellationToken);
        var count = AttributesOf(seen).Count;
        probe.Sheet.Judge(NotThere, seen.Answer, count > 0 ? $"{service["service_code"]} has {count}" : null, "none");
        probe.Sheet.Judge(Plain, seen.Answer, seen.IsOk ? null : seen.Instead, "answered");
        Judge(probe.Sheet, service, seen);
    }

    private static void Judge(Sheet sheet, Node service, Seen seen)
    {
        if (!seen.IsOk)
        {
            return;
        }

        var (code, asked) = (seen.Root!["service_code"], service["service_code"]);
        sheet.Judge(Root, seen.Answer, seen.Root.Name != "service_definition" ? $"it is {seen.Root.Name}" : code != asked ? $"service_code is {code ?? "not there"}" : null, "as asked");
        var isWrapped = seen.Root.Child("attributes") is not null && seen.Root.Child("attribute") is null;
        sheet.Judge(Wrapper, seen.Answer, isWrapped ? null : "there is no attributes", "they do");
        var attributes = AttributesOf(seen);
        sheet.JudgeEach(Fields, seen, attributes, attribute =>
            FieldsOfOne.FirstOrDefault(field => attribute.Child(field) is null) is { } field ? $"{attribute["code"]} has no {field}" : null);
        sheet.JudgeEach(Booleans, seen, attributes, attribute => Flags.FirstOrDefault(field => attribute[field] is not (null or "true" or "false")) is { } field
            ? $"{field} of {attribute["code"]} is {attribute[field]}" : null);
        sheet.JudgeEach(Datatype, seen, attributes, attribute => Datatypes.Contains(attribute["datatype"]) ? null : $"{attribute["datatype"]} of {attribute["code"]}");
        var (orders, codes) = (new HashSet<int>(), new HashSet<string>());
        sheet.JudgeEach(Order, seen, attributes, attribute => FaultOfOrder(attribute, orders));
        sheet.JudgeEach(Values, seen, [.. attributes.Where(IsList)], FaultOfValues);
        sheet.JudgeEach(Unique, seen, attributes, attribute => attribute["code"] is { } name && !codes.Add(name) ? $"{name} is there twice" : null);
    }

    public static bool IsList(Node attribute) => attribute["datatype"] is "singlevaluelist" or "multivaluelist";

    private static string? FaultOfOrder(Node attribute, HashSet<int> orders) => attribute["order"] is not { } text ? null
        : !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var order) || order < 1 ? $"{text} of {attribute["code"]}"
        : !orders.Add(order) ? $"{order} is there twice"
        : null;

    private static string? FaultOfValues(Node attribute)
    {
        var values = attribute.Items("values");
        var keys = values.Select(value => value["key"]).ToList();
        return values.Count == 0 ? $"{attribute["code"]} has none"
            : values.Any(value => value["key"] is null || value["name"] is null) ? $"{attribute["code"]} has a value without key or name"
            : keys.Distinct().Count() < keys.Count ? $"{attribute["code"]} has a key twice"
            : null;
    }
}
