namespace Connect311.Api.Open311.Check;

/// <summary>C1: the document that tells of the endpoints.</summary>
internal static class DiscoveryRules
{
    private static readonly Rule Xml = new("C1.1", "There is discovery.xml");
    private static readonly Rule Json = new("C1.2", "There is discovery.json");
    private static readonly Rule Fields = new("C1.3", "Discovery says changeset, contact, key_service and endpoints");
    private static readonly Rule Changeset = new("C1.4", "Each changeset can be sorted: a date, or a date and time");
    private static readonly Rule Endpoint = new("C1.5", "Each endpoint says specification, url, changeset, type and formats");
    private static readonly Rule GeoReport = new("C1.6", "An endpoint is of http://wiki.open311.org/GeoReport_v2, with an absolute URL");
    private static readonly Rule Type = new("C1.7", "Each endpoint is production or test");
    private static readonly Rule Formats = new("C1.8", "Formats are MIME types, text/xml among them");
    private static readonly Rule Here = Rule.Advice("C1.9", "The endpoint's URL is the one that was checked");

    public static readonly Rule[] All = [Xml, Json, Fields, Changeset, Endpoint, GeoReport, Type, Formats, Here];

    private static readonly string[] FieldsOfAll = ["changeset", "contact", "key_service", "endpoints"];
    private static readonly string[] FieldsOfOne = ["specification", "url", "changeset", "type", "formats"];

    public static async Task CheckAsync(Probe probe, Discovery discovery, CancellationToken cancellationToken)
    {
        var folder = probe.At(discovery.Folder ?? new($"{discovery.Endpoint.AbsoluteUri.TrimEnd('/')}/"));
        var xml = await folder.GetAsync(Face.Xml, "discovery", "discovery", cancellationToken);
        Judge(probe, Xml, xml, discovery);
        if (probe.Options.Json == false)
        {
            probe.Sheet.Skip(Json, "only XML was asked for");
            return;
        }

        var json = await folder.GetAsync(Face.Json, "discovery", "discovery", cancellationToken);
        Judge(probe, Json, json, discovery);
        SparkRules.Compare(probe.Sheet, xml, json);
    }

    private static void Judge(Probe probe, Rule rule, Seen seen, Discovery discovery)
    {
        var sheet = probe.Sheet;
        if (!sheet.Judge(rule, seen.Answer, seen.IsOk && seen.Root!.Name == "discovery" ? null : seen.Instead, "served"))
        {
            return;
        }

        var endpoints = seen.Root!.Items("endpoints");
        sheet.Judge(Fields, seen.Answer, Missing(seen.Root, FieldsOfAll), "all there");
        sheet.JudgeEach(Changeset, seen, [seen.Root, .. endpoints], node => node["changeset"] is { } text && !IsSortable(text) ? $"changeset is {text}" : null);
        sheet.JudgeEach(Endpoint, seen, endpoints, endpoint => Missing(endpoint, FieldsOfOne));
        sheet.JudgeEach(Type, seen, endpoints, endpoint => endpoint["type"] is null or "production" or "test" ? null : $"type is {endpoint["type"]}");
        sheet.JudgeEach(Formats, seen, [.. endpoints.Where(endpoint => endpoint.Items("formats").Count > 0)], FaultOfFormats);
        var urls = endpoints.Where(endpoint => endpoint["specification"] == Discovery.GeoReport).Select(UrlOf).ToList();
        sheet.Judge(GeoReport, seen.Answer, urls.Count == 0 ? "none is" : urls.Contains(null) ? "its URL is not absolute" : null, "there is one");
        if (urls.Count > 0 && !urls.Contains(null))
        {
            var isHere = urls.Exists(url => Discovery.IsSame(url!, discovery.Endpoint));
            sheet.Judge(Here, seen.Answer, isHere ? null : $"it is {urls[0]}", $"{discovery.Endpoint}");
        }
    }

    private static string? Missing(Node node, string[] fields) =>
        fields.FirstOrDefault(field => node.Child(field) is not { IsEmpty: false }) is { } missing ? $"no {missing}" : null;

    private static bool IsSortable(string changeset) =>
        Times.Read(changeset) is not null || DateOnly.TryParseExact(changeset, "yyyy-MM-dd", out _) || changeset.All(char.IsAsciiDigit);

    private static string? FaultOfFormats(Node endpoint)
    {
        var formats = endpoint.Items("formats").Select(format => format.Text ?? "").ToList();
        return !formats.Contains("text/xml") ? $"text/xml is not among {string.Join(", ", formats)}"
            : formats.Find(format => format.Count(c => c == '/') != 1 || format.Contains(' ', StringComparison.Ordinal)) is { } wrong ? $"{wrong} is no MIME type"
            : null;
    }

    private static Uri? UrlOf(Node endpoint) => Uri.TryCreate(endpoint["url"], UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;
}
