namespace Connect311.Api.Open311.Check;

/// <summary>A part of an answer, alike for XML and JSON.</summary>
/// <param name="Name">Of the element. What stands in a JSON array has the name that its XML element would have.</param>
/// <param name="Text">Of a leaf; null for an empty element and for JSON's null.</param>
/// <param name="Children">In the order of the answer.</param>
internal sealed record Node(string Name, string? Text, IReadOnlyList<Node> Children)
{
    /// <summary>Nothing stands in it.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Text) && Children.Count == 0;

    /// <summary>The text of a child; null where there is none, or nothing in it.</summary>
    public string? this[string name] => Child(name) is { Text.Length: > 0 } child ? child.Text : null;

    public Node? Child(string name) => Children.FirstOrDefault(child => child.Name == name);

    /// <summary>The items of a list that stands in this.</summary>
    public IReadOnlyList<Node> Items(string list) => Child(list)?.Children ?? [];

    /// <summary>This and all below it; the depth of what is read is bounded.</summary>
    public IEnumerable<Node> All() => Children.SelectMany(child => child.All()).Prepend(this);
}

/// <summary>The names of the specification.</summary>
internal static class Names
{
    /// <summary>Which element a list holds; these are arrays in JSON, however many they hold.</summary>
    public static readonly IReadOnlyDictionary<string, string> ItemOf = new Dictionary<string, string>
    {
        ["endpoints"] = "endpoint",
        ["formats"] = "format",
        ["services"] = "service",
        ["attributes"] = "attribute",
        ["values"] = "value",
        ["service_requests"] = "request",
        ["errors"] = "error",
    };

    /// <summary>Every element that GeoReport v2 knows.</summary>
    public static readonly IReadOnlySet<string> Known = new HashSet<string>(
    [
        .. ItemOf.Keys, .. ItemOf.Values, "discovery", "service_definition",
        "changeset", "contact", "key_service", "specification", "url", "type",
        "service_code", "service_name", "description", "metadata", "keywords", "group",
        "variable", "code", "datatype", "required", "datatype_description", "order", "key", "name",
        "service_request_id", "token", "service_notice", "account_id", "status", "status_notes", "agency_responsible",
        "requested_datetime", "updated_datetime", "expected_datetime", "address", "address_id", "zipcode", "lat", "long", "media_url",
    ]);

    /// <summary>What the JSON schemas of the specification write as numbers.</summary>
    public static readonly IReadOnlySet<string> Numbers = new HashSet<string> { "lat", "long", "order" };

    /// <summary>What they write as true and false.</summary>
    public static readonly IReadOnlySet<string> Booleans = new HashSet<string> { "metadata", "variable", "required" };

    /// <summary>What they write as text, and some servers as numbers.</summary>
    public static readonly IReadOnlySet<string> Texts = new HashSet<string>
    {
        "service_code", "service_request_id", "token", "address_id", "zipcode", "account_id", "code", "key",
    };
}
