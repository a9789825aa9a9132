namespace Connect311.Api.Open311.Check;

/// <summary>What can be reported to a server of which nothing is known but what it tells.</summary>
/// <param name="Valid">Reports that should be accepted, the likeliest first, for each type of service.</param>
/// <param name="Definitions">Services with attributes, and those attributes that want input.</param>
/// <param name="Address">One that the server knows; null for none.</param>
internal sealed record Material(
    IReadOnlyDictionary<string, IReadOnlyList<Post>> Valid, IReadOnlyList<(string Code, IReadOnlyList<Node> Attributes)> Definitions, string? Address)
{
    /// <summary>Services that are tried before a server is said to take no report.</summary>
    private const int MostTries = 3;

    /// <summary>Says what it is, to whoever finds it in a queue; with line breaks, and letters that take one to four bytes.</summary>
    public const string Description = "Conformance check of this Open311 server, please ignore.\r\nSecond line: größer, 東京, 🚧.";

    /// <returns>What to report, or why nothing can be.</returns>
    public static async Task<(Material? Found, string? Why)> FindAsync(Probe probe, CancellationToken cancellationToken)
    {
        var services = await probe.GetAsync(Face.Xml, "services", "services", cancellationToken);
        var requests = (await probe.GetAsync(Face.Xml, "requests", "service_requests", cancellationToken)).Items;
        var places = requests.Where(request => request["lat"] is not null && request["long"] is not null).ToList();
        if (probe.Options.At is null && places.Count == 0)
        {
            return (null, "no request has a place to report again: give one by --at");
        }

        var definitions = new List<(string Code, IReadOnlyList<Node> Attributes)>();
        var asked = services.Items.Where(service => service["service_code"] is { } code && code == probe.Options.ServiceCode && service["metadata"] == "true");
        foreach (var service in asked.Concat(DefinitionRules.Chosen(services, DefinitionRules.Most)).DistinctBy(service => service["service_code"]))
        {
            var definition = await probe.GetAsync(Face.Xml, DefinitionRules.PathOf(service), "service_definition", cancellationToken);
            definitions.Add((service["service_code"]!, [.. DefinitionRules.AttributesOf(definition).Where(attribute => attribute["variable"] == "true" && attribute["code"] is not null)]));
        }

        var used = places.Select(place => place["service_code"]).ToHashSet();
        var valid = services.Items
            .Where(service => service["service_code"] is { } code && (probe.Options.ServiceCode is null
                ? service["metadata"] != "true" || definitions.Exists(definition => definition.Code == code)
                : code == probe.Options.ServiceCode))
            .OrderByDescending(service => service["metadata"] == "false").ThenByDescending(service => used.Contains(service["service_code"]))
            .GroupBy(service => service["type"] ?? "realtime")
            .ToDictionary(
                group => group.Key,
                group => (IReadOnlyList<Post>)[.. group.Take(MostTries).Select(service => PostOf(probe.Options, service["service_code"]!, places, definitions))]);
        return valid.Count == 0
            ? (null, probe.Options.ServiceCode is { } code ? $"there is no service {code}" : "there are no services")
            : (new(valid, definitions, probe.Options.Address ?? requests.Select(request => request["address"]).FirstOrDefault(address => address is not null)), null);
    }

    /// <summary>Right answers to the attributes that must be answered.</summary>
    public static (string Name, string? Value)[] AnswersOf(IReadOnlyList<Node> attributes, DateTimeOffset now) =>
        [.. attributes.Where(attribute => attribute["required"] == "true").Select(attribute => (NameOf(attribute), (string?)AnswerOf(attribute, now)))];

    /// <summary>The field of a form that answers an attribute.</summary>
    public static string NameOf(Node attribute) => $"attribute[{attribute["code"]}]{(attribute["datatype"] == "multivaluelist" ? "[]" : "")}";

    public static string AnswerOf(Node attribute, DateTimeOffset now) => attribute["datatype"] switch
    {
        "number" => "1",
        "datetime" => Times.Write(now.AddHours(-1)),
        "singlevaluelist" or "multivaluelist" => attribute.Items("values") is [var first, ..] ? first["key"] ?? "" : "",
        _ => "Conformance check",
    };

    private static Post PostOf(CheckOptions options, string code, List<Node> places, List<(string Code, IReadOnlyList<Node> Attributes)> definitions)
    {
        var place = places.Find(request => request["service_code"] == code) ?? places.FirstOrDefault();
        var attributes = definitions.Find(definition => definition.Code == code).Attributes ?? [];
        return new Post(
        [
            ("api_key", options.ApiKey ?? ""),
            ("service_code", code),
            ("lat", options.At?.Latitude ?? place!["lat"]!),
            ("long", options.At?.Longitude ?? place!["long"]!),
            ("description", Description),
            ("email", "open311-check@example.org"),
            ("first_name", "Open311"),
            ("last_name", "Check"),
            ("phone", "+12125550142"),
        ]).With(AnswersOf(attributes, options.Now));
    }
}
