using System.Xml.Linq;

namespace Connect311.Tests.Open311.Check;

/// <summary>The answers of the small server, as the samples of the specification have them.</summary>
internal static class RightTrees
{
    /// <summary>Code, type, and whether it has attributes.</summary>
    public static readonly (string Code, string Type, bool Metadata)[] ServiceList =
        [("pothole", "realtime", false), ("streetlight", "realtime", true), ("graffiti", "batch", false), ("noise", "blackbox", false)];

    public static XElement Discovery(Uri endpoint) => new(
        "discovery",
        new XElement("changeset", "2026-05-01T10:00:00Z"), new XElement("contact", "Write to the city."), new XElement("key_service", "Ask the city."),
        new XElement("endpoints", new XElement(
            "endpoint",
            new XElement("specification", "http://wiki.open311.org/GeoReport_v2"), new XElement("url", endpoint), new XElement("changeset", "2026-05-01T10:00:00Z"),
            new XElement("type", "test"), new XElement("formats", new XElement("format", "text/xml"), new XElement("format", "application/json")))));

    public static XElement Services() => new("services", ServiceList.Select(service => new XElement(
        "service",
        new XElement("service_code", service.Code), new XElement("service_name", $"{service.Code} (Straße)"), new XElement("description", $"A {service.Code}"),
        new XElement("metadata", service.Metadata), new XElement("type", service.Type), new XElement("keywords", service.Metadata ? "light, dark" : ""),
        new XElement("group", "street"))));

    /// <returns>Null for a service that there is not.</returns>
    public static XElement? Definition(string code) => ServiceList.FirstOrDefault(service => service.Code == code) is { Code: not null } found
        ? Definition(code, found.Metadata)
        : null;

    public static XElement Definition(string code, bool hasAttributes) => new(
        "service_definition",
        new XElement("service_code", code),
        new XElement("attributes", hasAttributes ? Attributes() : []));

    public static XElement Of(TestRequest request) => new(
        "request",
        new XElement("service_request_id", request.Id), new XElement("status", request.IsOpen ? "open" : "closed"), new XElement("status_notes", ""),
        new XElement("service_name", request.Service), new XElement("service_code", request.Service), new XElement("description", request.Description),
        new XElement("agency_responsible", "City"), new XElement("requested_datetime", Time(request.At)), new XElement("updated_datetime", Time(request.At.AddHours(2))),
        new XElement("expected_datetime", Time(request.At.AddDays(9))), new XElement("address", request.Address), new XElement("address_id", ""),
        new XElement("zipcode", "01234"), new XElement("lat", request.Latitude), new XElement("long", request.Longitude), new XElement("media_url", ""));

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);

    private static XElement[] Attributes() =>
    [
        Attribute(1, "POLE", "string", isRequired: true), Attribute(2, "COUNT", "number"), Attribute(3, "SINCE", "datetime"),
        Attribute(4, "KIND", "singlevaluelist", values: ["old", "new"]), Attribute(5, "PARTS", "multivaluelist", values: ["bulb", "pole", "wire"]),
        Attribute(6, "NOTE", "text", isVariable: false),
    ];

    private static XElement Attribute(int order, string code, string datatype, bool isRequired = false, bool isVariable = true, string[]? values = null) => new(
        "attribute",
        new XElement("variable", isVariable), new XElement("code", code), new XElement("datatype", datatype), new XElement("required", isRequired),
        new XElement("datatype_description", ""), new XElement("order", order), new XElement("description", $"Which {code}?"),
        values is null ? null : new XElement("values", values.Select(value => new XElement("value", new XElement("key", value), new XElement("name", $"The {value} one")))));
}
